package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseRestore.Obstacle;
import dev.cartable.jdbc.backup.PgServer.Session;
import dev.cartable.jdbc.backup.Programs.Reading;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Restores a dump in one transaction of the live database, for a role that may not create a second one: all that the database holds is
 * dropped, the dump is restored, and the commit is the swap. Until then other sessions see the old rows or wait. If this process ends, the
 * server rolls back. After the commit the old database is gone; only the safety copy has it. A commit by the dump or by a step of the host
 * fails, and the server rolls back. What follows a rollback by the dump or by a step may only read. Used by one thread at a time.
 *
 * <p>An empty schema with the id of the restore is created by the same transaction, so another process can see that it was committed.
 */
final class PgTransaction {
    private static final String MARK = "_cartable_restored_";

    /** The advisory lock that the transaction holds to its end. */
    private static final long LOCK = 0x436172746162L;

    private static final String LOCK_WAIT = "60s";
    private static final String TRANSACTION = "SELECT pg_catalog.txid_current()";

    /** The constraint that fails at every commit but the swap's. */
    static final String GUARD = "_cartable_only_the_swap_commits";

    /** Its row refers to none, which the server finds out at the commit. */
    private static final List<String> GUARDING = List.of(
            "CREATE TABLE pg_temp." + GUARD + " (id integer PRIMARY KEY, missing integer CONSTRAINT " + GUARD
                    + " REFERENCES pg_temp." + GUARD + " DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP",
            "INSERT INTO pg_temp." + GUARD + " VALUES (1, 2)");

    /** For the transactions that the server begins by itself if this one is rolled back; they have no guard. */
    private static final String READ_ONLY = "SET default_transaction_read_only = on";

    private static final String UNGUARDING = "DELETE FROM pg_temp." + GUARD;

    /** What stands in a schema of the host and belongs to no extension; what depends on it goes with it. */
    private static final String OBJECTS = """
            FROM (SELECT o.classid, o.objid FROM pg_catalog.pg_depend o JOIN pg_catalog.pg_namespace n ON n.oid = o.refobjid
                  WHERE o.refclassid = 'pg_catalog.pg_namespace'::regclass AND o.deptype = 'n'
                    AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
                    AND o.classid <> 'pg_catalog.pg_extension'::regclass AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = o.classid AND e.objid = o.objid AND e.objsubid = 0
                                    AND e.deptype IN ('e', 'i'))) o,
                 LATERAL pg_catalog.pg_identify_object(o.classid, o.objid, 0) i""";

    private static final String NOT_OWNED = """
            NOT EXISTS (SELECT FROM pg_catalog.pg_shdepend s
                        WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                          AND s.classid = %s AND s.objid = %s AND s.deptype = 'o'
                          AND pg_catalog.pg_has_role(s.refobjid, 'USAGE'))""";

    private static final String SCHEMAS = """
            FROM pg_catalog.pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'public')""";

    private final PgServer server;
    private final PgDumpReader reader;
    private @Nullable String open;
    private @Nullable Connection connection;
    private @Nullable SharedTransaction shared;
    private int pid = PgServer.NONE;
    private long number;

    PgTransaction(PgServer server, PgDumpReader reader) {
        this.server = server;
        this.reader = reader;
    }

    /** What the role may not do of what the restore needs. */
    List<Obstacle> check(DatabaseInfo dumped) throws SQLException {
        List<Obstacle> obstacles = new ArrayList<>();
        try (Connection live = server.connect()) {
            if (!dumped.encoding().equals("UTF8")) {
                obstacles.add(new Obstacle("ENCODING", dumped.encoding(), true));
            }
            if (!PgServer.is(
                    live, "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')")) {
                obstacles.add(new Obstacle("MAY_NOT_CREATE_SCHEMA", server.live(), true));
            }
            if (PgServer.is(live, """
                    SELECT NOT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = 'public'""")) {
                obstacles.add(new Obstacle("NOT_OWNER", "schema public", true));
            }
            if (!PgServer.is(live, "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMP')")) {
                obstacles.add(new Obstacle("MAY_NOT_CREATE_TEMPORARY", server.live(), true));
            }
            String foreign = Catalog.first(
                    live,
                    "SELECT i.type || ' ' || i.identity " + OBJECTS + " WHERE "
                            + NOT_OWNED.formatted("o.classid", "o.objid")
                            + " UNION ALL SELECT 'large object ' || l.oid FROM pg_catalog.pg_largeobject_metadata l WHERE "
                            + NOT_OWNED.formatted("'pg_catalog.pg_largeobject'::regclass", "l.oid"));
            if (foreign != null) {
                obstacles.add(new Obstacle("NOT_OWNER", foreign, true));
            }
        }
        return obstacles;
    }

    /** Whether the transaction of a restore is open in this process. */
    boolean isOpen(String id) {
        return id.equals(open);
    }

    /**
     * Begins the transaction and does all of it but the commit.
     *
     * @param force also ends sessions that keep tables locked
     * @param read is called with how much of the dump was read so far
     */
    @SuppressWarnings("try") // to be closed is its use
    void stage(String id, Path dump, boolean force, LongConsumer read) throws SQLException {
        rollback();
        Connection begun = server.connect();
        connection = begun;
        boolean isStaged = false;
        try {
            pid = Session.of(begun).pid();
            PgServer.execute(begun, READ_ONLY);
            begun.setAutoCommit(false);
            PgServer.execute(begun, "SET TRANSACTION READ WRITE");
            PgDatabase.endLimits(begun);
            PgServer.lock(begun, "pg_try_advisory_xact_lock", LOCK);
            for (String guarding : GUARDING) {
                PgServer.execute(begun, guarding);
            }
            number = Catalog.number(begun, TRANSACTION);
            PgServer.execute(begun, "SET LOCAL lock_timeout = '" + LOCK_WAIT + "'");
            try (PgServer.SessionKiller killer = force ? server.killSessions(List.of(server.live()), pid) : null) {
                empty(begun);
            }
            PgServer.execute(begun, "SET LOCAL lock_timeout = 0");
            if (PgDumpReader.isScript(dump)) {
                PgDumpReader.runScript(dump, begun, read);
            } else {
                restore(begun, dump, read);
            }
            requireOpen(begun, "the dump");
            PgServer.execute(begun, "RESET ALL"); // the dump empties the search path
            PgDatabase.endLimits(begun);
            PgServer.execute(begun, "ANALYZE");
            shared = new SharedTransaction(begun);
            open = id;
            isStaged = true;
        } finally {
            if (!isStaged) {
                rollback();
            }
        }
    }

    private void requireOpen(Connection begun, String ending) throws SQLException {
        if (Catalog.number(begun, TRANSACTION) != number) {
            String reason = ending + " has ended the transaction of the restore by COMMIT or ROLLBACK";
            throw new BackupException(
                    PgServer.FAILED,
                    Map.of("reason", reason),
                    reason + "; the server has rolled back, and the live database is unchanged");
        }
    }

    private void restore(Connection begun, Path dump, LongConsumer read) throws SQLException {
        List<String> kept = schemas(begun, "");
        PgScript script = new PgScript(begun);
        Map<String, Reading> sections = new LinkedHashMap<>();
        sections.put("pre-data", script::definitions);
        sections.put("data", script::rows);
        sections.put("post-data", script::definitions);
        reader.script(
                dump,
                PgDatabase.major(begun),
                entry -> kept.stream().noneMatch(schema -> entry.contains(" SCHEMA - " + schema + " ")),
                sections,
                read);
    }

    /** Drops all that the dump may hold. Extensions stay with what they have made, and schemas of other owners. */
    private static void empty(Connection connection) throws SQLException {
        List<String> drops = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT i.type, i.identity " + OBJECTS + " ORDER BY i.type <> 'table', o.classid, o.objid")) {
            while (row.next()) {
                String type = row.getString(1)
                        .replace("composite type", "type")
                        .replace("statistics object", "statistics")
                        .toUpperCase(Locale.ROOT);
                drops.add("DROP " + type + " IF EXISTS " + row.getString(2) + " CASCADE");
            }
        }
        for (String drop : drops) {
            PgServer.execute(connection, drop);
        }
        String owned =
                " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o WHERE o.refobjid = n.oid AND o.deptype = 'n'"
                        + " AND o.refclassid = 'pg_catalog.pg_namespace'::regclass)"
                        + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.objid = n.oid AND e.deptype = 'e'"
                        + " AND e.classid = 'pg_catalog.pg_namespace'::regclass)"
                        + " AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')";
        for (String schema : schemas(connection, owned)) {
            PgServer.execute(connection, "DROP SCHEMA " + Catalog.quote(schema));
        }
        PgServer.execute(connection, "SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata");
    }

    private static List<String> schemas(Connection connection, String condition) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT n.nspname " + SCHEMAS + condition)) {
            while (row.next()) {
                schemas.add(row.getString(1));
            }
        }
        return schemas;
    }

    /** Connections that are all within the transaction. */
    DataSource source() {
        SharedTransaction transaction = shared;
        Connection begun = connection;
        if (transaction == null || begun == null) {
            throw new IllegalStateException("nothing is staged");
        }
        return new StagedSource(() -> {
            requireOpen(begun, "a step");
            return transaction.open();
        });
    }

    /** Commits. */
    void swap(String id, boolean force) throws SQLException {
        Connection committing = connection;
        if (committing == null) {
            throw new IllegalStateException("nothing is staged");
        }
        try (Connection catalog = server.catalog()) {
            if (force) {
                server.endSessions(catalog, List.of(server.live()), pid);
            } else {
                server.requireUnused(catalog, pid);
            }
        }
        Session session = Session.of(committing);
        try {
            requireOpen(committing, "a step");
            PgServer.execute(committing, UNGUARDING);
            PgServer.execute(committing, "CREATE SCHEMA " + Catalog.quote(MARK + id));
            committing.commit();
        } catch (SQLException e) {
            server.end(session);
            if (!isMarked(id)) {
                throw e;
            }
        } finally {
            rollback();
        }
    }

    /** Ends the transaction, if it is open, and closes its connection. */
    void rollback() {
        try (Connection ending = connection) {
            open = null;
            shared = null;
            connection = null;
            pid = PgServer.NONE;
            if (ending != null) {
                ending.rollback();
            }
        } catch (SQLException broken) {
            // The server rolls back when the connection ends.
        }
    }

    /** Whether the transaction of a restore was committed. One that a dead process has left is ended first. */
    boolean isMarked(String id) throws SQLException {
        try (Connection live = server.connect()) {
            PgServer.lock(live, "pg_try_advisory_lock", LOCK);
            return PgServer.is(
                    live, "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?)", MARK + id);
        }
    }

    void discard(String id) throws SQLException {
        rollback();
        try (Connection live = server.connect()) {
            PgServer.execute(live, "DROP SCHEMA IF EXISTS " + Catalog.quote(MARK + id));
        }
    }

    /** The ids of restores that were committed and not cleaned up. */
    List<String> leftovers() throws SQLException {
        Pattern ours = Pattern.compile(MARK + "(" + RestoreId.PATTERN.pattern() + ")");
        try (Connection live = server.connect()) {
            return schemas(live, "").stream()
                    .map(ours::matcher)
                    .filter(Matcher::matches)
                    .map(name -> name.group(1))
                    .toList();
        }
    }
}
