package dev.cartable.jdbc.school;

import dev.cartable.jdbc.schema.Relations;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** Which relations are Cartable's own tables, and no host's views. Those that are once stay so. Safe for use by several threads. */
public final class OwnTables {
    private final Relations relations;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public OwnTables(Names names) {
        this.relations = new Relations(names);
    }

    public boolean areAll(Handle handle, List<String> asked) {
        try {
            for (String relation : asked) {
                if (!known.contains(relation)) {
                    if (!relations.isTable(handle.getConnection(), relation)) {
                        return false;
                    }
                    known.add(relation);
                }
            }
            return true;
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }
}
