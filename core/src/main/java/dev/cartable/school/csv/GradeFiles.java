package dev.cartable.school.csv;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Says what a file about grades has, by its header. */
public enum GradeFiles {
    /** {@link CsvRecords#grades}. */
    GRADES,
    /** {@link CsvRecords#taughtSubjects}. */
    SUBJECTS,
    /** {@link CsvRecords#classMembers}. */
    MEMBERS,
    /** {@link CsvRecords#appreciations}. */
    APPRECIATIONS,
    /** {@link CsvRecords#releases}. */
    RELEASES,
    /** {@link OneRosterGrades}: a {@code results.csv}, or a folder with one. */
    ONE_ROSTER;

    private static final List<GradeFiles> ORDER = List.of(RELEASES, APPRECIATIONS, GRADES, SUBJECTS, MEMBERS);

    /** The columns by which it is recognised. */
    private List<Field> columns() {
        return switch (this) {
            case GRADES -> List.of(GradeReader.VALUE);
            case SUBJECTS -> List.of(TaughtSubjectReader.COEFFICIENT);
            case MEMBERS -> List.of(GradeReader.PUPIL, TaughtSubjectReader.PROMOTION);
            case APPRECIATIONS -> List.of(AppreciationReader.TEXT);
            case RELEASES -> List.of(ReleaseReader.RELEASED_AT);
            case ONE_ROSTER -> List.of();
        };
    }

    /**
     * What a file has. One that has none of these is taken for grades, so that reading it names the column that it lacks.
     *
     * @throws dev.cartable.school.model.UnreadableRosterException if there is no such file, or it is empty or no CSV file
     */
    public static GradeFiles of(Path file) {
        requireNonNull(file, "file");
        if (Files.isDirectory(file)) {
            return ONE_ROSTER;
        }
        try {
            List<String> header = Table.header(
                    TextFile.inspect(String.valueOf(file.getFileName()), () -> Files.newInputStream(file)));
            if (header.stream().anyMatch(name -> name.equalsIgnoreCase("lineItemSourcedId"))) {
                return ONE_ROSTER;
            }
            return ORDER.stream()
                    .filter(kind -> kind.columns().stream()
                            .allMatch(column -> header.stream().anyMatch(column::isCalled)))
                    .findFirst()
                    .orElse(GRADES);
        } catch (IOException e) {
            throw RosterProblem.CANNOT_READ.because(
                    e, "file", file, "detail", e.getClass().getSimpleName());
        }
    }
}
