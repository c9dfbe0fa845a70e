package dev.cartable.jdbc.backup;

import static dev.cartable.jdbc.backup.PgServer.FAILED;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.port.DatabaseRestore.State;
import dev.cartable.jdbc.backup.PgServer.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Restores a dump into a database of its own beside the live one, and swaps the two by renaming both in one transaction: at every moment the
 * live name belongs to the old database or to the new one. The names of the others have the id of the restore, so another process finds
 * them after a crash. The role must own the live database and be allowed to create databases. Used by one thread at a time.
 */
final class PgDatabaseSwap {
    private static final String NEW = "_cartable_new_";
    private static final String OLD = "_cartable_old_";
    private static final int LONGEST_NAME = 63;

    /** The first half of the key of an advisory lock. */
    private static final long LOCK = 0x43617274L << 32;

    private final PgServer server;
    private final PgDumpReader reader;

    PgDatabaseSwap(PgServer server, PgDumpReader reader) {
        this.server = server;
        this.reader = reader;
    }

    void stage(String id, Path dump, LongConsumer read) throws SQLException {
        String staged = name(NEW, id);
        try (Connection connection = server.maintenance()) {
            drop(connection, staged);
            create(connection, staged);
            boolean isScript = PgDumpReader.isScript(dump);
            if (!isScript) {
                reader.restore(dump, PgDatabase.major(connection), server.address(), staged, read);
            }
            try (Connection inside = staged(id)) {
                if (isScript) {
                    inside.setAutoCommit(false);
                    PgDumpReader.runScript(dump, inside, read);
                    inside.commit();
                    inside.setAutoCommit(true);
                }
                PgServer.execute(inside, "ANALYZE"); // without statistics, the school's first day would be slow
            }
        }
    }

    /** The name of the database that is staged. */
    String location(String id) throws SQLException {
        return name(NEW, id);
    }

    /** A connection to what is staged. */
    Connection staged(String id) throws SQLException {
        return PgDatabase.connect(server.address(), name(NEW, id));
    }

    /** Creates an empty database like the live one. */
    private void create(Connection connection, String staged) throws SQLException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE ").append(Catalog.quote(staged));
        boolean hasProviders = PgDatabase.major(connection) >= 15;
        String icu = PgDatabase.major(connection) >= 17 ? "datlocale" : "daticulocale";
        try (PreparedStatement query =
                connection.prepareStatement("SELECT pg_encoding_to_char(encoding), datcollate, datctype,"
                        + " (SELECT spcname FROM pg_catalog.pg_tablespace t WHERE t.oid = dattablespace AND t.spcname <> 'pg_default'),"
                        + " datconnlimit"
                        + (hasProviders ? ", datlocprovider, " + icu : ", 'c', NULL")
                        + " FROM pg_catalog.pg_database WHERE datname = ?")) {
            query.setString(1, live());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new BackupException(
                            FAILED,
                            Map.of("reason", "no database " + live()),
                            "the database " + live() + " does not exist; create it empty, and restore again");
                }
                sql.append(" TEMPLATE template0 ENCODING ").append(text(row.getString(1)));
                sql.append(" LC_COLLATE ").append(text(row.getString(2)));
                sql.append(" LC_CTYPE ").append(text(row.getString(3)));
                if (row.getString(4) != null) {
                    sql.append(" TABLESPACE ").append(Catalog.quote(row.getString(4)));
                }
                sql.append(" CONNECTION LIMIT ").append(row.getInt(5));
                if ("i".equals(row.getString(6))) {
                    sql.append(" LOCALE_PROVIDER icu ICU_LOCALE ").append(text(row.getString(7)));
                } else if ("b".equals(row.getString(6))) {
                    sql.append(" LOCALE_PROVIDER builtin BUILTIN_LOCALE ").append(text(row.getString(7)));
                }
            }
        }
        PgServer.execute(connection, sql.toString());
        for (String statement : properties(connection, staged)) {
            PgServer.execute(connection, statement);
        }
    }

    /** The statements that give a database the settings and the access rights of the live one. */
    private List<String> properties(Connection connection, String staged) throws SQLException {
        String name = Catalog.quote(staged);
        List<String> statements = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT unnest(s.setconfig) FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
                WHERE d.datname = ? AND s.setrole = 0""")) {
            query.setString(1, live());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String[] setting = row.getString(1).split("=", 2);
                    // A list, such as a search path, is stored as SQL has it.
                    boolean isList = setting[0].equals("search_path") || setting[0].endsWith("_preload_libraries");
                    statements.add("ALTER DATABASE " + name + " SET " + Catalog.quote(setting[0]) + " TO "
                            + (isList && !setting[1].isEmpty() ? setting[1] : text(setting[1])));
                }
            }
        }
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT a.privilege_type, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END
                FROM pg_catalog.pg_database d, aclexplode(d.datacl) a WHERE d.datname = ?""")) {
            query.setString(1, live());
            try (ResultSet row = query.executeQuery()) {
                boolean first = true;
                while (row.next()) {
                    if (first) {
                        statements.add("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
                        first = false;
                    }
                    statements.add("GRANT " + row.getString(1) + " ON DATABASE " + name + " TO " + row.getString(2));
                }
            }
        }
        return statements;
    }

    private static String text(String value) {
        String doubled = value.replace("'", "''");
        return doubled.contains("\\") ? " E'" + doubled.replace("\\", "\\\\") + "'" : "'" + doubled + "'";
    }

    void swap(String id, boolean force) {
        try (Connection connection = server.maintenance()) {
            if (state(connection, id) == State.STAGED) {
                if (!force) {
                    server.requireUnused(connection, PgServer.NONE);
                }
                rename(connection, live(), name(OLD, id), name(NEW, id), force);
            }
        } catch (SQLException e) {
            requireState(id, State.SWAPPED, e);
        }
    }

    void undo(String id) {
        try (Connection connection = server.maintenance()) {
            if (state(connection, id) == State.SWAPPED) {
                drop(connection, name(NEW, id));
                rename(connection, live(), name(NEW, id), name(OLD, id), true);
            }
        } catch (SQLException e) {
            requireState(id, State.STAGED, e);
        }
    }

    /** After a failure: if the connection broke only when the commit was to be answered, the renaming is done all the same. */
    private void requireState(String id, State wanted, SQLException failure) {
        State now;
        try {
            now = state(id);
        } catch (SQLException unreachable) {
            throw new BackupException(
                    FAILED,
                    Map.of("reason", String.valueOf(failure.getMessage())),
                    "the connection broke, and whether the live database was replaced is not known; try the same again",
                    failure);
        }
        if (now != wanted) {
            throw PgServer.failed(failure);
        }
    }

    /**
     * Renames the live database to another name, and a third one to the live name, in one transaction. While PostgreSQL waits for the
     * sessions of the live one to end, it lets no new one begin; so they are ended from another connection meanwhile.
     */
    @SuppressWarnings("try") // to be closed is its use
    private void rename(Connection connection, String from, String aside, String into, boolean force)
            throws SQLException {
        Session session = Session.of(connection);
        connection.setAutoCommit(false);
        try (PgServer.SessionKiller killer = force ? server.killSessions(List.of(from, into), PgServer.NONE) : null) {
            PgServer.lock(connection, "pg_try_advisory_xact_lock", lock());
            PgServer.execute(
                    connection, "ALTER DATABASE " + Catalog.quote(from) + " RENAME TO " + Catalog.quote(aside));
            PgServer.execute(connection, "ALTER DATABASE " + Catalog.quote(into) + " RENAME TO " + Catalog.quote(from));
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            try {
                connection.rollback();
            } catch (SQLException broken) {
                server.end(session);
                e.addSuppressed(broken);
            }
            throw e;
        }
    }

    void discard(String id) throws SQLException {
        try (Connection connection = server.maintenance()) {
            drop(connection, name(NEW, id));
            drop(connection, name(OLD, id));
        }
    }

    private static void drop(Connection connection, String name) throws SQLException {
        String force = PgDatabase.major(connection) >= 13 ? " WITH (FORCE)" : "";
        PgServer.execute(connection, "DROP DATABASE IF EXISTS " + Catalog.quote(name) + force);
    }

    State state(String id) throws SQLException {
        try (Connection connection = server.maintenance()) {
            return state(connection, id);
        }
    }

    /** Where a restore stands. A renaming that a dead process has left is ended first: it could be committed a moment later. */
    State state(Connection connection, String id) throws SQLException {
        PgServer.lock(connection, "pg_try_advisory_xact_lock", lock()); // for this statement
        String exists = "SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)";
        if (PgServer.is(connection, exists, name(OLD, id))) {
            return State.SWAPPED;
        }
        return PgServer.is(connection, exists, name(NEW, id)) ? State.STAGED : State.ABSENT;
    }

    /** The key of the lock that a renaming of the live database holds to its end. Other databases are renamed from the same one, too. */
    private long lock() throws SQLException {
        return LOCK | (live().hashCode() & 0xffffffffL);
    }

    /** The ids in the names of databases. */
    List<String> leftovers(Connection connection) throws SQLException {
        Pattern ours = Pattern.compile(
                Pattern.quote(stem()) + "(?:" + NEW + "|" + OLD + ")(" + RestoreId.PATTERN.pattern() + ")");
        List<String> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT datname FROM pg_catalog.pg_database ORDER BY 1")) {
            while (row.next()) {
                Matcher name = ours.matcher(row.getString(1));
                if (name.matches() && !ids.contains(name.group(1))) {
                    ids.add(name.group(1));
                }
            }
        }
        return ids;
    }

    private String name(String part, String id) throws SQLException {
        return stem() + part + id;
    }

    /** The live name, cut so that part and id still fit into the bytes that PostgreSQL allows. */
    private String stem() throws SQLException {
        String stem = live();
        int room = LONGEST_NAME - NEW.length() - RestoreId.LONGEST;
        while (stem.getBytes(StandardCharsets.UTF_8).length > room) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem;
    }

    private String live() throws SQLException {
        return server.live();
    }
}
