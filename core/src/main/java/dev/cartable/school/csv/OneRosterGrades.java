package dev.cartable.school.csv;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import dev.cartable.school.port.RecordSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Grades in {@code results.csv} of OneRoster 1.1 and 1.2, with {@code lineItems.csv} and {@code academicSessions.csv} beside it and,
 * where they are there, {@code classes.csv}, {@code courses.csv} and {@code categories.csv}.
 *
 * <ul>
 *   <li>A score counts from the line item's {@code resultValueMin} to its {@code resultValueMax}.
 *   <li>The term is the line item's session, which is {@code gradingPeriodSourcedId} in 1.1 and {@code academicSessionSourcedId} in 1.2. A
 *       grading period counts as the term or semester that this is a part of; the year is that of the session.
 *   <li>The subject is the course of the class: its {@code courseCode} and title. Without it, it is the class.
 *   <li>{@code exempt} is an excused grade, {@code submitted} one that is not graded, {@code not submitted} one that was not handed in, and a
 *       {@code missing} one without a score a missing one. A result with the status {@code tobedeleted} is withdrawn.
 *   <li>A result says nothing about the pupil's class: an import puts the one that the pupil is in.
 * </ul>
 *
 * <p>The columns are those of <i>1EdTech OneRoster: CSV Tables</i> 1.1.1 and <i>1EdTech OneRoster: CSV Binding</i> 1.2.1, both of 22 August
 * 2023. Version 1.2 allows a line item without a maximum. Its letters count, and so does what is said of pupils without a score; a score
 * of it is refused, since no share of it can be reckoned.
 *
 * <p>Line items are held in memory while the file is read, results are not. Immutable, and safe for use by several threads.
 */
public final class OneRosterGrades implements RecordSource<Grade> {
    private static final String RESULTS = "results.csv";
    private static final String LINE_ITEMS = "lineItems.csv";
    private static final String SESSIONS = "academicSessions.csv";
    private static final int LONGEST = 255;

    /** The session of a line item in version 1.1. */
    private static final String GRADING_PERIOD = "gradingPeriodSourcedId";

    /** The session of a line item in version 1.2. */
    private static final String ACADEMIC_SESSION = "academicSessionSourcedId";

    private final Path folder;

    private OneRosterGrades(Path folder) {
        this.folder = requireNonNull(folder, "folder");
    }

    /** The grades in a folder. Nothing is read yet. */
    public static OneRosterGrades open(Path folder) {
        return new OneRosterGrades(folder);
    }

    @Override
    public String name() {
        return folder.resolve(RESULTS).toString();
    }

    @Override
    public void read(Sink<Grade> sink) {
        requireNonNull(sink, "sink");
        try (RosterFiles files = new DirectoryFiles(folder)) {
            new Reading(files, sink).read();
        } catch (IOException e) {
            throw RosterProblem.CANNOT_READ.because(
                    e, "file", name(), "detail", e.getClass().getSimpleName());
        }
    }

    private record Session(
            String title,
            String type,
            @Nullable String parent,
            @Nullable String schoolYear) {}

    private record LineItem(
            @Nullable String title,
            String classId,
            @Nullable String category,
            String session,
            @Nullable LocalDate dueOn,
            BigDecimal least,
            @Nullable BigDecimal most) {}

    private interface Take {
        void row(Table table, RecordRow cells, Row row) throws BadRowException;
    }

    /** One reading of all files. */
    private static final class Reading {
        private final RosterFiles files;
        private final Sink<Grade> sink;
        private final Map<String, Session> sessions = new HashMap<>();
        private final Map<String, LineItem> items = new HashMap<>();
        private final Map<String, String> courseOfClass = new HashMap<>();
        private final Map<String, Subject> subjects = new HashMap<>();
        private final Map<String, String> categories = new HashMap<>();

        Reading(RosterFiles files, Sink<Grade> sink) {
            this.files = files;
            this.sink = sink;
        }

        void read() throws IOException {
            table(
                    SESSIONS,
                    List.of("sourcedId", "title", "type"),
                    List.of("parentSourcedId", "schoolYear", "status"),
                    true,
                    (table, cells, row) -> sessions.putIfAbsent(
                            row.id("sourcedId"),
                            new Session(
                                    cells.requiredWords("title", Term.LONGEST),
                                    row.text("type").toLowerCase(Locale.ROOT),
                                    row.textOrNull("parentSourcedId", LONGEST),
                                    cells.words("schoolYear", Term.LONGEST))));
            table(
                    "courses.csv",
                    List.of("sourcedId", "title"),
                    List.of("courseCode", "status"),
                    false,
                    (table, cells, row) -> {
                        String id = row.id("sourcedId");
                        String code = cells.words("courseCode", LONGEST);
                        subjects.putIfAbsent(
                                id, new Subject(code == null ? id : code, cells.words("title", LONGEST), null));
                    });
            table(
                    "classes.csv",
                    List.of("sourcedId", "title"),
                    List.of("courseSourcedId", "status"),
                    false,
                    (table, cells, row) -> {
                        String id = row.id("sourcedId");
                        String course = row.textOrNull("courseSourcedId", LONGEST);
                        courseOfClass.putIfAbsent(id, course == null ? id : course);
                        subjects.putIfAbsent(
                                course == null ? id : course, new Subject(id, cells.words("title", LONGEST), null));
                    });
            table(
                    "categories.csv",
                    List.of("sourcedId", "title"),
                    List.of("status"),
                    false,
                    (table, cells, row) ->
                            categories.putIfAbsent(row.id("sourcedId"), cells.requiredWords("title", LONGEST)));
            table(
                    LINE_ITEMS,
                    List.of("sourcedId", "classSourcedId"),
                    List.of(
                            "title",
                            "resultValueMax",
                            "dueDate",
                            "categorySourcedId",
                            "resultValueMin",
                            "status",
                            GRADING_PERIOD,
                            ACADEMIC_SESSION),
                    true,
                    (table, cells, row) -> items.putIfAbsent(row.id("sourcedId"), item(cells, row)));
            table(
                    RESULTS,
                    List.of("sourcedId", "lineItemSourcedId", "studentSourcedId", "score"),
                    List.of("scoreStatus", "scoreDate", "textScore", "missing", "status"),
                    true,
                    this::result);
        }

        private void table(String name, List<String> required, List<String> optional, boolean needed, Take take)
                throws IOException {
            TextFile file = files.find(name);
            if (file == null) {
                if (needed) {
                    throw RosterProblem.NO_GRADE_FILE.because("file", name, "place", files.place());
                }
                return;
            }
            Table table = Table.open(file, required, optional);
            table.first(new Table.FirstLook() {
                @Override
                public void row(Row row) throws BadRowException {
                    try {
                        take.row(table, new RecordRow(table, row), row);
                    } catch (IllegalArgumentException e) {
                        throw new BadRowException(RowProblem.UNFIT, null);
                    }
                }

                @Override
                public void bad(Row row, RowError error) {
                    sink.error(error);
                }
            });
        }

        private static LineItem item(RecordRow cells, Row row) throws BadRowException {
            BigDecimal most = Marks.number(cells, "resultValueMax", RowProblem.BAD_GRADE);
            BigDecimal least = Marks.number(cells, "resultValueMin", RowProblem.BAD_GRADE);
            LineItem item = new LineItem(
                    cells.words("title", LONGEST),
                    row.id("classSourcedId"),
                    row.textOrNull("categorySourcedId", LONGEST),
                    row.id(row.textOrNull(ACADEMIC_SESSION, LONGEST) == null ? GRADING_PERIOD : ACADEMIC_SESSION),
                    cells.date("dueDate"),
                    least == null ? BigDecimal.ZERO : least,
                    most);
            if (most != null && most.compareTo(item.least()) <= 0) {
                throw new BadRowException(RowProblem.BAD_GRADE, "resultValueMax");
            }
            return item;
        }

        private void result(Table table, RecordRow cells, Row row) throws BadRowException {
            String id = row.id("sourcedId");
            Origin origin = new Origin(table.name(), row.line(), 1, "sourcedId", "studentSourcedId");
            if (row.gone()) {
                sink.withdrawn(id, origin);
                return;
            }
            String itemId = row.id("lineItemSourcedId");
            LineItem item = items.get(itemId);
            if (item == null) {
                throw new BadRowException(RowProblem.DANGLING_LINE_ITEM, "lineItemSourcedId", "id", itemId);
            }
            LocalDate scored = cells.date("scoreDate");
            LocalDate date = scored == null ? item.dueOn() : scored;
            if (date == null) {
                throw new BadRowException(RowProblem.MISSING_VALUE, "scoreDate");
            }
            String course = courseOfClass.getOrDefault(item.classId(), item.classId());
            String category = item.category() == null ? null : categories.get(item.category());
            sink.record(
                    new Grade(
                            id,
                            new PupilId(row.id("studentSourcedId")),
                            null,
                            subjects.getOrDefault(course, Subject.of(item.classId())),
                            term(item.session()),
                            date,
                            category == null ? item.title() : category,
                            mark(cells, row, item),
                            BigDecimal.ONE,
                            false),
                    origin);
        }

        private static Mark mark(RecordRow cells, Row row, LineItem item) throws BadRowException {
            Mark.Absent absent = switch (Vocabulary.fold(cells.text("scoreStatus"))) {
                case "exempt" -> Mark.Absent.EXCUSED;
                case "notsubmitted" -> Mark.Absent.NOT_HANDED_IN;
                case "submitted" -> Mark.Absent.NOT_GRADED;
                default -> null;
            };
            if (absent != null) {
                return absent;
            }
            BigDecimal score = Marks.number(cells, "score", RowProblem.BAD_GRADE);
            BigDecimal most = item.most();
            if (score != null && most == null) {
                throw new BadRowException(RowProblem.NO_MAXIMUM, "score", "id", row.text("lineItemSourcedId"));
            }
            if (score != null && most != null) {
                return Marks.points(score.subtract(item.least()), most.subtract(item.least()), "score");
            }
            String letter = cells.words("textScore", LONGEST);
            if (letter != null) {
                return Marks.letter(letter, "textScore");
            }
            if (cells.flag("missing", false)) {
                return Mark.Absent.MISSING;
            }
            throw new BadRowException(RowProblem.MISSING_VALUE, "score");
        }

        private Term term(String id) throws BadRowException {
            Session session = sessions.get(id);
            if (session == null) {
                throw new BadRowException(RowProblem.UNKNOWN_TERM, "lineItemSourcedId");
            }
            Session parent = parent(session);
            boolean isPart = session.type().replaceAll("[^a-z]", "").equals("gradingperiod")
                    && parent != null
                    && (parent.type().equals("term") || parent.type().equals("semester"));
            Session term = isPart && parent != null ? parent : session;
            String year = term.schoolYear() == null ? term.title() : term.schoolYear();
            Session above = term;
            // As many steps as there are sessions: a file may have a circle in it.
            for (int steps = 0; above != null && steps <= sessions.size(); steps++) {
                if (above.type().replaceAll("[^a-z]", "").equals("schoolyear")) {
                    year = above.title();
                    break;
                }
                above = parent(above);
            }
            return new Term(year, term.title());
        }

        private @Nullable Session parent(Session session) {
            return session.parent() == null ? null : sessions.get(session.parent());
        }
    }
}
