package dev.cartable.jdbc.school;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.schema.Relations;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.UserStore;
import dev.cartable.work.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Users in Cartable's own table {@code user}. Refuses to write where it is the host's view. */
public final class JdbcUserStore implements UserStore {
    private final Database database;
    private final String save;
    private volatile boolean knownWritable;

    public JdbcUserStore(Database database) {
        this.database = database;
        this.save = database.dialect().upsert(database.names().qualified("user"), RosterRows.USERS, List.of("id"));
    }

    @Override
    public boolean writable() {
        return database.<Boolean>read(this::isWritable);
    }

    private boolean isWritable(Handle handle) {
        if (!knownWritable) {
            try {
                knownWritable = new Relations(database.names()).isTable(handle.getConnection(), "user");
            } catch (SQLException e) {
                throw Failures.of(e);
            }
        }
        return knownWritable;
    }

    @Override
    public void save(Tx tx, Collection<User> users) {
        Map<UserId, User> distinct = new TreeMap<>();
        users.forEach(user -> distinct.put(user.id(), user));
        database.write(tx, h -> {
            if (!isWritable(h)) {
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
