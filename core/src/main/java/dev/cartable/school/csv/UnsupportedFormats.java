package dev.cartable.school.csv;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Formats of rosters that are not read, by what gives them away, so that a refusal can name them. */
final class UnsupportedFormats {
    private record Format(String name, Set<String> columns, Set<String> files) {}

    private static final List<Format> ALL = List.of(
            new Format("School Data Sync v1", Set.of("sis id"), Set.of("student.csv", "school.csv", "section.csv")),
            new Format("Canvas SIS", Set.of("user_id", "login_id"), Set.of()),
            new Format("Clever", Set.of("student_id"), Set.of("students.csv")));

    private UnsupportedFormats() {}

    /** The format whose users.csv has these columns; null if none is known. */
    static @Nullable String of(Collection<String> columns) {
        Set<String> folded = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        folded.addAll(columns);
        return ALL.stream()
                .filter(format -> folded.containsAll(format.columns))
                .map(Format::name)
                .findFirst()
                .orElse(null);
    }

    /** The format that has one of these files instead of users.csv; null if none is known. */
    static @Nullable String ofFiles(Collection<String> files) {
        Set<String> folded = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        folded.addAll(files);
        return ALL.stream()
                .filter(format -> format.files.stream().anyMatch(folded::contains))
                .map(Format::name)
                .findFirst()
                .orElse(null);
    }
}
