package dev.cartable.school.csv;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.port.RosterSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A roster in CSV files, in a folder or a zip: OneRoster 1.1 and 1.2 (1EdTech) or School Data Sync v2 and v2.1 (Microsoft). Which
 * one it is, the headers of the files say: users.csv with a column {@code role}, or users.csv and roles.csv; the manifest is
 * not needed. Immutable, and safe for use by several threads.
 *
 * <p><b>Who is who.</b> Pupils have the role student. Guardians have the role parent, guardian, relative or the like, also
 * beside a role such as teacher. Links stand in relationships.csv; only where there is no such file, the column
 * agentSourcedIds counts. A link of relationships.csv makes a guardian of anybody, unless its own role is one of the school's
 * staff. An agent (agentSourcedIds) without a guardian's role, such as a class teacher, is no guardian: the link is left out
 * and {@linkplain RosterSource.Sink#linkLeftOut counted by role}, unless {@link #withAnyAgent} was asked for. A pupil is active if
 * enabledUser is true or empty and the status is not {@code tobedeleted}; dates of roles and enrolments count only with
 * {@link #asOf}. Guardians who are disabled or to be deleted are left out, with their links. The promotion is the homeroom
 * class (classes.csv, enrollments.csv), else the grade. Contacts by profession, such as a doctor, are linked but may not see
 * the pupil. The password column is never read.
 *
 * <p><b>Files.</b> UTF-8, UTF-16 with a byte-order mark, or else windows-1252; any line ends; commas, semicolons or tabs; the
 * order of columns, their case, columns that are not known and lines of separators only do not matter. Ids are compared
 * exactly, so one with white space around it is an error; any other cell is taken without it. True and false may also be
 * written yes and no, 1 and 0, vrai and faux, oui and non. Rows may end early where all do; a last row without a line end that
 * is shorter than the others is a file cut off. A field has at most 65,536 characters, a row 1,048,576. A
 * zip has at most 1,000 entries, of which each unfolds to at most 2 GiB and, beyond 10 MiB, 100 times its packed size; one
 * folder in it is looked into.
 *
 * <p><b>Errors.</b> A row with an error is reported with its file, line, column and one of these codes, and the rest goes on:
 * {@code TOO_FEW_CELLS}, {@code TOO_MANY_CELLS}, {@code TOO_LONG}, {@code STRAY_QUOTE}, {@code BAD_CHARACTER}, {@code MISSING_ID},
 * {@code WHITESPACE_ID}, {@code BAD_ID}, {@code DUPLICATE_ID}, {@code EMPTY_NAME}, {@code BAD_BOOLEAN}, {@code BAD_DATE},
 * {@code BAD_PERIOD}, {@code BAD_STATUS}, {@code DANGLING_ROLE}, {@code DANGLING_ENROLLMENT}, {@code DANGLING_LINK}, {@code SELF_LINK},
 * {@code LINK_CYCLE}, {@code PUPIL_AS_GUARDIAN}, {@code NOT_A_PUPIL}, {@code DUPLICATE_LINK}.
 */
public final class CsvRoster implements RosterSource {
    private final Path place;
    private final @Nullable LocalDate asOf;
    private final boolean anyAgent;

    private CsvRoster(Path place, @Nullable LocalDate asOf, boolean anyAgent) {
        this.place = place;
        this.asOf = asOf;
        this.anyAgent = anyAgent;
    }

    /** The roster in a folder or a zip file. Nothing is read yet. */
    public static CsvRoster open(Path directoryOrZip) {
        return new CsvRoster(requireNonNull(directoryOrZip, "directoryOrZip"), null, false);
    }

    /**
     * The same roster as it is on {@code day}: pupils whose roles and enrolments are all over by then, or have not begun, are
     * inactive. The end of a OneRoster role or enrolment is the first day without it, that of School Data Sync the last with it.
     */
    public CsvRoster asOf(LocalDate day) {
        return new CsvRoster(place, requireNonNull(day, "day"), anyAgent);
    }

    /** The same roster with a guardian in every person who is linked to a pupil, whatever their role. */
    public CsvRoster withAnyAgent() {
        return new CsvRoster(place, asOf, true);
    }

    @Override
    public String name() {
        return place.toString();
    }

    @Override
    public void read(Sink sink) {
        requireNonNull(sink, "sink");
        try (RosterFiles files = RosterFiles.open(place)) {
            new RosterReader(files, sink, asOf, anyAgent).run();
        } catch (IOException e) {
            throw RosterProblem.CANNOT_READ.because(e, "file", place, "detail", String.valueOf(e.getMessage()));
        }
    }
}
