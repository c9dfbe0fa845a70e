package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.Finding;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Turns failures of files into exceptions that say what was kept. */
final class Failures {
    private static final String KEPT = "no backup that exists was changed";

    private Failures() {}

    /**
     * The failure of a step that writes into a folder.
     *
     * @return the same one, to be thrown
     * @throws BackupException of the code {@code DISK_FULL}, which names the folder, if that is why it failed
     */
    static IOException unlessFull(Path folder, IOException failure) {
        if (DurableFiles.isDiskFull(failure)) {
            throw BackupException.diskFull(folder, KEPT, failure);
        }
        return failure;
    }

    /** What an exception about a finding has as its facts: the finding's own, and its code as {@code finding}. */
    static Map<String, String> facts(Finding finding) {
        Map<String, String> facts = new HashMap<>(finding.facts());
        facts.put("finding", finding.code().name());
        return facts;
    }

    /** A step that reads or writes files, as part of an operation that keeps every backup that exists. */
    static <R> R guarded(String operation, Callable<R> step) {
        try {
            return step.call();
        } catch (UncheckedIOException e) {
            throw failed(operation, requireNonNull(e.getCause(), "cause"));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw failed(operation, e);
        }
    }

    private static BackupException failed(String operation, Exception e) {
        String reason = e instanceof FileSystemException || e.getMessage() == null ? e.toString() : e.getMessage();
        if (e instanceof FileSystemException full && full.getFile() != null && DurableFiles.isDiskFull(full)) {
            return BackupException.diskFull(Path.of(full.getFile()), KEPT, full);
        }
        boolean isFull = DurableFiles.isDiskFull(e);
        return new BackupException(
                isFull ? "DISK_FULL" : "FILES_FAILED",
                Map.of("operation", operation, "reason", reason),
                "the backup's operation " + operation + " failed: " + reason + ". No backup that exists was changed"
                        + (isFull ? "; make room, and try again" : ""),
                e);
    }
}
