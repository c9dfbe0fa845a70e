package dev.cartable.school.csv;

import java.util.List;
import java.util.stream.Stream;

/**
 * A column that a file may call by several names, in English and French. Case, accents, spaces and punctuation do not matter.
 *
 * @param name what the readers call it
 */
record Field(String name, boolean isRequired, List<String> names) {
    /** Shorter names are too much like others to be misspelt. */
    private static final int SHORTEST = 5;

    static Field required(String name, String... others) {
        return new Field(name, true, folded(name, others));
    }

    static Field optional(String name, String... others) {
        return new Field(name, false, folded(name, others));
    }

    private static List<String> folded(String name, String... others) {
        return Stream.concat(Stream.of(name), Stream.of(others))
                .map(Vocabulary::fold)
                .toList();
    }

    boolean isCalled(String header) {
        return names.contains(Vocabulary.fold(header));
    }

    /** Whether a name in a header is probably this column, misspelt. */
    boolean isNearly(String header) {
        String folded = Vocabulary.fold(header);
        return folded.length() >= SHORTEST
                && folded.length() < 64
                && names.stream().anyMatch(name -> name.length() >= SHORTEST && Header.distance(folded, name) <= 1);
    }
}
