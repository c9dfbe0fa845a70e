package dev.cartable.jdbc.work;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Rows;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.LeaseLostException;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Leases in the table {@code lease}, by the database's clock. A row stays when its lease is given back, with its fence. */
public final class JdbcLeases implements Leases {
    private static final Columns<String> COLUMNS =
            Columns.of(Column.of("name", Type.TEXT, name -> name), Column.of("fence", Type.LONG, name -> 0L));

    private final Database database;
    private final String create;
    private final String read;
    private final String lock;
    private final String grant;
    private final String renew;
    private final String release;

    public JdbcLeases(Database database) {
        this.database = database;
        this.create =
                database.dialect().insertNew(database.names().qualified("lease"), COLUMNS, List.of("name"), "name");
        this.read = database.sql("""
                SELECT fence, holder, until_at, holder IS NOT NULL AND until_at > {NOW} AS held
                FROM {lease} WHERE name = :name""");
        this.lock = database.sql("""
                SELECT fence, holder, until_at, holder IS NOT NULL AND until_at > {NOW} AS held
                FROM {lease} WHERE name = :name FOR UPDATE""");
        this.grant = database.sql("""
                UPDATE {lease} SET fence = :fence, holder = :holder, until_at = {LATER(ttl)}
                WHERE name = :name""");
        this.renew = database.sql("""
                UPDATE {lease} SET until_at = {LATER(ttl)}
                WHERE name = :name AND fence = :fence AND holder = :holder AND {IDLE_LIMIT(ttl)}""");
        this.release = database.sql("""
                UPDATE {lease} SET holder = NULL
                WHERE name = :name AND fence = :fence AND holder = :holder""");
    }

    @Override
    public Attempt acquire(String name, Holder holder, Duration ttl) {
        requireNonNull(name, "name");
        requireNonNull(holder, "holder");
        return database.apart(h -> {
            // The holder locks the row in each of its transactions; a refusal need not wait for their end.
            Optional<Row> seen = read(h, read, name);
            Attempt.Held known = seen.map(row -> row.held(name)).orElse(null);
            if (known != null) {
                return known;
            }
            if (seen.isEmpty()) {
                database.dialect().insertNew(h, create, COLUMNS, List.of(name), String.class);
            }
            Row row = read(h, lock, name).orElseThrow();
            Attempt.Held held = row.held(name);
            if (held != null) {
                return held;
            }
            long fence = row.fence() + 1;
            h.createUpdate(grant)
                    .bind("fence", fence)
                    .bind("holder", holder.toString())
                    .bind("ttl", ttl.toMillis())
                    .bind("name", name)
                    .execute();
            return new Attempt.Granted(new Grant(name, holder, fence));
        });
    }

    @Override
    public void renew(Tx tx, Grant held, Duration ttl) {
        int renewed = database.<Integer>write(
                tx, h -> about(h, renew, held).bind("ttl", ttl.toMillis()).execute());
        if (renewed == 0) {
            throw new LeaseLostException(held);
        }
    }

    @Override
    public void release(Grant held) {
        database.apart(h -> about(h, release, held).execute());
    }

    @Override
    public Optional<Attempt.Held> holder(String name) {
        return database.read(h -> read(h, read, name).map(row -> row.held(name)));
    }

    private static Update about(Handle handle, String sql, Grant held) {
        return handle.createUpdate(sql)
                .bind("name", held.name())
                .bind("fence", held.fence())
                .bind("holder", held.holder().toString());
    }

    private static Optional<Row> read(Handle handle, String sql, String name) {
        return handle.createQuery(sql).bind("name", name).map(Row::of).findOne();
    }

    private record Row(
            long fence,
            Leases.@Nullable Holder holder,
            @Nullable Instant until,
            boolean isHeld) {
        static Row of(ResultSet row, StatementContext context) throws SQLException {
            String holder = row.getString("holder");
            return new Row(
                    row.getLong("fence"),
                    holder == null ? null : Holder.parse(holder),
                    Rows.timeOrNull(row, "until_at"),
                    row.getBoolean("held"));
        }

        /** Who has it now; null if it is free, has run out, or its holder is gone. */
        Attempt.@Nullable Held held(String name) {
            return !isHeld || holder == null || until == null || holder.isGone()
                    ? null
                    : new Attempt.Held(name, holder, until);
        }
    }
}
