package dev.cartable.school.csv;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.PupilId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Absences, one a row. */
final class AbsenceReader implements RecordReader<Absence> {
    /** When an absence was recorded that does not say it. */
    private static final LocalTime RECORDED = LocalTime.of(8, 0);

    private static final int LONGEST_ID = 255;

    private static final List<Field> FIELDS = List.of(
            Field.optional("id", "sourcedId", "absence", "absenceId", "identifiant"),
            Field.required(
                    "pupil",
                    "pupilId",
                    "student",
                    "studentId",
                    "studentSourcedId",
                    "userSourcedId",
                    "élève",
                    "id élève"),
            Field.required("date", "day", "jour"),
            Field.optional("category", "type", "catégorie", "nature"),
            Field.optional("part", "part of day", "demi-journée", "moment"),
            Field.optional("lesson", "course", "cours", "matière"),
            Field.optional("minutes", "minutes late", "minutes de retard"),
            Field.optional("excused", "justified", "excusée", "justifiée", "justifié"),
            Field.optional("excusedOn", "justified on", "excusée le", "justifiée le", "justifié le"),
            Field.optional("reason", "motif", "raison"),
            Field.optional("recordedAt", "recorded", "saisi le", "saisie le", "enregistrée le"),
            Field.optional("recordedBy", "saisi par", "saisie par", "enregistrée par"),
            Field.optional("status", "statut"));

    /** What a category says. */
    private record Category(Absence.Type type, Absence.Part part, boolean excused) {
        static final Category ABSENT = new Category(Absence.Type.ABSENT, Absence.Part.DAY, false);
        static final Category EXCUSED = new Category(Absence.Type.ABSENT, Absence.Part.DAY, true);
        static final Category LATE = new Category(Absence.Type.LATE, Absence.Part.DAY, false);
        static final Category LATE_EXCUSED = new Category(Absence.Type.LATE, Absence.Part.DAY, true);
        static final Category PARTIAL = new Category(Absence.Type.ABSENT, Absence.Part.LESSON, false);

        String word() {
            return type == Absence.Type.LATE ? "late" : part == Absence.Part.LESSON ? "partial" : "absent";
        }
    }

    private static final Vocabulary<Category> CATEGORIES = new Vocabulary<Category>()
            .with(
                    Category.ABSENT,
                    "unexcused absence",
                    "absence injustifiée",
                    "absent",
                    "absence",
                    "unexcused",
                    "absent unexcused",
                    "absente",
                    "absence non justifiée",
                    "non justifiée",
                    "injustifiée")
            .with(
                    Category.EXCUSED,
                    "excused absence",
                    "absence justifiée",
                    "excused",
                    "absent excused",
                    "absence excusée",
                    "justifiée")
            .with(
                    Category.LATE,
                    "tardy",
                    "retard",
                    "late",
                    "lateness",
                    "unexcused tardy",
                    "en retard",
                    "retard injustifié",
                    "retard non justifié")
            .with(Category.LATE_EXCUSED, "excused tardy", "retard justifié", "excused lateness", "retard excusé")
            .with(Category.PARTIAL, "partial", "partielle", "partial absence", "absence partielle");

    private static final Vocabulary<Absence.Part> PARTS = new Vocabulary<Absence.Part>()
            .with(Absence.Part.DAY, "day", "journée", "full day", "jour")
            .with(Absence.Part.MORNING, "morning", "matin", "am", "matinée")
            .with(Absence.Part.AFTERNOON, "afternoon", "après-midi", "pm")
            .with(Absence.Part.LESSON, "lesson", "cours", "period");

    private final ZoneId zone;

    AbsenceReader(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public String owner() {
        return "pupil";
    }

    @Override
    public @Nullable String withdrawn(RecordRow row) throws BadRowException {
        return row.gone() ? read(row).id() : null;
    }

    @Override
    public Absence read(RecordRow row) throws BadRowException {
        PupilId pupil = new PupilId(row.id("pupil", LONGEST_ID));
        LocalDate day = row.requiredDate("date");
        Category category = row.word("category", CATEGORIES, Category.ABSENT);
        String lesson = row.words("lesson", LONGEST_ID);
        Absence.Part part = row.word("part", PARTS, lesson == null ? category.part() : Absence.Part.LESSON);
        LocalDate excusedOn = row.date("excusedOn");
        Instant recordedAt = row.instant("recordedAt", zone, RECORDED);
        return new Absence(
                id(row, pupil, day, category, part, lesson),
                pupil,
                day,
                category.type(),
                part,
                lesson,
                row.minutes("minutes", 0, 0),
                row.flag("excused", category.excused() || excusedOn != null),
                excusedOn,
                row.words("reason"),
                recordedAt == null ? day.atTime(RECORDED).atZone(zone).toInstant() : recordedAt,
                row.person("recordedBy"));
    }

    /** An excuse is not part of the id: what is excused later is the same absence. */
    private static String id(
            RecordRow row, PupilId pupil, LocalDate day, Category category, Absence.Part part, @Nullable String lesson)
            throws BadRowException {
        if (row.has("id")) {
            return row.id("id", LONGEST_ID);
        }
        String id = pupil + "/" + day + "/" + category.word()
                + (row.has("part") || lesson != null ? "/" + part : "")
                + (lesson == null ? "" : "/" + Vocabulary.fold(lesson));
        if (id.length() > LONGEST_ID) {
            throw new BadRowException(RowProblem.TOO_LONG, "pupil", "limit", LONGEST_ID);
        }
        return id;
    }
}
