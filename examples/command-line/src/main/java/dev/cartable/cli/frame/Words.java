package dev.cartable.cli.frame;

import dev.cartable.quota.model.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the commands say, in one language. Texts have named places such as {@code {count}}, and words that go by a number, such
 * as {@code {count|message|messages}}; apostrophes and other braces mean nothing. Safe for use by several threads.
 */
public final class Words {
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)(?:\\|([^|}]*)\\|([^}]*))?}");

    private final Locale language;
    private final ResourceBundle bundle;

    private Words(Locale language, ResourceBundle bundle) {
        this.language = language;
        this.bundle = bundle;
    }

    /** The words in French if that is the language, and in English otherwise. */
    public static Words in(Locale language) {
        Locale known = language.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ENGLISH;
        return new Words(known, load(known));
    }

    private static ResourceBundle load(Locale language) {
        String name = "/dev/cartable/cli/words_" + language.getLanguage() + ".properties";
        try (InputStream in = Words.class.getResourceAsStream(name);
                Reader reader = new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8)) {
            return new PropertyResourceBundle(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
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

    /** A time of day as people write it here. */
    public String time(Instant at, ZoneId zone) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language)
                .format(at.atZone(zone));
    }

    /** A word of the interface, such as NO_ADDRESS, in people's words; itself if there are none. */
    public String code(String code) {
        String key = "code." + code;
        return bundle.containsKey(key) ? bundle.getString(key) : code;
    }

    private String fill(String text, Map<String, ?> values) {
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            String name = place.group(1);
            String value = !values.containsKey(name)
                    ? place.group()
                    : place.group(2) == null
                            ? say(values.get(name))
                            : isSingular(values.get(name)) ? place.group(2) : place.group(3);
            place.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return place.appendTail(filled).toString();
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
        return code(
                value instanceof Instant at ? at.truncatedTo(ChronoUnit.SECONDS).toString() : value.toString());
    }
}
