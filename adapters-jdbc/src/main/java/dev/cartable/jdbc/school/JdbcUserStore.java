package dev.cartable.jdbc.school;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.UserStore;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Users in Cartable's own table {@code user}. Refuses to write where it is the host's view. */
public final class JdbcUserStore implements UserStore {
    private static final List<String> USER = List.of("user");

    private final Database database;
    private final String save;
    private final OwnTables tables;

    public JdbcUserStore(Database database) {
        this.database = database;
        this.tables = new OwnTables(database.names());
        this.save = database.dialect().upsert(database.names().qualified("user"), RosterRows.USERS, List.of("id"));
    }

    @Override
    public boolean writable() {
        return database.<Boolean>read(h -> tables.areAll(h, USER));
    }

    @Override
    public void save(Tx tx, Collection<User> users) {
        Map<UserId, User> distinct = new TreeMap<>();
        users.forEach(user -> distinct.put(user.id(), user));
        database.write(tx, h -> {
            if (!tables.areAll(h, USER)) {
                throw new JdbcStoreException(
                        "the users are not Cartable's own table but a view of the host, or are missing;"
                                + " nothing was written. Change the host's data instead, or create the table with"
                                + " SchemaMode.MIGRATE");
            }
            database.dialect().upsert(h, save, RosterRows.USERS, distinct.values());
            return distinct;
        });
    }
}
