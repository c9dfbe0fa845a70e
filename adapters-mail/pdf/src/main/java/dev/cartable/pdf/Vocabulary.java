package dev.cartable.pdf;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The words of some documents in each language, from files such as {@code report-card_fr.properties}. Safe for use by several threads. */
final class Vocabulary {
    private final Words english;
    private final Map<String, Words> words = new HashMap<>();

    /** @param name the beginning of the names of the files */
    Vocabulary(@Nullable Path folder, String name) {
        this.english = words(folder, name, "en");
        words.put("fr", words(folder, name, "fr"));
        if (folder != null) {
            languages(folder, name).forEach(language -> words.put(language, words(folder, name, language)));
        }
        words.put("en", english);
    }

    /** The words in a language, or in English. */
    Words in(Locale language) {
        return words.getOrDefault(language.getLanguage(), english);
    }

    /** What the texts are called in a layout. */
    Set<String> labels() {
        Set<String> names = new TreeSet<>();
        english.all().keySet().forEach(key -> names.add(DocumentTemplates.label(key)));
        return names;
    }

    private static Set<String> languages(Path folder, String name) {
        Set<String> languages = new TreeSet<>();
        String begin = name + "_";
        try (var files = Files.newDirectoryStream(folder, begin + "*.properties")) {
            for (Path file : files) {
                String own = String.valueOf(file.getFileName());
                languages.add(own.substring(begin.length(), own.length() - ".properties".length()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of document templates cannot be read: " + folder, e);
        }
        return languages;
    }

    private static Words words(@Nullable Path folder, String name, String language) {
        String file = name + "_" + language + ".properties";
        boolean known = language.equals("en") || language.equals("fr");
        Properties properties = properties(DocumentTemplates.builtIn(known ? file : name + "_en.properties"));
        if (folder != null) {
            DocumentTemplates.text(folder.resolve(file)).ifPresent(text -> properties.putAll(properties(text)));
        }
        return new Words(Locale.forLanguageTag(language), properties);
    }

    private static Properties properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
        return properties;
    }
}
