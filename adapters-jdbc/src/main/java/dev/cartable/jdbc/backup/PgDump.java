package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.jdbc.backup.Programs.Program;
import dev.cartable.jdbc.backup.Programs.Running;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Dumps PostgreSQL by {@code pg_dump}, in its custom format and not compressed: the archive compresses better, on several threads. The
 * counts are read in the snapshot that {@code pg_dump} reads. A sequence is no part of a snapshot: the dump may have a later position
 * than the counts, and never an earlier one. Safe for use by several threads.
 */
final class PgDump extends SnapshotDump {
    private static final String FAILED = "DUMP_FAILED";
    private static final int BUFFER = 1 << 16;
    private static final String LOCK_WAIT = "--lock-wait-timeout=60s";

    private final PgDatabase database;
    private final Programs programs;

    PgDump(PgDatabase database, Programs programs) {
        this.database = database;
        this.programs = programs;
    }

    @Override
    public String fileName() {
        return "postgresql.dump";
    }

    @Override
    DumpSnapshot snapshot() throws SQLException {
        return database.snapshot();
    }

    @Override
    DatabaseInfo describe(Connection connection) throws SQLException {
        Program tool = programs.require("pg_dump", PgDatabase.major(connection));
        programs.require("pg_restore", PgDatabase.major(connection));
        return database.describe(connection, tool.toString());
    }

    @Override
    DatabaseContents contents(Connection connection) throws SQLException {
        return PgDatabase.contents(connection);
    }

    @Override
    Report write(
            Path target,
            Collection<MediaReference> references,
            Consumer<? super ReferencedFile> referenced,
            LongConsumer written)
            throws SQLException, IOException {
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                DumpSnapshot snapshot = database.snapshot()) {
            Report report = write(file, snapshot.connection(), references, referenced, written);
            file.force(true);
            return report;
        } catch (BackupException e) {
            if (e.code().equals(FAILED) && e.getCause() instanceof IOException here) {
                throw here; // of the file, and not of the program
            }
            throw e;
        }
    }

    private Report write(
            FileChannel file,
            Connection connection,
            Collection<MediaReference> references,
            Consumer<? super ReferencedFile> referenced,
            LongConsumer written)
            throws SQLException {
        Program tool = programs.require("pg_dump", PgDatabase.major(connection));
        DatabaseInfo info = database.describe(connection, tool.toString());
        String exported = String.valueOf(Catalog.first(connection, "SELECT pg_catalog.pg_export_snapshot()"));
        Map<String, Long> sequences = PgDatabase.sequences(connection);
        for (MediaReference reference : references) {
            Catalog.references(connection, reference, 0, referenced);
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--format=custom",
                "--compress=0",
                "--no-owner",
                "--no-privileges",
                "-b",
                "--no-password",
                LOCK_WAIT,
                "--snapshot=" + exported,
                target(info.name())));
        try (Running running =
                programs.start(tool, arguments, database.address(connection), null, output -> copy(output, file))) {
            Map<String, Long> rows = PgDatabase.rows(connection);
            long largeObjects = Catalog.number(connection, "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata");
            running.await(FAILED, written);
            return new Report(info, new DatabaseContents(rows, sequences, largeObjects));
        }
    }

    /** Names a database so that no character of its name is read as anything else. */
    static String target(String name) {
        return "--dbname=dbname='" + name.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static void copy(InputStream output, FileChannel file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (ReadableByteChannel from = Channels.newChannel(output)) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
                buffer.clear();
            }
        }
    }

    /** {@code pg_restore} turns the dump into text, which is thrown away. */
    @Override
    public boolean verifiesByReadingAlone() {
        return true;
    }

    @Override
    public Check verify(Path dump, LongConsumer read) {
        Program tool;
        try {
            tool = programs.require("pg_restore", 0);
        } catch (BackupException e) {
            return new Check.Unknown(String.valueOf(e.getMessage()));
        }
        String nothing =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows") ? "NUL" : "/dev/null";
        try (Running running = programs.start(
                tool,
                List.of("--file=" + nothing),
                null,
                input -> Files.copy(dump, input),
                output -> output.transferTo(OutputStream.nullOutputStream()))) {
            running.await("DUMP_DAMAGED", read);
            return new Check.Whole();
        } catch (BackupException e) {
            String reason = e.facts().getOrDefault("reason", "");
            return reason.contains("unsupported version")
                    ? new Check.Unknown(tool + " is older than the dump: " + reason)
                    : new Check.Broken(reason);
        }
    }
}
