package dev.cartable.cli.frame;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Phrases;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Collection;
import java.util.Collections;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the commands say, in one language. Texts have named places such as {@code {count}}, and words that go by a number, such
 * as {@code {count|message|messages}}, and sizes, such as {@code {bytes|size}}; apostrophes and other braces mean nothing. What is filled in has words of its own only if it
 * is one of our types: text is what a person typed, or a file holds, and stays as it is. Safe for use by several threads.
 */
public final class Words {
    private static final Pattern PLACE =
            Pattern.compile("\\{(?<name>[a-zA-Z]+)(?:\\|(?<size>size)|\\|(?<one>[^|}]*)\\|(?<many>[^}]*))?}");
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    /** A word of the place of a value. */
    private static final Pattern LABEL = Pattern.compile("[A-Z_]+");

    /** The blanks of French at which no line may break. */
    private static final Pattern INNER_BLANK = Pattern.compile(" (?=[:;!?»%])|(?<=«) ");

    private final Locale language;
    private final ResourceBundle bundle;
    private final ZoneId zone;
    private final String command;

    private Words(Locale language, ResourceBundle bundle, ZoneId zone, String command) {
        this.language = language;
        this.bundle = bundle;
        this.zone = zone;
        this.command = command;
    }

    /** The words in French if that is the language, and in English otherwise. */
    public static Words in(Locale language) {
        return language.getLanguage().equals("fr")
                ? new Words(Locale.FRENCH, French.TEXTS, ZoneId.systemDefault(), "")
                : new Words(Locale.ENGLISH, English.TEXTS, ZoneId.systemDefault(), "");
    }

    private static final class French {
        static final ResourceBundle TEXTS = load(Locale.FRENCH);
    }

    private static final class English {
        static final ResourceBundle TEXTS = load(Locale.ENGLISH);
    }

    /** The same words, with times in this zone. */
    public Words at(ZoneId other) {
        return new Words(language, bundle, other, command);
    }

    /** The same words, for a command such as {@code quota stats}: an option may mean something else in another one. */
    Words of(String other) {
        return new Words(language, bundle, zone, other);
    }

    private static ResourceBundle load(Locale language) {
        String name = "/dev/cartable/cli/words_" + language.getLanguage() + ".properties";
        try (InputStream in = Words.class.getResourceAsStream(name);
                Reader reader = new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8)) {
            ResourceBundle texts = new PropertyResourceBundle(reader);
            return language.equals(Locale.FRENCH) ? unbroken(texts) : texts;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** The French texts, in which no line breaks before the marks that French writes behind a space, or within « ». */
    private static ResourceBundle unbroken(ResourceBundle texts) {
        Object[][] contents = texts.keySet().stream()
                .map(key -> new Object[] {
                    key, INNER_BLANK.matcher(texts.getString(key)).replaceAll("\u00A0")
                })
                .toArray(Object[][]::new);
        return new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return contents;
            }
        };
    }

    /** French or English. */
    public Locale language() {
        return language;
    }

    /** All texts, for the help pages. */
    public ResourceBundle bundle() {
        return bundle;
    }

    public boolean has(String key) {
        return bundle.containsKey(key);
    }

    /** A text without places. */
    public String text(String key) {
        return bundle.getString(key);
    }

    /** A text with one place filled. */
    public String text(String key, String name, @Nullable Object value) {
        return fill(bundle.getString(key), Collections.singletonMap(name, value));
    }

    /** A text with its places filled. */
    public String text(String key, Map<String, ?> values) {
        return fill(bundle.getString(key), values);
    }

    /** A number as people write it here. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(language).format(number);
    }

    /** A size as people write it here, rounded down to two decimals. */
    public String size(DataSize size, SizeUnits units) {
        return units.text(size, language);
    }

    /** A time as people write it here, to the minute, in the school's zone. */
    public String time(Instant at) {
        return Phrases.time(at.atZone(zone), FormatStyle.MEDIUM, language);
    }

    /** A date with its weekday. */
    public String date(LocalDate day) {
        return Phrases.date(day, language);
    }

    /** A date of these weeks, for a table. */
    public String shortDate(LocalDate day) {
        return DateTimeFormatter.ofPattern("EEE d MMM", language).format(day);
    }

    /** A word of the interface, such as NO_ADDRESS, in people's words; itself if there are none. */
    public String code(String code) {
        String key = "code." + code;
        return bundle.containsKey(key) ? bundle.getString(key) : code;
    }

    /** What a courier or a server has answered, in people's words. */
    public String answer(String text) {
        return new Answer(text).in(this);
    }

    /** The place of a value, such as FILE or {@code NAME=DIR}, in people's language: each word of it, or itself if there is none for it. */
    public String label(String label) {
        return LABEL.matcher(label).replaceAll(word -> {
            String key = "label." + word.group();
            return Matcher.quoteReplacement(bundle.containsKey(key) ? bundle.getString(key) : word.group());
        });
    }

    /** What an option takes, else what it is for; its name if there are no words for it. */
    String meaning(String option) {
        String name = option.substring(2);
        if (bundle.containsKey("form." + name)) {
            return bundle.getString("form." + name);
        }
        String own = "cartable." + command.replace(' ', '.') + "." + name;
        String key = bundle.containsKey(own) ? own : name;
        return bundle.containsKey(key) ? bundle.getString(key).replace("%%", "%") : option;
    }

    private String fill(String text, Map<String, ?> values) {
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            String value = values.containsKey(place.group("name"))
                    ? filled(place, values.get(place.group("name")))
                    : place.group();
            place.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return place.appendTail(filled).toString();
    }

    private String filled(Matcher place, @Nullable Object value) {
        if (place.group("size") != null) {
            return size(value);
        }
        return place.group("one") == null ? say(value) : place.group(isSingular(value) ? "one" : "many");
    }

    /** A number of bytes; more than there is a size for is shown as the largest one. */
    private String size(@Nullable Object bytes) {
        if (bytes == null) {
            return "–";
        }
        DataSize size =
                DataSize.ofBytes(new BigInteger(bytes.toString()).min(LARGEST).longValueExact());
        return size(size, SizeUnits.of(size));
    }

    /** In French, 0 is singular too. */
    private boolean isSingular(@Nullable Object value) {
        long number = value instanceof Number n ? n.longValue() : 0;
        return number == 1 || (number == 0 && language.equals(Locale.FRENCH));
    }

    private String say(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Long || value instanceof Integer) {
            return number(((Number) value).longValue());
        }
        if (value instanceof Instant at) {
            return time(at);
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(this::say).collect(Collectors.joining(", "));
        }
        boolean ours = value instanceof Enum || value instanceof Boolean || value instanceof Channel;
        if (ours) {
            return code(value.toString());
        }
        if (value instanceof Answer answer) {
            return answer.in(this);
        }
        if (value instanceof Named named) {
            return say(named.id()) + " " + named.name();
        }
        String text = value.toString();
        boolean named = value instanceof Recipient || value instanceof Subject || value instanceof Holder;
        int colon = text.indexOf(':');
        String key = named ? "person." + (colon < 0 ? text : text.substring(0, colon)) : "";
        return named && has(key) ? text(key, "id", text.substring(colon + 1)) : text;
    }
}
