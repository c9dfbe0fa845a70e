package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseRestore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Restores a dump of PostgreSQL: beside the live database and then in its place ({@link PgDatabaseSwap}), or, where the role may not create
 * databases, in one transaction of the live one ({@link PgTransaction}). Used by one thread at a time.
 *
 * <p>What PostgreSQL keeps for a database and not in it comes from the live one: encoding, locale, tablespace, settings, and who may
 * connect. Owners and privileges of single tables are not in a dump; grant them again to other roles after a restore.
 */
public final class PgRestore implements DatabaseRestore {
    /** A version's first number; a longer one is cut. */
    private static final Pattern MAJOR = Pattern.compile("\\d{1,9}");

    private static final String LOOPBACK = "localhost|127\\..*|\\[?::1\\]?";

    private final PgServer server;
    private final PgDumpReader reader;
    private final PgDatabaseSwap beside;
    private final PgTransaction within;

    PgRestore(PgDatabase database, Programs programs) {
        this.server = new PgServer(database);
        this.reader = new PgDumpReader(programs);
        this.beside = new PgDatabaseSwap(server, reader);
        this.within = new PgTransaction(server, reader);
    }

    /** What is asked or done. */
    private interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    private <R> R ask(Work<R> question) {
        try (Connection connection = server.catalog()) {
            return question.run(connection);
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
    }

    @Override
    public List<Obstacle> check(DatabaseInfo dumped) {
        List<Obstacle> obstacles = new ArrayList<>();
        if (!dumped.kind().equals(PgDatabase.KIND)) {
            obstacles.add(new Obstacle("WRONG_ENGINE", dumped.kind(), true));
            return obstacles;
        }
        return ask(connection -> {
            int major = PgDatabase.major(connection);
            Matcher number = MAJOR.matcher(dumped.version());
            if (number.lookingAt() && Integer.parseInt(number.group()) > major) {
                obstacles.add(new Obstacle("OLDER_SERVER", Integer.toString(major), true));
            }
            try {
                reader.program(major);
            } catch (BackupException e) {
                obstacles.add(new Obstacle(e.code(), "pg_restore", true));
            }
            boolean isWithin = !server.mayCreateDatabases(connection);
            if (isWithin) {
                obstacles.add(new Obstacle("MAY_NOT_CREATE_DATABASE", server.live(), false));
                obstacles.addAll(within.check(dumped));
            }
            for (String extension : dumped.extensions().keySet()) {
                if (!isInstallable(connection, extension) && !(isWithin && isInstalled(extension))) {
                    obstacles.add(new Obstacle("MISSING_EXTENSION", extension, true));
                }
            }
            long sessions = server.sessions(connection, PgServer.NONE);
            if (sessions > 0) {
                obstacles.add(new Obstacle("IN_USE", Long.toString(sessions), false));
            }
            return obstacles;
        });
    }

    private static boolean isInstallable(Connection connection, String extension) throws SQLException {
        return PgServer.is(connection, """
                SELECT EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v
                WHERE v.name = ? AND (NOT v.superuser OR v.trusted OR %s))""".formatted(PgServer.isSuperuser(connection)), extension);
    }

    private boolean isInstalled(String extension) throws SQLException {
        try (Connection live = server.connect()) {
            return PgServer.is(
                    live, "SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = ?)", extension);
        }
    }

    /** The server's own folder, where the server is on this machine and the role may ask for it. */
    @Override
    public Optional<Path> folder() {
        return ask(connection -> {
            String host = connection.getMetaData().getURL().replaceAll("^jdbc:postgresql:(//([^:/]*).*)?", "$2");
            if (!host.isEmpty() && !host.matches(LOOPBACK)) {
                return Optional.empty();
            }
            String folder = Catalog.first(
                    connection, "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'data_directory'");
            try {
                return Optional.ofNullable(folder).map(Path::of).filter(Files::isDirectory);
            } catch (InvalidPathException ofAnotherSystem) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void stage(String id, Path dump, boolean force, LongConsumer read) {
        change(id, () -> {
            boolean isBeside;
            try (Connection connection = server.catalog()) {
                isBeside = server.mayCreateDatabases(connection);
            }
            if (isBeside) {
                beside.stage(id, dump, read);
            } else {
                within.stage(id, dump, force, read);
            }
        });
    }

    /** A change of databases. */
    private interface Change {
        void run() throws SQLException;
    }

    private static void change(String id, Change change) {
        RestoreId.require(id);
        try {
            change.run();
        } catch (SQLException e) {
            throw PgServer.failed(e);
        }
    }

    @Override
    public DatabaseContents staged(String id) {
        RestoreId.require(id);
        try (Connection connection = stagedSource(id).getConnection()) {
            PgDatabase.begin(connection);
            DatabaseContents contents = PgDatabase.contents(connection);
            connection.rollback();
            return contents;
        } catch (SQLException e) {
            throw PgServer.failed(e);
        }
    }

    @Override
    public String location(String id) {
        RestoreId.require(id);
        try {
            return within.isOpen(id) ? server.live() : beside.location(id);
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
    }

    @Override
    public List<InsertTrial> tryInserts(String id) {
        RestoreId.require(id);
        try (Connection connection = stagedSource(id).getConnection()) {
            List<InsertTrial> trials = new PgInsertTrials(connection).run();
            connection.rollback();
            return trials;
        } catch (SQLException e) {
            throw PgServer.failed(e);
        }
    }

    @Override
    public <T> T open(String id, Class<T> form) {
        RestoreId.require(id);
        return StagedSource.as(form, stagedSource(id));
    }

    private DataSource stagedSource(String id) {
        return within.isOpen(id) ? within.source() : new StagedSource(() -> beside.staged(id));
    }

    @Override
    public void swap(String id, boolean force) {
        change(id, () -> {
            if (within.isOpen(id)) {
                within.swap(id, force);
            } else {
                beside.swap(id, force);
            }
        });
    }

    @Override
    public void undo(String id) {
        change(id, () -> {
            within.rollback();
            if (besides(id) != State.ABSENT) {
                beside.undo(id);
            }
        });
    }

    @Override
    public void discard(String id) {
        change(id, () -> {
            within.discard(id);
            if (besides(id) != State.ABSENT) {
                beside.discard(id);
            }
        });
    }

    @Override
    public State state(String id) {
        RestoreId.require(id);
        if (within.isOpen(id)) {
            return State.STAGED;
        }
        try {
            State state = besides(id);
            return state == State.ABSENT && within.isMarked(id) ? State.SWAPPED : state;
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
    }

    private State besides(String id) throws SQLException {
        try (Connection connection = server.catalog()) {
            return beside.state(connection, id);
        }
    }

    @Override
    public List<String> leftovers() {
        return ask(connection -> {
            List<String> ids = new ArrayList<>(beside.leftovers(connection));
            within.leftovers().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
            return ids;
        });
    }
}
