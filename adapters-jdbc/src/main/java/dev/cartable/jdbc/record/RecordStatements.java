package dev.cartable.jdbc.record;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.MissingRelationException;
import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.schema.HostColumn;
import dev.cartable.jdbc.schema.Relations;
import dev.cartable.jdbc.schema.RosterCheck;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Tokens;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Statements about relations that the host may define as views, or leave out. The first one about a relation asks which of its
 * optional columns there are. Safe for use by several threads.
 */
public final class RecordStatements implements InvoiceStatements {
    private final Database database;
    private final Relations relations;
    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
    private final Map<String, String> statements = new ConcurrentHashMap<>();

    public RecordStatements(Database database) {
        this.database = database;
        this.relations = new Relations(database.names());
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public boolean has(Handle handle, String relation) {
        return areThere(handle, List.of(relation));
    }

    /** Whether all of the relations are there, as tables or views. */
    boolean areThere(Handle handle, List<String> asked) {
        return asked.stream().noneMatch(relation -> columns(handle, relation).isEmpty());
    }

    /**
     * A statement in which {@code {COLUMNS(absence a)}} stands for all columns of a relation, in the order of
     * {@link RosterCheck#recordColumns}: for an optional one that a view leaves out, its default. It has the tokens of
     * {@link Database#sql} besides, and {@code {ISSUED(i)}}, which is true of all rows.
     *
     * @throws MissingRelationException if such a relation is not there
     */
    @Override
    public String sql(Handle handle, String statement) {
        String ready = statements.get(statement);
        if (ready == null) {
            ready = Tokens.replace(statement, (token, argument) -> words(handle, token, argument));
            statements.put(statement, ready);
        }
        return database.sql(ready);
    }

    private @Nullable String words(Handle handle, String token, String argument) {
        if (token.equals("ISSUED")) {
            return "1 = 1";
        }
        if (!token.equals("COLUMNS")) {
            return null;
        }
        String[] parts = argument.split(" ", 2);
        Set<String> found = columns(handle, parts[0]);
        if (found.isEmpty()) {
            throw new MissingRelationException(
                    database.names().qualified(parts[0]), RosterCheck.recordView(database.names(), parts[0]));
        }
        return RosterCheck.recordColumns(parts[0]).stream()
                .map(column -> column(column, parts[0], parts[1], found))
                .collect(Collectors.joining(", "));
    }

    private static String column(HostColumn column, String relation, String alias, Set<String> found) {
        if (found.contains(column.name())) {
            return alias + "." + column.name();
        }
        if (column.isRequired()) {
            throw new JdbcStoreException("the relation '" + relation + "' has no column " + column.name()
                    + ", which is needed. Add it to the host's view");
        }
        return column.otherwise() + " AS " + column.name();
    }

    /** None if the relation is not there. What is there stays known. */
    private Set<String> columns(Handle handle, String relation) {
        Set<String> columns = known.get(relation);
        if (columns == null) {
            try {
                columns = relations.columns(handle.getConnection(), relation);
            } catch (SQLException e) {
                throw Failures.of(e);
            }
            if (!columns.isEmpty()) {
                known.put(relation, columns);
            }
        }
        return columns;
    }
}
