package dev.cartable.jdbc.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.jdbc.backup.H2Script.UnexpectedStatementException;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Restores a script into a new file beside the database's, and swaps the two by one atomic rename, after the database was closed. The old
 * file is kept under a name with the id of the restore. The database's users, their passwords and their rights stay as they are.
 *
 * <p>The data source must open the database in this process. A connection that the host opens during the swap fails; those after it see
 * the restored database. An encrypted database is refused: its file cannot be made without its password. Used by one thread at a time.
 *
 * <p>H2 may damage a database that it writes while the disk is full. So a file keeps room until what is staged is there, and what was
 * staged in vain is deleted at once.
 */
public final class H2Restore implements DatabaseRestore {
    private static final String FAILED = "RESTORE_FAILED";
    private static final String NEW = ".cartable-new-";
    private static final String OLD = ".cartable-old-";
    private static final String TRIAL = ".cartable-trial-";
    private static final String ROOM = ".cartable-room";
    /** More than the live database writes while it is restored. */
    private static final int ROOM_BYTES = 8 << 20;

    private static final String STAGER = "CARTABLE_RESTORE";
    private static final String WRITER = "CARTABLE_WRITER";
    private static final int WRONG_USER_OR_PASSWORD = 28000;
    private static final int CLOSE_ATTEMPTS = 20;

    /** What a connection says that was closed with its database. */
    private static final Set<Integer> CLOSED =
            Set.of(ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN, ErrorCode.OBJECT_CLOSED);

    private static final int VALID_SECONDS = 5;

    /** Longer than pools trust a connection for. */
    private static final long POOL_NANOS = Duration.ofMillis(600).toNanos();

    private static final byte[] ENCRYPTED = "H2encrypt".getBytes(StandardCharsets.US_ASCII);

    private final H2Database database;
    private final Renames renames;
    private @Nullable Path known;

    H2Restore(H2Database database) {
        this(database, Renames.REAL);
    }

    /** With other operations on files, such as those of a file system without hard links. */
    H2Restore(H2Database database, Renames renames) {
        this.database = database;
        this.renames = renames;
    }

    /** How files get their names. */
    interface Renames {
        Renames REAL = new Renames() {
            @Override
            public void link(Path second, Path file) throws IOException {
                Files.createLink(second, file);
            }

            @Override
            public void replace(Path by, Path file) throws IOException {
                Files.move(by, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        };

        void link(Path second, Path file) throws IOException;

        /** In one step. */
        void replace(Path by, Path file) throws IOException;
    }

    @Override
    public List<Obstacle> check(DatabaseInfo dumped) {
        if (!dumped.kind().equals(H2Database.KIND)) {
            return List.of(new Obstacle("WRONG_ENGINE", dumped.kind(), true));
        }
        try (Connection connection = database.dataSource().getConnection()) {
            if (H2Database.path(connection) == null) {
                return List.of(new Obstacle("IN_MEMORY", "h2", true));
            }
            List<Obstacle> obstacles = new ArrayList<>();
            if (isEncrypted(file(connection))) {
                obstacles.add(new Obstacle("ENCRYPTED", "h2", true));
            }
            long sessions = sessions(connection);
            if (sessions > 0) {
                obstacles.add(new Obstacle("IN_USE", Long.toString(sessions), false));
            }
            return obstacles;
        } catch (SQLException | IOException e) {
            throw failed(e);
        }
    }

    @Override
    public Optional<Path> folder() {
        try {
            return Optional.ofNullable(live().toAbsolutePath().getParent());
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
    }

    private static boolean isEncrypted(Path live) throws IOException {
        try (var bytes = Files.newInputStream(live)) {
            return Arrays.equals(bytes.readNBytes(ENCRYPTED.length), ENCRYPTED);
        }
    }

    private static long sessions(Connection connection) throws SQLException {
        return Catalog.number(connection, "SELECT COUNT(*) - 1 FROM INFORMATION_SCHEMA.SESSIONS");
    }

    private Path file(Connection connection) throws SQLException {
        Path file = known;
        if (file == null) {
            String path = H2Database.path(connection);
            if (path == null) {
                throw new BackupException(
                        FAILED,
                        Map.of("reason", "the database is in memory"),
                        "the H2 database is in memory, where nothing can be restored: it ends with its process");
            }
            file = Path.of(path + H2Database.SUFFIX);
            known = file;
        }
        return file;
    }

    private Path live() throws SQLException {
        Path file = known;
        if (file != null) {
            return file;
        }
        try (Connection connection = database.dataSource().getConnection()) {
            return file(connection);
        }
    }

    private Path beside(String part, String id) throws SQLException {
        RestoreId.require(id);
        return live().resolveSibling(stem() + part + id + H2Database.SUFFIX);
    }

    /** Of the one restore that is under way: what a killed one has left is replaced by the next. */
    private Path room() throws SQLException {
        return live().resolveSibling(stem() + ROOM);
    }

    /** What H2 writes beside a database if something fails. */
    private static Path traces(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - H2Database.SUFFIX.length()) + ".trace.db");
    }

    private String stem() throws SQLException {
        String name = live().getFileName().toString();
        return name.substring(0, name.length() - H2Database.SUFFIX.length());
    }

    private static String url(Path file) {
        String path = file.toAbsolutePath().toString();
        return "jdbc:h2:file:" + path.substring(0, path.length() - H2Database.SUFFIX.length());
    }

    @Override
    public void reserve() {
        try {
            Path room = room();
            byte[] content = new byte[ROOM_BYTES];
            new Random().nextBytes(content); // some file systems keep no room for zeros
            try (OutputStream out = Files.newOutputStream(room)) {
                out.write(content);
            } catch (IOException e) {
                Files.deleteIfExists(room);
                throw e;
            }
            DurableFiles.force(room);
        } catch (SQLException | IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void release() {
        try {
            Files.deleteIfExists(room());
        } catch (SQLException | IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void stage(String id, Path dump, boolean force, LongConsumer read) {
        try {
            reserve();
            write(id, dump, read);
            release();
        } catch (RuntimeException e) {
            discardAfter(e, id);
            throw e;
        }
    }

    private void discardAfter(RuntimeException failure, String id) {
        try {
            discard(id);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void write(String id, Path dump, LongConsumer read) {
        try (Connection host = database.dataSource().getConnection()) {
            Path staged = beside(NEW, id);
            if (isEncrypted(file(host))) {
                throw new BackupException(
                        FAILED,
                        Map.of("reason", "encrypted"),
                        "the H2 database is encrypted; it is unchanged. Restore it by hand");
            }
            Files.deleteIfExists(staged);
            makePrivate(file(host), staged);
            String owner = host.getMetaData().getUserName();
            try (Connection connection = DriverManager.getConnection(url(staged), STAGER, "");
                    Statement statement = connection.createStatement()) {
                try {
                    for (String user : H2Script.users(host)) {
                        statement.execute(user);
                    }
                    run(connection, statement, url(staged), dump, owner, read);
                    for (String right : H2Script.rights(host)) {
                        tolerate(statement, right);
                    }
                    statement.execute("ANALYZE");
                    statement.execute("CHECKPOINT SYNC"); // says so if the disk is full, which SHUTDOWN does not
                } finally {
                    statement.execute("SHUTDOWN");
                }
            }
            DurableFiles.force(staged);
        } catch (SQLException | IOException e) {
            throw failed(e);
        } catch (UnexpectedStatementException e) {
            throw new BackupException(
                    FAILED,
                    Map.of("reason", String.valueOf(e.getMessage())),
                    "the dump is no script of H2: " + e.getMessage() + "; the live database is unchanged");
        }
    }

    /** Runs a script. What is no code runs as a user without admin rights, who reads and writes no files. */
    private static void run(
            Connection admin, Statement statement, String url, Path dump, String owner, LongConsumer read)
            throws SQLException, IOException, UnexpectedStatementException {
        statement.execute("CREATE USER " + WRITER + " PASSWORD ''");
        statement.execute("GRANT ALTER ANY SCHEMA TO " + WRITER);
        try (Connection writer = DriverManager.getConnection(url, WRITER, "")) {
            H2Script.run(admin, writer, dump, owner, read);
        }
        statement.execute("DROP USER " + WRITER);
    }

    /** Makes the new file with the rights of the live one, so that it is never readable for others. */
    private static void makePrivate(Path live, Path staged) throws IOException {
        if (Files.getFileStore(live).supportsFileAttributeView("posix")) {
            Files.createFile(staged, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(live)));
        }
    }

    /** A right on what the restored database does not have. */
    private static void tolerate(Statement statement, String right) {
        try {
            statement.execute(right);
        } catch (SQLException nothingToGrant) {
            // The table came later than the backup.
        }
    }

    @Override
    public DatabaseContents staged(String id) {
        try {
            try (Connection connection = open(beside(NEW, id))) {
                return H2Database.contents(connection);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public String location(String id) {
        try {
            return beside(NEW, id).toAbsolutePath().toString();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public List<InsertTrial> tryInserts(String id) {
        try {
            Path trial = beside(TRIAL, id);
            try {
                Files.deleteIfExists(trial);
                makePrivate(live(), trial);
                Files.copy(
                        beside(NEW, id),
                        trial,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                try (Connection connection = open(trial)) {
                    return new H2InsertTrials(connection).run();
                }
            } finally {
                Files.deleteIfExists(trial);
            }
        } catch (SQLException | IOException e) {
            throw failed(e);
        }
    }

    /** Opens what was staged, as the user that {@link #swap} drops. */
    private static Connection open(Path staged) throws SQLException {
        return DriverManager.getConnection(url(staged) + ";IFEXISTS=TRUE;DB_CLOSE_DELAY=0", STAGER, "");
    }

    @Override
    public <T> T open(String id, Class<T> form) {
        RestoreId.require(id);
        return StagedSource.as(form, new StagedSource(() -> open(beside(NEW, id))));
    }

    /** Leaves the users of the live database alone in what was staged. Does nothing if that was done before. */
    private static void dropStager(Path staged) throws SQLException, IOException {
        try (Connection connection = open(staged);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP USER " + STAGER);
            statement.execute("CHECKPOINT SYNC");
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            if (e.getErrorCode() != WRONG_USER_OR_PASSWORD) {
                throw e;
            }
        }
        DurableFiles.force(staged);
    }

    @Override
    public void swap(String id, boolean force) {
        try {
            if (state(id) != State.STAGED) {
                return;
            }
            Path live = live();
            Path staged = beside(NEW, id);
            try (Connection connection = database.dataSource().getConnection()) {
                requireUnused(connection, force);
            }
            dropStager(staged);
            replace(live, staged, beside(OLD, id), force);
        } catch (SQLException | IOException e) {
            throw failed(e, id);
        }
    }

    /** Closes the database, gives its file a second name, and puts another file in its place. */
    private void replace(Path live, Path by, @Nullable Path aside, boolean force) throws SQLException, IOException {
        boolean isReplaced = false;
        for (int attempt = 0; attempt < CLOSE_ATTEMPTS && !isReplaced; attempt++) {
            close(force);
            try (FileChannel channel = FileChannel.open(live, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                FileLock lock = tryLock(channel);
                if (lock == null) {
                    continue; // a connection has opened it again
                }
                if (aside != null) {
                    Files.deleteIfExists(aside);
                    keep(channel, live, aside);
                }
                renames.replace(by, live);
                forceFolder(live);
                isReplaced = true;
            }
        }
        if (!isReplaced) {
            throw inUse(1);
        }
        awaitConnection();
    }

    /** Gives the live file a second name, or copies it where the file system has no hard links. */
    private void keep(FileChannel locked, Path live, Path aside) throws IOException {
        try {
            renames.link(aside, live);
        } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
            makePrivate(live, aside);
            // Through the channel that holds the lock: closing another one of the same file would give the lock up.
            try (FileChannel copy = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                long size = locked.size();
                for (long at = 0; at < size; ) {
                    at += locked.transferTo(at, size - at, copy);
                }
                copy.force(true);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException openHere) {
            return null;
        }
    }

    private static void forceFolder(Path file) throws IOException {
        Path folder = requireNonNull(file.toAbsolutePath().getParent(), "folder");
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException windows) {
            // Windows has no such thing.
        }
    }

    private void close(boolean force) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            requireUnused(connection, force);
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            requireClosed(e);
        }
    }

    private static void requireClosed(SQLException e) throws SQLException {
        if (!CLOSED.contains(e.getErrorCode())) {
            throw e;
        }
    }

    /** Waits until connections are to the new file: a pool gives those that were used just before out again without asking whether they live. */
    private void awaitConnection() throws SQLException {
        for (int attempt = 0; attempt < CLOSE_ATTEMPTS; attempt++) {
            try (Connection connection = database.dataSource().getConnection()) {
                if (connection.isValid(VALID_SECONDS)) {
                    return;
                }
            } catch (SQLException e) {
                requireClosed(e);
            }
            LockSupport.parkNanos(POOL_NANOS);
        }
    }

    private static void requireUnused(Connection connection, boolean force) throws SQLException {
        long sessions = sessions(connection);
        if (sessions > 0 && !force) {
            throw inUse(sessions);
        }
    }

    private static BackupException inUse(long sessions) {
        return new BackupException(
                "DATABASE_IN_USE",
                Map.of("sessions", Long.toString(sessions)),
                "the database has " + sessions
                        + " other sessions; it is unchanged. Stop what uses it, or restore with force");
    }

    @Override
    public void undo(String id) {
        try {
            if (state(id) == State.SWAPPED) {
                replace(live(), beside(OLD, id), null, true);
            }
        } catch (SQLException | IOException e) {
            throw failed(e, id);
        }
    }

    @Override
    public void discard(String id) {
        try {
            // The second name first: with what is staged gone, it would look like a database that was swapped out.
            Path staged = beside(NEW, id);
            Path old = beside(OLD, id);
            Path trial = beside(TRIAL, id);
            Files.deleteIfExists(room());
            Files.deleteIfExists(old);
            Files.deleteIfExists(staged);
            Files.deleteIfExists(traces(staged));
            Files.deleteIfExists(trial);
            Files.deleteIfExists(traces(trial));
        } catch (SQLException | IOException e) {
            throw failed(e);
        }
    }

    @Override
    public State state(String id) {
        try {
            // Until what is staged has moved, the kept file is a second name of the live one.
            if (Files.exists(beside(NEW, id))) {
                return State.STAGED;
            }
            return Files.exists(beside(OLD, id)) ? State.SWAPPED : State.ABSENT;
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
    }

    @Override
    public List<String> leftovers() {
        List<String> ids = new ArrayList<>();
        try {
            Pattern ours = Pattern.compile(Pattern.quote(stem()) + "(?:" + Pattern.quote(NEW) + "|" + Pattern.quote(OLD)
                    + "|" + Pattern.quote(TRIAL) + ")(" + RestoreId.PATTERN.pattern() + ")"
                    + Pattern.quote(H2Database.SUFFIX));
            Path folder = requireNonNull(live().toAbsolutePath().getParent(), "folder");
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Matcher name = ours.matcher(file.getFileName().toString());
                    if (name.matches() && !ids.contains(name.group(1))) {
                        ids.add(name.group(1));
                    }
                }
            }
        } catch (SQLException | IOException e) {
            throw failed(e);
        }
        return ids.stream().sorted().toList();
    }

    /** A failure after which the restored database may be in place already. */
    private BackupException failed(Exception e, String id) {
        boolean isSwapped;
        try {
            isSwapped = state(id) == State.SWAPPED;
        } catch (BackupException unreachable) {
            return failure(e, "whether the live database was replaced is not known; try the same again");
        }
        return isSwapped ? failure(e, "the restored database is in the place of the live one") : failed(e);
    }

    private BackupException failed(Exception e) {
        return failure(e, "the live database is unchanged");
    }

    private BackupException failure(Exception e, String live) {
        Path file = known;
        if (file != null && DurableFiles.isDiskFull(e)) {
            return BackupException.diskFull(file, live, e);
        }
        if (e instanceof SQLException sql) {
            BackupException reason = Catalog.unreachable(sql);
            return new BackupException(FAILED, reason.facts(), reason.getMessage() + "; " + live, reason);
        }
        return new BackupException(
                FAILED, Map.of("reason", e.toString()), "a file cannot be read or written; " + live, e);
    }
}
