package dev.cartable.jdbc.record;

import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.port.Subscriptions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Subscriptions in the relation {@code subscription}, read {@value Pages#SIZE} at a time from one snapshot. */
public final class JdbcSubscriptions implements Subscriptions {
    private final RecordStatements statements;

    public JdbcSubscriptions(RecordStatements statements) {
        this.statements = statements;
    }

    @Override
    public Stream<Subscription> inactiveSince(LocalDate day, Instant since) {
        Snapshot snapshot = statements.database().snapshot();
        return Pages.stream(
                Pages.SIZE,
                after -> snapshot.read(h -> h.createQuery(statements.sql(h, """
                                SELECT s.* FROM (SELECT {COLUMNS(subscription o)} FROM {subscription} o) s
                                WHERE s.valid_from <= :day AND (s.valid_to IS NULL OR s.valid_to >= :day)
                                AND (s.last_active_at IS NULL OR s.last_active_at < :since)
                                AND {CODE(s.pupil_id)} > :after
                                ORDER BY {CODE(s.pupil_id)} {PAGE}"""))
                        .bind("day", day)
                        .bind("since", Type.time(since))
                        .bind("after", after == null ? "" : after.pupil().value())
                        .map(RecordRows::subscription)
                        .list()),
                snapshot::close);
    }

    @Override
    public List<Subscription> of(Collection<PupilId> pupils) {
        return pupils.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {COLUMNS(subscription s)}
                                FROM {KEYS(TEXT pupils)} JOIN {subscription} s ON {CODE(s.pupil_id)} = u.k"""))
                                .bind("pupils", Arrays.texts(pupils))
                                .map(RecordRows::subscription)
                                .list());
    }
}
