package dev.cartable.cli.frame;

import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.jdbc.JdbcBackups;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.RosterOwnership;
import dev.cartable.jdbc.SchemaMode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ds.common.BaseDataSource;

/** The database that a command line names. Nothing is opened or made until it is asked for. */
final class Database {
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int CONNECTIONS = 6;

    /** How much H2 writes at most while a restore is planned, beside a copy of what it has. */
    private static final long MOST_WRITTEN = 8L << 20;

    private final String url;
    private final Options options;
    private final Map<String, String> environment;
    private final Words words;
    private final Path directory;

    Database(Surroundings around, Options options, Words words) {
        this.directory = around.directory();
        this.url = options.db == null ? H2 + "file:" + here("cartable") : options.db;
        this.options = options;
        this.environment = around.environment();
        this.words = words;
        requireKnown(url, words);
    }

    /** Refuses an address of a database that is neither H2 nor PostgreSQL. */
    static void requireKnown(String url, Words words) {
        if (!url.startsWith(H2) && !url.startsWith(POSTGRESQL)) {
            throw CommandException.usage(words.text("error.db-url"));
        }
    }

    private String here(String name) {
        return directory.toString().isEmpty()
                ? "./" + name
                : directory.resolve(name).toAbsolutePath().toString();
    }

    /** The address without what may be secret. */
    String name() {
        String withoutOptions = url.startsWith(H2) ? url.split(";", 2)[0] : url.split("\\?", 2)[0];
        return Runs.hideSecrets(withoutOptions);
    }

    boolean isFile() {
        return isFile(url);
    }

    private static boolean isFile(String url) {
        String place = url.substring(Math.min(H2.length(), url.length()));
        return url.startsWith(H2)
                && !place.startsWith("mem:")
                && !place.startsWith("tcp:")
                && !place.startsWith("ssl:")
                && !place.startsWith("zip:");
    }

    /** Whether it is a file that is not there, or that a killed process has left before anything was stored in it. */
    boolean isMissing() {
        return isFile() && (!Files.exists(file()) || H2File.isEmpty(file(), url));
    }

    private Path file() {
        return Path.of(filePlace() + ".mv.db");
    }

    /** Where the key is kept if nothing else is said: beside an embedded database, otherwise in the working directory. */
    Path keyPlace() {
        if (!isFile()) {
            return Path.of(here("cartable.key"));
        }
        return Path.of(filePlace() + ".key");
    }

    /** Where the settings are for a database that was named: beside its file, if it is one. */
    static Path settingsFolder(@Nullable String named, Path directory) {
        Path file = named == null || !isFile(named) ? null : Path.of(filePlace(named));
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        return folder == null ? directory : folder;
    }

    private String filePlace() {
        return filePlace(url);
    }

    private static String filePlace(String url) {
        String place = url.substring(H2.length()).split(";", 2)[0].replaceFirst("^(file|nio|nioMapped|async):", "");
        return place.startsWith("~") ? System.getProperty("user.home") + place.substring(1) : place;
    }

    /** The database for writing, made if it is an H2 file that is not there. */
    Opened open() {
        if (isFile()) {
            H2File.clearStub(file(), url);
            if (!Files.exists(file())) {
                makePrivate();
            }
        }
        return open(url, false, SchemaMode.MIGRATE);
    }

    /** Makes the file of a new database, empty, so that it is for its owner alone from its first byte; H2 fills it. */
    private void makePrivate() {
        Path file = file().toAbsolutePath();
        Path folder = file.getParent();
        try {
            if (folder != null
                    && Files.getFileStore(Files.createDirectories(folder)).supportsFileAttributeView("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException anotherWasFirst) {
            // The database of another process.
        } catch (IOException e) {
            throw CommandException.failed(
                    "DATABASE",
                    words.text(
                            "error.db-unreachable",
                            Map.of("db", name(), "detail", e.getClass().getSimpleName())));
        }
    }

    /** The database for writing, its tables brought up to date; empty if there is none, or none with our tables. */
    Optional<Opened> openExisting() {
        if (isMissing()) {
            return Optional.empty();
        }
        try {
            Opened opened = open(url.startsWith(H2) ? with(url, "IFEXISTS=TRUE") : url, false, SchemaMode.NEVER);
            if (opened.isWithoutTables()) {
                opened.close();
                return Optional.empty();
            }
            return Optional.of(opened.migrated());
        } catch (NotThere e) {
            return Optional.empty();
        }
    }

    /** The database as it is, which will not be written to; empty if there is none. */
    Optional<Opened> openReadOnly() {
        return openReadOnly(!hasRosterInViews());
    }

    /** The whole database, whether it has tables of ours or none; empty if there is none. */
    Optional<Opened> openForBackup() {
        return openReadOnly(false);
    }

    /**
     * The whole database, to be replaced; an empty one if there is none. No connection to it stays open between two uses, and H2 does not
     * compact its file each time that it is closed.
     */
    Opened openForRestore() {
        if (isFile()) {
            requireRoom();
            H2File.clearStub(file(), url);
            if (!Files.exists(file())) {
                makePrivate();
            }
        }
        DataSource source = url.startsWith(H2)
                ? h2(
                        isFile() ? with(url, "MAX_COMPACT_TIME=0") : url,
                        environment.get("CARTABLE_DB_USER"),
                        environment.get("CARTABLE_DB_PASSWORD"))
                : postgresql(new PGSimpleDataSource(), url, false);
        try (Connection first = source.getConnection()) {
            first.getMetaData();
        } catch (SQLException e) {
            throw refused(e);
        }
        JdbcStores stores = stores(source, SchemaMode.NEVER);
        return new Opened(
                source, stores, stores.schema().isAbsent(), () -> stores(source, SchemaMode.MIGRATE), () -> {});
    }

    /** H2 may damage a database that it writes while its disk is full, so that one is not even opened then. A restore needs more than this. */
    private void requireRoom() {
        Path file = file().toAbsolutePath();
        try {
            long needed = MOST_WRITTEN + (Files.exists(file) ? Files.size(file) : 0);
            Path folder = file.getParent();
            if (folder == null || !Files.exists(folder)) {
                return;
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < needed) {
                throw CommandException.failed(
                        "DISK_FULL",
                        words.text("error.DISK_FULL.needed", Map.of("needed", needed, "free", free, "path", file)));
            }
        } catch (IOException e) {
            throw CommandException.failed(
                    "DATABASE", words.text("error.db-unreachable", Map.of("db", name(), "detail", e.toString())));
        }
    }

    private Optional<Opened> openReadOnly(boolean withRoster) {
        if (!url.startsWith(H2)) {
            return Optional.of(open(url, true, SchemaMode.NEVER, withRoster));
        }
        if (isMissing()) {
            return Optional.empty();
        }
        String existing = with(url, "IFEXISTS=TRUE");
        String readOnly =
                isFile() && !upper(url).contains("AUTO_SERVER") ? with(existing, "ACCESS_MODE_DATA=r") : existing;
        try {
            return Optional.of(open(readOnly, true, SchemaMode.NEVER, withRoster));
        } catch (NotThere e) {
            return Optional.empty();
        } catch (CommandException e) {
            if (readOnly.equals(existing) || e.code().equals("DATABASE_IN_USE")) {
                throw e;
            }
            // One that a crash has left needs writing to be opened at all.
            return Optional.of(open(existing, true, SchemaMode.NEVER, withRoster));
        }
    }

    private Opened open(String address, boolean readOnly, SchemaMode mode) {
        return open(address, readOnly, mode, !hasRosterInViews());
    }

    private Opened open(String address, boolean readOnly, SchemaMode mode, boolean withRoster) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(source(address, readOnly));
        pool.setMaxConnections(CONNECTIONS);
        try {
            try (Connection first = pool.getConnection()) {
                first.getMetaData();
            } catch (SQLException e) {
                throw refused(e);
            }
            JdbcStores stores = stores(pool, mode);
            if (mode == SchemaMode.NEVER && withRoster) {
                requireRoster(stores);
            }
            // Whether there are tables is asked here, where a refusal closes the pool.
            boolean absent = mode == SchemaMode.NEVER && stores.schema().isAbsent();
            return new Opened(pool, stores, absent, () -> stores(pool, SchemaMode.MIGRATE), pool::dispose);
        } catch (RuntimeException e) {
            pool.dispose();
            throw e;
        }
    }

    /** What dumps an open database. */
    DatabaseDump dump(Opened opened, Optional<Path> programs) {
        return backups(opened, programs).dump();
    }

    /** What dumps and restores an open database. */
    JdbcBackups backups(Opened opened, Optional<Path> programs) {
        JdbcBackups.Builder backups = JdbcBackups.builder(opened.source());
        if (options.tablePrefix != null) {
            backups.prefix(options.tablePrefix);
        }
        programs.ifPresent(backups::programs);
        if (url.startsWith(POSTGRESQL)) {
            backups.url(url);
            String user = environment.get("CARTABLE_DB_USER");
            String password = environment.get("CARTABLE_DB_PASSWORD");
            if (user != null && password != null) {
                backups.credentials(user, password);
            }
        }
        return backups.build();
    }

    /** Whether the host's views are the roster. */
    boolean hasRosterInViews() {
        return "views".equals(options.rosterSource);
    }

    /** Also where nothing is written: a dry run over what a real run refuses would promise too much. */
    private void requireRoster(JdbcStores stores) {
        String problems = stores.rosterRelations().stream()
                .flatMap(relation -> relation.problems().stream())
                .collect(Collectors.joining("\n\n"));
        if (!problems.isEmpty()) {
            throw CommandException.failed("ROSTER_SOURCE", words.text("error.ROSTER_SOURCE", "detail", problems));
        }
    }

    private JdbcStores stores(DataSource pool, SchemaMode mode) {
        return in(JdbcStores.builder(pool)).schemaMode(mode).build();
    }

    /** How the stores are opened, in the live database and in a restored one. */
    JdbcStores.Builder in(JdbcStores.Builder builder) {
        builder.roster(hasRosterInViews() ? RosterOwnership.VIEWS : RosterOwnership.TABLES);
        if (options.tablePrefix != null) {
            builder.prefix(options.tablePrefix);
        }
        if (options.schema != null) {
            builder.schema(options.schema);
        }
        return builder;
    }

    private ConnectionPoolDataSource source(String address, boolean readOnly) {
        String user = environment.get("CARTABLE_DB_USER");
        String password = environment.get("CARTABLE_DB_PASSWORD");
        return url.startsWith(H2)
                ? h2(address, user, password)
                : postgresql(new PGConnectionPoolDataSource(), address, readOnly);
    }

    private static JdbcDataSource h2(String address, @Nullable String user, @Nullable String password) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(address);
        if (!upper(address).contains(";USER=")) {
            source.setUser(user == null ? "sa" : user);
        }
        if (!upper(address).contains(";PASSWORD=")) {
            source.setPassword(password == null ? "" : password);
        }
        return source;
    }

    private <T extends BaseDataSource> T postgresql(T source, String address, boolean readOnly) {
        String user = environment.get("CARTABLE_DB_USER");
        String password = environment.get("CARTABLE_DB_PASSWORD");
        try {
            source.setURL(address);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(words.text("error.db-url"));
        }
        if (user != null) {
            source.setUser(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        source.setApplicationName("cartable");
        source.setReadOnly(readOnly);
        return source;
    }

    private RuntimeException refused(SQLException e) {
        if (e.getErrorCode() == ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1
                || e.getErrorCode() == ErrorCode.DATABASE_NOT_FOUND_1) {
            return new NotThere();
        }
        if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return CommandException.ended(Exit.HELD, "DATABASE_IN_USE", words.text("error.db-in-use", "db", name()));
        }
        String said = Runs.hideSecrets(
                String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String known = "db." + state.substring(0, Math.min(2, state.length()));
        String detail = words.has(known)
                ? words.text(known)
                : words.text("error.db-answer", Map.of("detail", said, "state", state));
        return CommandException.failed(
                "DATABASE", words.text("error.db-unreachable", Map.of("db", name(), "detail", detail)));
    }

    private static String with(String address, String setting) {
        return upper(address).contains(";" + setting.split("=", 2)[0] + "=") ? address : address + ";" + setting;
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** There is no database. */
    private static final class NotThere extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
