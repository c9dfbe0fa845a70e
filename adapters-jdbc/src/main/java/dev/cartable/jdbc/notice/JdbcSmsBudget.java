package dev.cartable.jdbc.notice;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.notice.port.SmsBudget;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.List;

/** The segments of each day, in the table {@code sms_budget}. */
public final class JdbcSmsBudget implements SmsBudget {
    private static final Columns<LocalDate> DAY = Columns.of(Column.of("budget_day", Type.DATE, day -> day));

    private final Database database;
    private final String addDay;
    private final String reserve;
    private final String giveBack;
    private final String used;

    public JdbcSmsBudget(Database database) {
        this.database = database;
        this.addDay = database.dialect()
                .insertNew(database.names().qualified("sms_budget"), DAY, List.of("budget_day"), "budget_day");
        this.reserve = database.sql("""
                UPDATE {sms_budget} SET segments = segments + :segments
                WHERE budget_day = :day AND segments + :segments <= :most""");
        this.giveBack = database.sql("""
                UPDATE {sms_budget} SET segments = GREATEST(0, segments - :segments) WHERE budget_day = :day""");
        this.used = database.sql("SELECT segments FROM {sms_budget} WHERE budget_day = :day");
    }

    @Override
    public boolean reserve(Tx tx, LocalDate day, int segments, int most) {
        return database.<Boolean>write(tx, h -> {
            database.dialect().insertNew(h, addDay, DAY, List.of(day), LocalDate.class);
            return h.createUpdate(reserve)
                            .bind("segments", segments)
                            .bind("day", day)
                            .bind("most", most)
                            .execute()
                    == 1;
        });
    }

    @Override
    public void giveBack(Tx tx, LocalDate day, int segments) {
        database.write(
                tx,
                h -> h.createUpdate(giveBack)
                        .bind("segments", segments)
                        .bind("day", day)
                        .execute());
    }

    @Override
    public int used(LocalDate day) {
        return database.read(h -> h.createQuery(used)
                .bind("day", day)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
    }
}
