package dev.cartable.school.csv;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words that a column takes, in English and French. Case, accents, spaces and punctuation do not matter. Immutable. */
final class Vocabulary<T> {
    private final Map<String, T> meanings = new HashMap<>();
    private final Set<String> english = new LinkedHashSet<>();
    private final Set<String> french = new LinkedHashSet<>();

    Vocabulary<T> with(T meaning, String englishWord, String frenchWord, String... synonyms) {
        Vocabulary<T> more = new Vocabulary<>();
        more.meanings.putAll(meanings);
        more.english.addAll(english);
        more.french.addAll(french);
        more.english.add(englishWord);
        more.french.add(frenchWord);
        more.meanings.put(fold(englishWord), meaning);
        more.meanings.put(fold(frenchWord), meaning);
        for (String word : synonyms) {
            more.meanings.put(fold(word), meaning);
        }
        return more;
    }

    /** What a word means; null if it is none of these. */
    @Nullable
    T meaning(String word) {
        return meanings.get(fold(word));
    }

    /** One word of each language for each meaning, for messages. */
    String examples() {
        return String.join(", ", english) + "; " + String.join(", ", french);
    }

    /** A word without case, accents, spaces and punctuation. */
    static String fold(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFD)
                .replaceAll("[^\\p{L}\\p{N}]", "")
                .toLowerCase(Locale.ROOT);
    }
}
