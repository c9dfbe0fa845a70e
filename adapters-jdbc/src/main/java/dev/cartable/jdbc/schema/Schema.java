package dev.cartable.jdbc.schema;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.RosterOwnership;
import dev.cartable.jdbc.SchemaState;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.SchemaToken;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Cartable's tables: numbered steps, a table of those that were run, and a lock so that one of several nodes runs them. */
public final class Schema {
    public static final List<String> FILES = List.of("V001__cartable.sql");
    public static final String HISTORY = "schema_history";

    private static final List<SchemaStep> STEPS =
            FILES.stream().map(SchemaStep::read).toList();

    private final DataSource dataSource;
    private final Dialect dialect;
    private final Names names;
    private final RosterOwnership roster;
    private final Relations relations;
    private final List<SchemaStep> steps;

    public Schema(DataSource dataSource, Dialect dialect, Names names, RosterOwnership roster) {
        this(dataSource, dialect, names, roster, STEPS);
    }

    public Schema(DataSource dataSource, Dialect dialect, Names names, RosterOwnership roster, List<SchemaStep> steps) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.names = names;
        this.roster = roster;
        this.relations = new Relations(names);
        this.steps = steps;
    }

    /** The number of the last step of this version. */
    public static int newest() {
        return STEPS.stream().mapToInt(SchemaStep::version).max().orElse(0);
    }

    /** Looks and writes nothing. */
    public SchemaState state() {
        try (Connection connection = dataSource.getConnection()) {
            try {
                return state(connection);
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private SchemaState state(Connection connection) throws SQLException {
        Map<Integer, String> applied = applied(connection);
        List<String> missing = new ArrayList<>();
        if (!relations.exists(connection, HISTORY)) {
            missing.add(createHistory());
        }
        missing.addAll(missingTables(connection, applied));
        for (SchemaStep step : pending(applied)) {
            missing.addAll(sql(step));
            missing.add(names.in("INSERT INTO {" + HISTORY + "} (version, file, checksum) VALUES (" + step.version()
                    + ", '" + step.file() + "', '" + step.checksum() + "')"));
        }
        int version =
                applied.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        return new SchemaState(version, latest(), missing);
    }

    /**
     * The statements that make the roster's tables, where the steps were run while the roster was in views. They do nothing
     * to those that are there.
     */
    private List<String> missingTables(Connection connection, Map<Integer, String> applied) throws SQLException {
        Set<String> all = RosterCheck.relationNames();
        List<SchemaStep> before = steps.stream()
                .filter(step -> applied.containsKey(step.version()))
                .filter(step -> step.statements().stream().anyMatch(SchemaStep.Statement::roster))
                .toList();
        if (roster == RosterOwnership.VIEWS
                || before.isEmpty()
                || relations.areTables(connection, all).size() == all.size()) {
            return List.of();
        }
        List<String> sql = new ArrayList<>();
        for (SchemaStep step : steps) {
            for (SchemaStep.Statement statement : step.statements()) {
                if (applied.containsKey(step.version()) && statement.roster()) {
                    sql.add(in(statement.sql()));
                }
            }
        }
        return sql;
    }

    private int latest() {
        return steps.get(steps.size() - 1).version();
    }

    private String createHistory() {
        return in("""
                CREATE TABLE IF NOT EXISTS {schema_history} (
                    version    integer PRIMARY KEY,
                    file       {TEXT(255)} NOT NULL,
                    checksum   {TEXT(64)} NOT NULL,
                    applied_at {TIME} DEFAULT CURRENT_TIMESTAMP NOT NULL
                )""");
    }

    /** SQL of a file as this database reads it. */
    private String in(String sql) {
        String words = SchemaToken.replace(sql, dialect::schemaWord);
        return names.in(dialect.qualifiesIndexes() ? words.replace("{#", "{") : words);
    }

    private List<SchemaStep> pending(Map<Integer, String> applied) {
        return steps.stream()
                .filter(step -> isPending(step, applied.get(step.version())))
                .toList();
    }

    private static boolean isPending(SchemaStep step, @Nullable String checksum) {
        if (checksum != null && !checksum.equals(step.checksum())) {
            throw new JdbcStoreException(
                    "step " + step.file() + " of the schema was run with another content than this jar"
                            + " has (checksum " + checksum + ", here " + step.checksum()
                            + "); nothing was written. Use the jar that"
                            + " made these tables, or a newer release");
        }
        return checksum == null;
    }

    /** The statements of a step that apply here: none for what the host defines as views. */
    private List<String> sql(SchemaStep step) {
        List<String> sql = new ArrayList<>();
        for (SchemaStep.Statement statement : step.statements()) {
            if (applies(statement)) {
                sql.add(in(statement.sql()));
            }
        }
        return sql;
    }

    private boolean applies(SchemaStep.Statement statement) {
        return (roster == RosterOwnership.TABLES || !statement.roster()) && statement.isFor(dialect.partialIndexes());
    }

    private Map<Integer, String> applied(Connection connection) throws SQLException {
        Map<Integer, String> applied = new TreeMap<>();
        if (relations.exists(connection, HISTORY)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            names.in("SELECT version, checksum FROM {" + HISTORY + "} WHERE version > 0"))) {
                while (row.next()) {
                    applied.put(row.getInt(1), row.getString(2));
                }
            }
        }
        return applied;
    }

    /** Refuses if something is missing, and says with which SQL to add it. */
    public void validate() {
        SchemaState state = state();
        if (!state.isCurrent()) {
            throw new JdbcStoreException("the database has step " + state.version() + " of Cartable's schema and step "
                    + state.latest() + " is needed; nothing was written. Run this SQL, or open the stores with"
                    + " SchemaMode.MIGRATE:\n\n" + String.join(";\n\n", state.missingSql()) + ";\n");
        }
    }

    /** Runs what is missing. Another node that does so at the same time is waited for. */
    public void migrate() {
        if (state().isCurrent()) {
            return;
        }
        try (SchemaLock lock = SchemaLock.take(dataSource, dialect, names, createHistory());
                Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                if (!relations.exists(connection, HISTORY)) {
                    execute(connection, createHistory());
                }
                for (String sql : missingTables(connection, applied(connection))) {
                    execute(connection, sql);
                }
                for (SchemaStep step : pending(applied(connection))) {
                    run(connection, step);
                    lock.stillOurs();
                }
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private void run(Connection connection, SchemaStep step) throws SQLException {
        List<String> sql = sql(step);
        if (step.outside()) {
            for (String statement : sql) {
                execute(connection, statement);
            }
            requireValidIndexes(connection);
            record(connection, step);
            return;
        }
        connection.setAutoCommit(false);
        try {
            for (String statement : sql) {
                execute(connection, statement);
            }
            record(connection, step);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void requireValidIndexes(Connection connection) throws SQLException {
        Optional<String> unfinished = dialect.unfinishedIndexes();
        if (unfinished.isEmpty()) {
            return;
        }
        try (PreparedStatement query = connection.prepareStatement(unfinished.get())) {
            query.setString(1, names.prefix());
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    throw new JdbcStoreException("the index " + row.getString(1)
                            + " was left unfinished by an interrupted"
                            + " run; the tables are as they were. Run REINDEX INDEX CONCURRENTLY " + row.getString(1)
                            + " and open the stores again");
                }
            }
        }
    }

    private void record(Connection connection, SchemaStep step) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                names.in("INSERT INTO {" + HISTORY + "} (version, file, checksum) VALUES (?, ?, ?)"))) {
            insert.setInt(1, step.version());
            insert.setString(2, step.file());
            insert.setString(3, step.checksum());
            insert.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
