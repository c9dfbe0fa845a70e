package dev.cartable.jdbc.account;

import dev.cartable.account.port.Tombstones;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Pages;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Keyed hashes of erased guardians, in the table {@code tombstone}. */
public final class JdbcTombstones implements Tombstones {
    private static final Columns<Stone> COLUMNS =
            Columns.of(Column.of("hash", Type.TEXT, Stone::hash), Column.of("added_at", Type.TIME, Stone::addedAt));

    private final Database database;
    private final String among;
    private final String page;
    private final String add;
    private final String remove;

    public JdbcTombstones(Database database) {
        this.database = database;
        this.among = database.sql("SELECT t.hash FROM {KEYS(TEXT keys)} {JOIN(tombstone t ON t.hash = u.k)}");
        this.page = database.sql("SELECT hash FROM {tombstone} WHERE hash > :after ORDER BY hash {PAGE}");
        this.add =
                database.dialect().insertNew(database.names().qualified("tombstone"), COLUMNS, List.of("hash"), "hash");
        this.remove = database.sql("DELETE FROM {tombstone} WHERE hash = :key");
    }

    @Override
    public Set<String> among(Collection<String> keys) {
        return keys.isEmpty()
                ? Set.of()
                : database.read(h -> h.createQuery(among)
                        .bind("keys", Arrays.texts(keys))
                        .mapTo(String.class)
                        .set());
    }

    @Override
    public Stream<String> all() {
        return Pages.stream(last -> database.readByIndex(h -> h.createQuery(page)
                .bind("after", last == null ? "" : last)
                .mapTo(String.class)
                .list()));
    }

    /** A row that is inserted and deleted again stands in the way of the same row until the transaction ends. */
    @Override
    public boolean hold(Tx tx, String key, Instant now) {
        List<Stone> stones = List.of(new Stone(key, now));
        return database.<Boolean>write(tx, h -> {
            boolean free = !database.dialect()
                    .insertNew(h, add, COLUMNS, stones, String.class)
                    .isEmpty();
            if (free) {
                h.createUpdate(remove).bind("key", key).execute();
            }
            return !free;
        });
    }

    @Override
    public void add(Tx tx, String key, Instant now) {
        List<Stone> stones = List.of(new Stone(key, now));
        database.write(tx, h -> database.dialect().insertNew(h, add, COLUMNS, stones, String.class));
    }

    private record Stone(String hash, Instant addedAt) {}
}
