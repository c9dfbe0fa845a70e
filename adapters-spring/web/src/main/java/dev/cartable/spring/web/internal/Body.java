package dev.cartable.spring.web.internal;

import dev.cartable.internal.json.Json;
import dev.cartable.spring.web.internal.ProblemException.FieldError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a request carries. Each field is asked for by its name, and what is wrong is gathered; {@link #end} then refuses the
 * whole body with all of it, and with the fields that were not asked for. Numbers are whole and exact. Not safe for several threads.
 */
public final class Body {
    private static final int MOST_TEXTS = 1_000;

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();
    private boolean ended;

    private Body(Map<?, ?> fields) {
        fields.forEach((name, value) -> this.fields.put(String.valueOf(name), value));
    }

    /**
     * Reads a body.
     *
     * @throws ProblemException if it is not one JSON object in UTF-8
     */
    static Body parse(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Body(Json.readObject(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw ProblemException.of(400, "MALFORMED_JSON", Map.of());
        }
    }

    /** Whether the body names this field, be it with null. */
    public boolean has(String name) {
        asked.add(name);
        return fields.containsKey(name);
    }

    /** A text that has to be there. */
    public String text(String name, int longest) {
        String text = optionalText(name, longest);
        return required(name, text, "");
    }

    /** A text; null if it is not there. */
    public @Nullable String optionalText(String name, int longest) {
        String text = value(name, String.class, "NO_TEXT");
        if (text == null) {
            return null;
        }
        if (text.length() > longest) {
            return refuse(name, "TOO_LONG", Map.of("most", Integer.toString(longest)));
        }
        return isWellFormed(text) ? text : refuse(name, "ODD_CHARACTERS", Map.of());
    }

    /** Database and e-mail hold neither NUL nor half of a surrogate pair. */
    private static boolean isWellFormed(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** A whole number that has to be there. */
    public long number(String name, long least, long most) {
        return required(name, optionalNumber(name, least, most), least);
    }

    /** A whole number; null if it is not there. */
    public @Nullable Long optionalNumber(String name, long least, long most) {
        Long number = value(name, Long.class, "NO_WHOLE_NUMBER");
        return number != null && (number < least || number > most)
                ? refuse(name, "OUT_OF_RANGE", Map.of("least", Long.toString(least), "most", Long.toString(most)))
                : number;
    }

    /** A truth value; null if it is not there. */
    public @Nullable Boolean optionalTruth(String name) {
        return value(name, Boolean.class, "NO_TRUTH_VALUE");
    }

    /** An id of ours; null if it is not there. */
    public @Nullable UUID optionalId(String name) {
        String text = optionalText(name, 64);
        UUID id = text == null ? null : Ids.parse(text).orElse(null);
        return text != null && id == null ? refuse(name, "NO_ID", Map.of()) : id;
    }

    /** One of these words, in lower case; null if it is not there. */
    public <E extends Enum<E>> @Nullable E optionalChoice(String name, Class<E> type) {
        String text = value(name, String.class, "NO_TEXT");
        return text == null ? null : choice(name, text, type);
    }

    /** A constant by its name, as answers give it; null if it is not there. */
    public <E extends Enum<E>> @Nullable E optionalConstant(String name, Class<E> type) {
        String text = value(name, String.class, "NO_TEXT");
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        return refuse(
                name,
                "NO_SUCH_CHOICE",
                Map.of(
                        "choices",
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
    }

    private <E extends Enum<E>> @Nullable E choice(String name, String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (Words.lower(constant).equals(text)) {
                return constant;
            }
        }
        return refuse(name, "NO_SUCH_CHOICE", Map.of("choices", Words.choices(type)));
    }

    /** Several words of a list, or one word alone; null if it is not there. */
    public @Nullable List<String> optionalTexts(String name) {
        asked.add(name);
        Object value = fields.get(name);
        if (value instanceof String text) {
            return List.of(text);
        }
        if (value instanceof List<?> list
                && list.size() <= MOST_TEXTS
                && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        return value == null ? null : refuse(name, "NO_LIST_OF_TEXTS", Map.of());
    }

    /** Whatever the field says, as something else; null if it is not there, or it was refused. */
    public <T> @Nullable T optional(String name, Function<? super Object, ? extends @Nullable T> read) {
        asked.add(name);
        Object value = fields.get(name);
        return value == null ? null : read.apply(value);
    }

    /** Notes that a field cannot be used. Returns null. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // null is a value of every type
    public <T> @Nullable T refuse(String name, String code, Map<String, String> facts) {
        errors.add(new FieldError(name, code, facts));
        return null;
    }

    /**
     * Ends the reading, before anything is written.
     *
     * @throws ProblemException with all that was refused, and all fields that were not asked for
     */
    public void end() {
        ended = true;
        fields.keySet().stream()
                .filter(name -> !asked.contains(name))
                .limit(20)
                .forEach(name -> errors.add(new FieldError(shown(name), "UNKNOWN_FIELD", Map.of())));
        if (!errors.isEmpty()) {
            throw ProblemException.of(errors);
        }
    }

    /** Refuses a field on which it depends how the others are read: they are not looked at. */
    public ProblemException refused(String name, String code, Map<String, String> facts) {
        ended = true;
        refuse(name, code, facts);
        return ProblemException.of(errors);
    }

    boolean isEnded() {
        return ended;
    }

    private static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }

    private <T> @Nullable T value(String name, Class<T> type, String otherwise) {
        asked.add(name);
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        return type.isInstance(value) ? type.cast(value) : refuse(name, otherwise, Map.of());
    }

    private <T> T required(String name, @Nullable T value, T otherwise) {
        if (value == null && errors.stream().noneMatch(error -> error.field().equals(name))) {
            refuse(name, "MISSING", Map.of());
        }
        return value == null ? otherwise : value;
    }
}
