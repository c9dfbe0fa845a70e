package dev.cartable.school.csv;

import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.StudySession.State;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Study sessions, one a row. */
final class SessionReader implements RecordReader<StudySession> {
    static final int LONGEST_TOPIC = 255;

    private static final int LONGEST_ID = 255;

    private static final List<Field> FIELDS = List.of(
            Field.required("id", "session", "session id", "identifiant"),
            Field.required("pupil", "pupilId", "student", "studentId", "studentSourcedId", "élève", "id élève"),
            Field.required("topic", "subject", "matière", "sujet"),
            Field.required("date", "day", "jour"),
            Field.required("start", "startTime", "time", "début", "heure", "heure de début"),
            Field.optional("minutes", "duration", "durée"),
            Field.optional("end", "endTime", "fin", "heure de fin"),
            Field.optional("goal", "objectif", "but"),
            Field.optional("state", "status", "état", "statut"));

    private static final Vocabulary<State> STATES = new Vocabulary<State>()
            .with(State.PLANNED, "planned", "prévue", "scheduled", "prévu", "planifiée")
            .with(State.DONE, "done", "faite", "completed", "terminée", "effectuée")
            .with(State.CANCELLED, "cancelled", "annulée", "canceled", "annulé");

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public String owner() {
        return "pupil";
    }

    @Override
    public StudySession read(RecordRow row) throws BadRowException {
        LocalDate date = row.requiredDate("date");
        LocalTime start = row.requiredTime("start");
        return new StudySession(
                row.id("id", LONGEST_ID),
                new PupilId(row.id("pupil", LONGEST_ID)),
                row.requiredWords("topic", LONGEST_TOPIC),
                date.atTime(start),
                row.duration(start, "minutes", "end"),
                row.words("goal"),
                row.word("state", STATES, State.PLANNED));
    }
}
