package dev.cartable.jdbc.record;

import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.port.StudySessions;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/** Study sessions in the relation {@code study_session}. Those of some days are read in large pages, from one snapshot. */
public final class JdbcStudySessions implements StudySessions {
    /** Each page looks at all sessions of the days that are asked for. */
    static final int PAGE = 5_000;

    private final RecordStatements statements;

    public JdbcStudySessions(RecordStatements statements) {
        this.statements = statements;
    }

    @Override
    public Stream<StudySession> between(LocalDate first, LocalDate last) {
        Snapshot snapshot = statements.database().snapshot();
        return Pages.stream(PAGE, after -> snapshot.read(h -> page(h, first, last, after)), snapshot::close);
    }

    private List<StudySession> page(Handle handle, LocalDate first, LocalDate last, @Nullable StudySession after) {
        return handle.createQuery(statements.sql(handle, """
                        SELECT {COLUMNS(study_session s)} FROM {study_session} s
                        WHERE s.starts_at >= :from AND s.starts_at < :until AND {CODE(s.pupil_id)} >= :pupil
                        AND ({CODE(s.pupil_id)} > :pupil OR s.starts_at > :start
                            OR s.starts_at = :start AND {CODE(s.id)} > :id)
                        ORDER BY {CODE(s.pupil_id)}, s.starts_at, {CODE(s.id)} FETCH FIRST %d ROWS ONLY""".formatted(PAGE)))
                .bind("from", local(first.atStartOfDay()))
                .bind("until", local(last.plusDays(1).atStartOfDay()))
                .bind("pupil", after == null ? "" : after.pupil().value())
                .bind("start", local(after == null ? first.atStartOfDay() : after.startsAt()))
                .bind("id", after == null ? "" : after.id())
                .map(RecordRows::session)
                .list();
    }

    @Override
    public List<StudySession> of(Collection<PupilId> pupils, LocalDate first, LocalDate last) {
        return pupils.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {COLUMNS(study_session s)}
                                FROM {KEYS(TEXT pupils)} JOIN {study_session} s ON {CODE(s.pupil_id)} = u.k
                                WHERE s.starts_at >= :from AND s.starts_at < :until
                                ORDER BY {CODE(s.pupil_id)}, s.starts_at, {CODE(s.id)}"""))
                                .bind("pupils", Arrays.texts(pupils))
                                .bind("from", local(first.atStartOfDay()))
                                .bind("until", local(last.plusDays(1).atStartOfDay()))
                                .map(RecordRows::session)
                                .list());
    }

    /** As it is: a driver that takes a timestamp would bring in the zone of the machine. */
    private static Argument local(LocalDateTime time) {
        return (position, statement, context) -> statement.setObject(position, time);
    }

    @Override
    public List<StudySession> sessions(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {COLUMNS(study_session s)}
                                FROM {KEYS(TEXT ids)} JOIN {study_session} s ON {CODE(s.id)} = u.k"""))
                                .bind("ids", Arrays.texts(ids))
                                .map(RecordRows::session)
                                .list());
    }
}
