package dev.cartable.school.csv;

import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subscription;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** Subscriptions, one a row and pupil. */
final class SubscriptionReader implements RecordReader<Subscription> {
    private static final List<Field> FIELDS = List.of(
            Field.required("pupil", "pupilId", "student", "studentId", "studentSourcedId", "élève", "id élève"),
            Field.required("from", "validFrom", "start", "du", "début", "date de début"),
            Field.optional("to", "validTo", "end", "au", "fin", "date de fin"),
            Field.optional(
                    "lastActiveAt",
                    "last active",
                    "last activity",
                    "last login",
                    "dernière activité",
                    "dernière connexion"));

    private final ZoneId zone;

    SubscriptionReader(ZoneId zone) {
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
    public Subscription read(RecordRow row) throws BadRowException {
        LocalDate from = row.requiredDate("from");
        LocalDate to = row.date("to");
        row.requireOrder(from, to, "to");
        return new Subscription(
                new PupilId(row.id("pupil", 255)), from, to, row.instant("lastActiveAt", zone, LocalTime.MIDNIGHT));
    }
}
