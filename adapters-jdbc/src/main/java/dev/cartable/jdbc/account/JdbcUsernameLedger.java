package dev.cartable.jdbc.account;

import dev.cartable.account.port.UsernameLedger;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.sql.Arrays;
import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every username that was ever given, in the table {@code username}. */
public final class JdbcUsernameLedger implements UsernameLedger {
    private static final Columns<Entry> COLUMNS = Columns.of(
            Column.of("skeleton", Type.TEXT, Entry::skeleton),
            Column.of("base", Type.TEXT, Entry::base),
            Column.of("suffix", Type.INT, Entry::suffix));

    private final Database database;
    private final String highest;
    private final String taken;
    private final String reserve;
    private final String release;

    public JdbcUsernameLedger(Database database) {
        this.database = database;
        // Sorted as the index is, so that one entry is read for each base however many there are.
        this.highest = database.sql("""
                SELECT u.k AS base, (SELECT t.suffix FROM {username} t WHERE t.base = u.k
                    ORDER BY t.base, t.suffix DESC FETCH FIRST 1 ROW ONLY) AS suffix
                FROM {KEYS(TEXT bases)}""");
        this.taken =
                database.sql("SELECT t.skeleton FROM {KEYS(TEXT skeletons)} {JOIN(username t ON t.skeleton = u.k)}");
        this.release = database.sql("DELETE FROM {username} WHERE skeleton = ANY(:skeletons)");
        this.reserve = database.dialect()
                .insertNew(database.names().qualified("username"), COLUMNS, List.of("skeleton"), "skeleton");
    }

    @Override
    public Map<String, Integer> highestSuffix(Tx tx, Collection<String> bases) {
        Map<String, Integer> found = new HashMap<>();
        return database.write(tx, h -> {
            if (!bases.isEmpty()) {
                h.createQuery(highest)
                        .bind("bases", Arrays.texts(Set.copyOf(bases)))
                        .map((row, context) -> Map.entry(row.getString("base"), row.getInt("suffix")))
                        .filter(entry -> entry.getValue() > 0)
                        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
            }
            return found;
        });
    }

    @Override
    public Set<String> taken(Tx tx, Collection<String> skeletons) {
        return database.write(
                tx,
                h -> skeletons.isEmpty()
                        ? Set.of()
                        : h.createQuery(taken)
                                .bind("skeletons", Arrays.texts(skeletons))
                                .mapTo(String.class)
                                .set());
    }

    @Override
    public void release(Tx tx, Collection<String> skeletons) {
        if (!skeletons.isEmpty()) {
            database.write(
                    tx,
                    h -> h.createUpdate(release)
                            .bind("skeletons", Arrays.texts(skeletons))
                            .execute());
        }
    }

    @Override
    public Set<String> reserve(Tx tx, Collection<Entry> entries) {
        Map<String, Entry> distinct = new TreeMap<>();
        entries.forEach(entry -> distinct.putIfAbsent(entry.skeleton(), entry));
        return database.write(
                tx, h -> database.dialect().insertNew(h, reserve, COLUMNS, distinct.values(), String.class));
    }
}
