package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.jdbc.backup.Programs.Program;
import dev.cartable.jdbc.backup.Programs.Running;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Restores a dump into a database of its own beside the live one, and swaps the two by renaming both in one transaction: at every moment the
 * live name belongs to the old database or to the new one. The names of the others have the id of the restore, so another process finds
 * them after a crash. The role must own the live database and be allowed to create databases. Used by one thread at a time.
 *
 * <p>What PostgreSQL keeps for a database and not in it comes from the live one: encoding, locale, tablespace, settings, and who may
 * connect. Owners and privileges of single tables are not in a dump; grant them again to other roles after a restore.
 */
public final class PgRestore implements DatabaseRestore {
    private static final String FAILED = "RESTORE_FAILED";
    private static final String NEW = "_cartable_new_";
    private static final String OLD = "_cartable_old_";
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_ID = 16;
    /** At twenty in a second. */
    private static final int ENDINGS = 600;

    private static final Pattern ID = Pattern.compile("[a-z0-9]{1," + LONGEST_ID + "}");
    private static final List<String> MAINTENANCE = List.of("postgres", "template1");

    /** Entries of a dump that only a superuser, or the owner of what the server has installed, can restore; and replication. */
    private static final Pattern LEFT_OUT =
            Pattern.compile("^\\d+; \\d+ \\d+ COMMENT - (EXTENSION .*|SCHEMA public .*)$");

    private final PgDatabase database;
    private final Programs programs;
    private @Nullable String live;
    private @Nullable PgAddress known;

    PgRestore(PgDatabase database, Programs programs) {
        this.database = database;
        this.programs = programs;
    }

    @Override
    public List<Obstacle> check(DatabaseInfo dumped) {
        List<Obstacle> obstacles = new ArrayList<>();
        if (!dumped.kind().equals(PgDatabase.KIND)) {
            obstacles.add(new Obstacle("WRONG_ENGINE", dumped.kind(), true));
            return obstacles;
        }
        try (Connection connection = maintenance()) {
            int major = PgDatabase.major(connection);
            if (Integer.parseInt(dumped.version().replaceAll("\\D.*", "")) > major) {
                obstacles.add(new Obstacle("OLDER_SERVER", Integer.toString(major), true));
            }
            try {
                programs.require("pg_restore", major);
            } catch (BackupException e) {
                obstacles.add(new Obstacle(e.code(), "pg_restore", true));
            }
            boolean isSuperuser =
                    is(connection, "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user");
            if (!isSuperuser
                    && !is(
                            connection,
                            "SELECT r.rolcreatedb AND pg_catalog.pg_has_role(d.datdba, 'USAGE') FROM pg_catalog.pg_roles r,"
                                    + " pg_catalog.pg_database d WHERE r.rolname = current_user AND d.datname = ?",
                            live())) {
                obstacles.add(new Obstacle("MAY_NOT_CREATE_DATABASE", live(), true));
            }
            for (String extension : dumped.extensions().keySet()) {
                String installable = """
                        SELECT EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v
                        WHERE v.name = ? AND (NOT v.superuser OR v.trusted OR %s))""".formatted(isSuperuser);
                if (!is(connection, installable, extension)) {
                    obstacles.add(new Obstacle("MISSING_EXTENSION", extension, true));
                }
            }
            long sessions = sessions(connection);
            if (sessions > 0) {
                obstacles.add(new Obstacle("IN_USE", Long.toString(sessions), false));
            }
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
        return obstacles;
    }

    @Override
    public Optional<Path> folder() {
        return Optional.empty();
    }

    private static boolean is(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Override
    public void stage(String id, Path dump) {
        String staged = name(NEW, id);
        try (Connection connection = maintenance()) {
            drop(connection, staged);
            create(connection, staged);
            Program tool = programs.require("pg_restore", PgDatabase.major(connection));
            restore(tool, dump, staged);
            try (Connection inside = PgDatabase.connect(address(), staged);
                    Statement statement = inside.createStatement()) {
                statement.execute("ANALYZE"); // without statistics, the school's first day would be slow
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void restore(Program tool, Path dump, String staged) {
        Path list = null;
        try {
            list = Files.createTempFile(programs.temporary(), "cartable-restore-", ".list");
            List<String> entries = new ArrayList<>();
            try (Running listing = programs.start(
                    tool, List.of("--list", dump.toString()), null, null, output -> read(output, entries))) {
                listing.await(FAILED);
            }
            entries.removeIf(entry -> LEFT_OUT.matcher(entry).matches());
            Files.write(list, entries);
            List<String> arguments = List.of(
                    "--exit-on-error",
                    "--no-owner",
                    "--no-privileges",
                    "--no-tablespaces",
                    "--no-security-labels",
                    "--no-publications",
                    "--no-subscriptions",
                    "--no-password",
                    "--use-list=" + list,
                    PgDump.target(staged));
            try (Running running = programs.start(
                    tool,
                    arguments,
                    address(),
                    input -> Files.copy(dump, input),
                    output -> output.transferTo(OutputStream.nullOutputStream()))) {
                running.await(FAILED);
            }
        } catch (IOException | SQLException e) {
            throw new BackupException(
                    FAILED,
                    Map.of("reason", e.toString()),
                    "the dump cannot be read; the live database is unchanged",
                    e);
        } finally {
            delete(list);
        }
    }

    private static void read(InputStream output, List<String> lines) throws IOException {
        new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
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
        execute(connection, sql.toString());
        for (String statement : properties(connection, staged)) {
            execute(connection, statement);
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

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public DatabaseContents staged(String id) {
        try (Connection connection = PgDatabase.connect(address(), name(NEW, id))) {
            PgDatabase.begin(connection);
            DatabaseContents contents = PgDatabase.contents(connection);
            connection.rollback();
            return contents;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public String location(String id) {
        return name(NEW, id);
    }

    @Override
    public List<InsertTrial> tryInserts(String id) {
        try (Connection connection = PgDatabase.connect(address(), name(NEW, id))) {
            List<InsertTrial> trials = new PgInsertTrials(connection).run();
            connection.rollback();
            return trials;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    DataSource stagedSource(String id) {
        return new StagedSource(() -> PgDatabase.connect(address(), name(NEW, id)));
    }

    @Override
    public void swap(String id, boolean force) {
        try (Connection connection = maintenance()) {
            if (state(connection, id) == State.STAGED) {
                requireUnused(connection, force);
                rename(connection, live(), name(OLD, id), name(NEW, id), force);
            }
        } catch (SQLException e) {
            requireState(id, State.SWAPPED, e);
        }
    }

    @Override
    public void undo(String id) {
        try (Connection connection = maintenance()) {
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
        } catch (BackupException unreachable) {
            throw new BackupException(
                    FAILED,
                    Map.of("reason", String.valueOf(failure.getMessage())),
                    "the connection broke, and whether the live database was replaced is not known; try the same again",
                    failure);
        }
        if (now != wanted) {
            throw failed(failure);
        }
    }

    private void requireUnused(Connection connection, boolean force) throws SQLException {
        long sessions = sessions(connection);
        if (sessions > 0 && !force) {
            throw new BackupException(
                    "DATABASE_IN_USE",
                    Map.of("sessions", Long.toString(sessions)),
                    "the database " + live() + " has " + sessions
                            + " sessions; it is unchanged. Stop the applications that use"
                            + " it, or restore with force");
        }
    }

    private long sessions(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid()")) {
            query.setString(1, live());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Renames the live database to another name, and a third one to the live name, in one transaction. While PostgreSQL waits for the
     * sessions of the live one to end, it lets no new one begin; so they are ended from another connection meanwhile.
     */
    private void rename(Connection connection, String from, String aside, String into, boolean force)
            throws SQLException {
        AtomicBoolean done = new AtomicBoolean();
        Thread ender = new Thread(() -> endSessions(done, List.of(from, into)), "cartable-restore-sessions");
        ender.setDaemon(true);
        Session session = Session.of(connection);
        connection.setAutoCommit(false);
        try {
            if (force) {
                ender.start();
            }
            execute(connection, "ALTER DATABASE " + Catalog.quote(from) + " RENAME TO " + Catalog.quote(aside));
            execute(connection, "ALTER DATABASE " + Catalog.quote(into) + " RENAME TO " + Catalog.quote(from));
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            try {
                connection.rollback();
            } catch (SQLException broken) {
                end(session);
                e.addSuppressed(broken);
            }
            throw e;
        } finally {
            done.set(true);
        }
    }

    /** A session of the server; process ids come round again. */
    private record Session(int pid, String since) {
        static Session of(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT pid, backend_start::text"
                            + " FROM pg_catalog.pg_stat_activity WHERE pid = pg_backend_pid()")) {
                row.next();
                return new Session(row.getInt(1), row.getString(2));
            }
        }
    }

    /** Ends a session whose connection broke, and waits for its end: it may be committing still. */
    private void end(Session session) {
        try (Connection connection = maintenance();
                PreparedStatement end = connection.prepareStatement("SELECT pg_terminate_backend(pid)"
                        + " FROM pg_catalog.pg_stat_activity WHERE pid = ? AND backend_start::text = ?")) {
            end.setInt(1, session.pid());
            end.setString(2, session.since());
            for (int attempt = 0; attempt < ENDINGS; attempt++) {
                try (ResultSet row = end.executeQuery()) {
                    if (!row.next()) {
                        return;
                    }
                }
                LockSupport.parkNanos(50_000_000L);
            }
        } catch (SQLException unreachable) {
            // The question for the state says so.
        }
    }

    private void endSessions(AtomicBoolean done, List<String> names) {
        try (Connection connection = maintenance();
                PreparedStatement end = connection.prepareStatement("SELECT pg_terminate_backend(pid)"
                        + " FROM pg_catalog.pg_stat_activity WHERE datname IN (?, ?) AND pid <> pg_backend_pid()"
                        + " AND backend_type = 'client backend'")) {
            end.setString(1, names.get(0));
            end.setString(2, names.get(1));
            while (!done.get()) {
                end.executeQuery().close();
                LockSupport.parkNanos(50_000_000L);
            }
        } catch (SQLException mayNotEndThem) {
            // The renaming says that the database is in use.
        }
    }

    @Override
    public void discard(String id) {
        try (Connection connection = maintenance()) {
            drop(connection, name(NEW, id));
            drop(connection, name(OLD, id));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void drop(Connection connection, String name) throws SQLException {
        String force = PgDatabase.major(connection) >= 13 ? " WITH (FORCE)" : "";
        execute(connection, "DROP DATABASE IF EXISTS " + Catalog.quote(name) + force);
    }

    @Override
    public State state(String id) {
        try (Connection connection = maintenance()) {
            return state(connection, id);
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
    }

    private State state(Connection connection, String id) throws SQLException {
        String exists = "SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)";
        if (is(connection, exists, name(OLD, id))) {
            return State.SWAPPED;
        }
        return is(connection, exists, name(NEW, id)) ? State.STAGED : State.ABSENT;
    }

    @Override
    public List<String> leftovers() {
        Pattern ours = Pattern.compile(Pattern.quote(stem()) + "(?:" + NEW + "|" + OLD + ")(" + ID.pattern() + ")");
        List<String> ids = new ArrayList<>();
        try (Connection connection = maintenance();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT datname FROM pg_catalog.pg_database ORDER BY 1")) {
            while (row.next()) {
                Matcher name = ours.matcher(row.getString(1));
                if (name.matches() && !ids.contains(name.group(1))) {
                    ids.add(name.group(1));
                }
            }
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
        return ids;
    }

    private String name(String part, String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id \"" + id + "\" is not 1 to 16 lower-case letters and digits");
        }
        return stem() + part + id;
    }

    /** The live name, cut so that part and id still fit into the bytes that PostgreSQL allows. */
    private String stem() {
        try {
            String stem = live();
            int room = LONGEST_NAME - NEW.length() - LONGEST_ID;
            while (stem.getBytes(StandardCharsets.UTF_8).length > room) {
                stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
            }
            return stem;
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
    }

    /** The name of the live database. */
    private String live() throws SQLException {
        String name = live;
        if (name == null) {
            name = address().database();
            if (name == null) {
                try (Connection connection = database.dataSource().getConnection()) {
                    name = String.valueOf(Catalog.first(connection, "SELECT current_database()"));
                }
            }
            live = name;
        }
        return name;
    }

    private PgAddress address() throws SQLException {
        PgAddress address = known;
        if (address == null) {
            address = database.address();
            known = address;
        }
        return address;
    }

    /** A connection to a database that is never renamed here. */
    private Connection maintenance() throws SQLException {
        SQLException refused = null;
        for (String name : MAINTENANCE) {
            try {
                if (!name.equals(live())) {
                    return PgDatabase.connect(address(), name);
                }
            } catch (SQLException e) {
                refused = e;
            }
        }
        throw refused == null ? new SQLException("no database to connect to", "3D000") : refused;
    }

    private static BackupException failed(SQLException e) {
        BackupException reason = Catalog.unreachable(e);
        if ("55006".equals(e.getSQLState())) {
            return new BackupException(
                    "DATABASE_IN_USE",
                    Map.of("sessions", "1"),
                    "the database is still in use, and it is unchanged; stop what uses it, and try again");
        }
        return reason.code().equals("DUMP_FAILED")
                ? new BackupException(
                        FAILED, reason.facts(), reason.getMessage() + "; the live database is unchanged", e)
                : reason;
    }
}
