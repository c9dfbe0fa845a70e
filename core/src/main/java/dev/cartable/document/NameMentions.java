package dev.cartable.document;

import dev.cartable.school.model.PersonName;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds names of other pupils in what is written about one: words that were meant for another pupil. */
final class NameMentions {
    private static final int SHORTEST = 3;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+(?:[-'’][\\p{L}\\p{M}]+)*");

    private NameMentions() {}

    /**
     * The first given name of a classmate that a text has, in the spelling of the text; empty if it has none, or also has the pupil's
     * own. Only words with a capital letter count, where the script has one. Case and accents do not matter.
     */
    public static Optional<String> otherName(String text, PersonName own, Collection<PersonName> classmates) {
        Set<String> ownWords = words(own.full()).collect(Collectors.toSet());
        Set<String> others = classmates.stream()
                .flatMap(name -> words(name.given()))
                .filter(word -> word.length() >= SHORTEST && !ownWords.contains(word))
                .collect(Collectors.toSet());
        if (words(text).anyMatch(word -> word.length() >= SHORTEST && ownWords.contains(word))) {
            return Optional.empty();
        }
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            if (!Character.isLowerCase(word.codePointAt(0)) && others.contains(fold(word))) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    private static Stream<String> words(String text) {
        return WORD.matcher(text).results().map(result -> fold(result.group()));
    }

    private static String fold(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }
}
