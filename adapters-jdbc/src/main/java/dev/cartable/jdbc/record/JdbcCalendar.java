package dev.cartable.jdbc.record;

import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.port.CalendarSource;

/** The school's calendar in the relation {@code calendar_period}, read as a whole. */
public final class JdbcCalendar implements CalendarSource {
    private final RecordStatements statements;

    public JdbcCalendar(RecordStatements statements) {
        this.statements = statements;
    }

    @Override
    public SchoolCalendar calendar() {
        return SchoolCalendar.of(statements
                .database()
                .read(h -> h.createQuery(statements.sql(h, """
                        SELECT {COLUMNS(calendar_period p)} FROM {calendar_period} p
                        ORDER BY p.first_day, p.type, p.name"""))
                        .map(RecordRows::period)
                        .list()));
    }
}
