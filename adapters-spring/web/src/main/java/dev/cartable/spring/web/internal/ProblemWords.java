package dev.cartable.spring.web.internal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The words of problems in one language: {@code CODE} is the title, {@code CODE.detail} the sentence, with facts in braces. */
public final class ProblemWords {
    private static final Map<String, ProblemWords> ALL =
            Map.of("en", new ProblemWords("en"), "fr", new ProblemWords("fr"));

    private final String language;
    private final Properties words = new Properties();

    private ProblemWords(String language) {
        this.language = language;
        String file = "/dev/cartable/spring/web/problems_" + language + ".properties";
        try (InputStream in = ProblemWords.class.getResourceAsStream(file);
                Reader reader = new InputStreamReader(requireNonNull(in, file), StandardCharsets.UTF_8)) {
            words.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words in this language; English where there are none. */
    public static ProblemWords of(Locale language) {
        return ALL.getOrDefault(language.getLanguage(), requireNonNull(ALL.get("en")));
    }

    static boolean knows(String code) {
        return of(Locale.ENGLISH).words.containsKey(code + ".detail");
    }

    String language() {
        return language;
    }

    /** What a problem is called. */
    public String title(String code) {
        return words.getProperty(code, words.getProperty(code + ".detail", code));
    }

    String detail(String code, Map<String, String> facts) {
        String text = words.getProperty(code + ".detail", title(code));
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            text = text.replace("{" + fact.getKey() + "}", fact.getValue());
        }
        return text;
    }

    /** All keys, for the tests. */
    Set<String> keys() {
        return new TreeSet<>(words.stringPropertyNames());
    }
}
