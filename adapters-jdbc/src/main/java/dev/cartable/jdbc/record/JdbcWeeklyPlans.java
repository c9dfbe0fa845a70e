package dev.cartable.jdbc.record;

import dev.cartable.jdbc.database.Snapshot;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.WeeklyPlans;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Weekly plans in the relation {@code weekly_plan}, read {@value Pages#SIZE} at a time from one snapshot. */
public final class JdbcWeeklyPlans implements WeeklyPlans {
    private final RecordStatements statements;

    public JdbcWeeklyPlans(RecordStatements statements) {
        this.statements = statements;
    }

    @Override
    public Stream<WeeklyPlan> validBetween(LocalDate first, LocalDate last) {
        Snapshot snapshot = statements.database().snapshot();
        return Pages.stream(
                Pages.SIZE,
                after -> snapshot.read(h -> h.createQuery(statements.sql(h, """
                                SELECT p.* FROM (SELECT {COLUMNS(weekly_plan w)} FROM {weekly_plan} w) p
                                WHERE (p.valid_from IS NULL OR p.valid_from <= :last)
                                AND (p.valid_to IS NULL OR p.valid_to >= :first) AND {CODE(p.id)} > :after
                                ORDER BY {CODE(p.id)} {PAGE}"""))
                        .bind("first", first)
                        .bind("last", last)
                        .bind("after", after == null ? "" : after.id())
                        .map(RecordRows::plan)
                        .list()),
                snapshot::close);
    }

    @Override
    public List<WeeklyPlan> plans(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : statements
                        .database()
                        .readByIndex(h -> h.createQuery(statements.sql(h, """
                                SELECT {COLUMNS(weekly_plan p)}
                                FROM {KEYS(TEXT ids)} JOIN {weekly_plan} p ON {CODE(p.id)} = u.k"""))
                                .bind("ids", Arrays.texts(ids))
                                .map(RecordRows::plan)
                                .list());
    }
}
