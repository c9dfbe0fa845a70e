package dev.cartable.school.csv;

import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.WeeklyPlan;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Weekly plans, one a row. */
final class PlanReader implements RecordReader<WeeklyPlan> {
    private static final int LONGEST_ID = 200;

    private static final List<Field> FIELDS = List.of(
            Field.required("id", "plan", "plan id", "identifiant"),
            Field.required("pupil", "pupilId", "student", "studentId", "studentSourcedId", "élève", "id élève"),
            Field.required("topic", "subject", "matière", "sujet"),
            Field.required("day", "weekday", "day of week", "jour"),
            Field.required("start", "startTime", "time", "début", "heure", "heure de début"),
            Field.optional("minutes", "duration", "durée"),
            Field.optional("end", "endTime", "fin", "heure de fin"),
            Field.optional("goal", "objectif", "but"),
            Field.optional("validFrom", "from", "du", "valable du"),
            Field.optional("validTo", "to", "au", "valable jusqu’au"));

    private static final Vocabulary<DayOfWeek> DAYS = new Vocabulary<DayOfWeek>()
            .with(DayOfWeek.MONDAY, "monday", "lundi", "mon", "lun", "1")
            .with(DayOfWeek.TUESDAY, "tuesday", "mardi", "tue", "mar", "2")
            .with(DayOfWeek.WEDNESDAY, "wednesday", "mercredi", "wed", "mer", "3")
            .with(DayOfWeek.THURSDAY, "thursday", "jeudi", "thu", "jeu", "4")
            .with(DayOfWeek.FRIDAY, "friday", "vendredi", "fri", "ven", "5")
            .with(DayOfWeek.SATURDAY, "saturday", "samedi", "sat", "sam", "6")
            .with(DayOfWeek.SUNDAY, "sunday", "dimanche", "sun", "dim", "7");

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public String owner() {
        return "pupil";
    }

    @Override
    public WeeklyPlan read(RecordRow row) throws BadRowException {
        LocalTime start = row.requiredTime("start");
        LocalDate from = row.date("validFrom");
        LocalDate to = row.date("validTo");
        row.requireOrder(from, to, "validTo");
        return new WeeklyPlan(
                row.id("id", LONGEST_ID),
                new PupilId(row.id("pupil", 255)),
                row.requiredWords("topic", SessionReader.LONGEST_TOPIC),
                row.word("day", DAYS),
                start,
                row.duration(start, "minutes", "end"),
                row.words("goal"),
                from,
                to);
    }
}
