package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.jdbc.backup.H2Script.UnexpectedStatementException;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.ProcessFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Dumps an embedded H2 database, in a file or in memory, by its {@code SCRIPT}, through the host's own data source. H2 reads all tables at
 * the isolation level SNAPSHOT as they are at the transaction's first statement; a change of the schema meanwhile makes {@code SCRIPT}
 * fail, and it is tried again. The database user must be an H2 admin. Safe for use by several threads.
 */
final class H2Dump extends SnapshotDump {
    private static final int ATTEMPTS = 3;
    private static final String READER = "CARTABLE_READER";
    /** A class is not found, admin rights are required, and another right is missing. */
    private static final Set<Integer> NOT_KNOWN_HERE = Set.of(90086, 90040, 90096);

    private final H2Database database;
    private final Path temporary;

    H2Dump(H2Database database, Path temporary) {
        this.database = database;
        this.temporary = temporary;
    }

    @Override
    public String fileName() {
        return "h2.sql";
    }

    @Override
    DumpSnapshot snapshot() throws SQLException {
        return database.snapshot();
    }

    @Override
    DatabaseInfo describe(Connection connection) throws SQLException {
        return database.describe(connection);
    }

    @Override
    DatabaseContents contents(Connection connection) throws SQLException {
        return H2Database.contents(connection);
    }

    @Override
    Report write(
            Path target,
            Collection<MediaReference> references,
            Consumer<? super ReferencedFile> referenced,
            LongConsumer written)
            throws SQLException, IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        // An attempt may fail after its references were read, so they wait in a file and not in memory.
        Path list = target.resolveSibling(target.getFileName() + ".references");
        try {
            for (int attempt = 1; ; attempt++) {
                try (DumpSnapshot snapshot = database.snapshot()) {
                    Report report = write(target, snapshot.connection(), references, list);
                    passOn(list, referenced);
                    written.accept(Files.size(target)); // H2 writes all of it in one statement
                    return report;
                } catch (SQLException e) {
                    Files.deleteIfExists(target);
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            Files.deleteIfExists(list);
        }
    }

    private static void passOn(Path list, Consumer<? super ReferencedFile> referenced) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(list)))) {
            while (in.readBoolean()) {
                referenced.accept(new ReferencedFile(text(in), text(in), text(in)));
            }
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_16BE);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private Report write(Path target, Connection connection, Collection<MediaReference> references, Path list)
            throws SQLException, IOException {
        DatabaseInfo info = database.describe(connection);
        DatabaseContents contents = H2Database.contents(connection);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(list)))) {
            for (MediaReference reference : references) {
                Catalog.references(connection, reference, 0, file -> {
                    try {
                        out.writeBoolean(true);
                        write(out, file.reference());
                        write(out, file.id());
                        write(out, file.path());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
            out.writeBoolean(false);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        H2Script.write(connection, target); // last: it ends the transaction
        DurableFiles.force(target);
        return new Report(info, contents);
    }

    /**
     * {@inheritDoc}
     *
     * <p>H2 has no parser for scripts but a database, so the script is run in one that is thrown away, in the folder for temporary files.
     * Only statements that H2 writes are run, by a user without admin rights, so that a script of unknown origin reads and writes no files.
     * Functions and triggers are Java code, which a verification does not run: such a script is unknown.
     */
    @Override
    public Check verify(Path dump, LongConsumer read) {
        Path folder = null;
        try {
            if (!H2Script.isWhole(dump)) {
                return new Check.Broken("the script has no last line: it was cut off");
            }
            folder = ProcessFiles.createFolder(temporary, "cartable-h2-");
            String url = "jdbc:h2:file:" + folder.resolve("verify").toAbsolutePath();
            try (Connection connection = DriverManager.getConnection(url + ";WRITE_DELAY=5000", "CARTABLE", "");
                    Statement statement = connection.createStatement()) {
                try {
                    statement.execute("CREATE USER " + READER + " PASSWORD ''");
                    statement.execute("GRANT ALTER ANY SCHEMA TO " + READER);
                    try (Connection reader = DriverManager.getConnection(url, READER, "")) {
                        H2Script.runWithoutCode(connection, reader, dump, read);
                    }
                } finally {
                    statement.execute("SHUTDOWN IMMEDIATELY");
                }
            }
            return new Check.Whole();
        } catch (UnexpectedStatementException e) {
            String reason = String.valueOf(e.getMessage());
            return e.isCode() ? new Check.Unknown(reason) : new Check.Broken(reason);
        } catch (SQLException e) {
            requireRoom(e);
            String reason = "SQL state " + e.getSQLState();
            return NOT_KNOWN_HERE.contains(e.getErrorCode()) ? new Check.Unknown(reason) : new Check.Broken(reason);
        } catch (IOException e) {
            requireRoom(e);
            return new Check.Unknown("it cannot be read or run: " + e);
        } finally {
            delete(folder);
        }
    }

    /** A full disk says nothing about a dump. */
    private void requireRoom(Exception failure) {
        if (DurableFiles.isDiskFull(failure)) {
            throw BackupException.diskFull(temporary, "no backup that exists was changed", failure);
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            DurableFiles.delete(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
