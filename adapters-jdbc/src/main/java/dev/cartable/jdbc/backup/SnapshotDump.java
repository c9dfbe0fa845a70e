package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What dumps of both databases have in common: each question is answered in a snapshot, and a dump that fails leaves no file. */
abstract sealed class SnapshotDump implements DatabaseDump permits H2Dump, PgDump {
    abstract DumpSnapshot snapshot() throws SQLException;

    abstract DatabaseInfo describe(Connection connection) throws SQLException;

    abstract DatabaseContents contents(Connection connection) throws SQLException;

    /** Writes the dump. The file is deleted if this fails, unless it was there before. */
    abstract Report write(
            Path target,
            Collection<MediaReference> references,
            Consumer<? super ReferencedFile> referenced,
            LongConsumer written)
            throws SQLException, IOException;

    /** A question to the database. */
    private interface Question<R> {
        R ask(Connection connection) throws SQLException;
    }

    private <R> R ask(Question<R> question) {
        try (DumpSnapshot snapshot = snapshot()) {
            return question.ask(snapshot.connection());
        } catch (SQLException e) {
            throw Catalog.unreachable(e);
        }
    }

    @Override
    public final DatabaseInfo describe() {
        return ask(this::describe);
    }

    @Override
    public final DatabaseContents contents() {
        return ask(this::contents);
    }

    @Override
    public final List<ReferencedFile> newest(MediaReference reference, int max) {
        if (max <= 0) {
            return List.of();
        }
        return ask(connection -> {
            List<ReferencedFile> newest = new ArrayList<>();
            Catalog.references(connection, reference, max, newest::add);
            return newest;
        });
    }

    @Override
    public final Report dump(
            Path target,
            Collection<MediaReference> references,
            Consumer<? super ReferencedFile> referenced,
            LongConsumer written) {
        try {
            return write(target, references, referenced, written);
        } catch (SQLException | IOException e) {
            throw deleted(target, failed(target, e));
        } catch (RuntimeException e) {
            throw deleted(target, e);
        }
    }

    private static BackupException failed(Path target, Exception e) {
        if (DurableFiles.isDiskFull(e)) {
            return BackupException.diskFull(target, "no backup was made, and those that exist are kept", e);
        }
        if (e instanceof SQLException refused) {
            return Catalog.unreachable(refused);
        }
        return new BackupException(
                "DUMP_FAILED",
                Map.of("reason", e.toString()),
                "the dump cannot be written to " + target + "; no backup was made",
                e);
    }

    private static RuntimeException deleted(Path target, RuntimeException failure) {
        boolean isThere = failure.getCause() instanceof FileAlreadyExistsException;
        try {
            if (!isThere) {
                Files.deleteIfExists(target);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
