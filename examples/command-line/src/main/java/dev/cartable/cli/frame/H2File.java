package dev.cartable.cli.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The file of an embedded H2 database that a process may have left unfinished when it was killed in its first milliseconds. H2
 * fails when it opens one without writing, and keeps its lock on it for the life of the process, so that each further attempt
 * says that another process uses the file.
 */
final class H2File {
    /** Two blocks of header, which are written at once and before everything else. */
    private static final int HEADER = 2 * 4096;

    /** H2's catalogue: the map of the rows that define users and tables. */
    private static final String CATALOGUE = "table.0";

    private H2File() {}

    /** Whether nothing was ever stored in a file that is there. Writes nothing. */
    static boolean isEmpty(Path file, String url) {
        if (isEncrypted(url)) {
            return false;
        }
        try {
            return Files.size(file) < HEADER || !hasCatalogue(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static boolean hasCatalogue(Path file) {
        try (MVStore store = new MVStore.Builder()
                .fileName(file.toAbsolutePath().toString())
                .readOnly()
                .open()) {
            return store.hasMap(CATALOGUE);
        } catch (MVStoreException e) {
            // In use, or broken: opening the database says so.
            return true;
        }
    }

    /**
     * Empties a file in which not even the header was finished, which H2 cannot open; it begins anew in an empty one. A file that
     * another process is about to make is left alone.
     */
    static void clearStub(Path file, String url) {
        if (isEncrypted(url) || !Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.size() < HEADER ? channel.tryLock() : null) {
            if (lock != null && channel.size() < HEADER) {
                channel.truncate(0);
            }
        } catch (OverlappingFileLockException e) {
            // This process has it open.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file, e);
        }
    }

    private static boolean isEncrypted(String url) {
        return url.toUpperCase(Locale.ROOT).contains("CIPHER=");
    }
}
