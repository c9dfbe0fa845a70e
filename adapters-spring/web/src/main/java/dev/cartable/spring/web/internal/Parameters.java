package dev.cartable.spring.web.internal;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads query parameters. */
public final class Parameters {
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2999;

    private Parameters() {}

    /**
     * A local day such as 2026-11-28, from 1900 to 2999; null if it is not given.
     *
     * @throws ProblemException if it is none
     */
    public static @Nullable LocalDate day(String name, @Nullable String text) {
        LocalDate day;
        try {
            day = text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw bad(name, text, "2026-11-28");
        }
        if (day != null && (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR)) {
            throw bad(name, text, "2026-11-28");
        }
        return day;
    }

    /**
     * A constant by its name; null if it is not given.
     *
     * @throws ProblemException if there is none of this name
     */
    public static <E extends Enum<E>> @Nullable E constant(String name, @Nullable String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() -> bad(
                        name,
                        text,
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "))));
    }

    /** An id of the host's, or a name; empty if the text can be none, so that it names nothing. */
    public static <T> Optional<T> id(String text, Function<String, T> type) {
        try {
            return Optional.of(type.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A parameter that has to be given. */
    public static String required(String name, @Nullable String text) {
        if (text == null) {
            throw ProblemException.of(400, "MISSING_PARAMETER", Map.of("parameter", name));
        }
        return text;
    }

    private static ProblemException bad(String name, @Nullable String text, String expected) {
        return ProblemException.of(
                400, "BAD_PARAMETER", Map.of("parameter", name, "value", String.valueOf(text), "expected", expected));
    }
}
