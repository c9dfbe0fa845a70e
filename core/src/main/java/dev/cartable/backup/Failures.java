package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.concurrent.Callable;

/** Turns failures of files into exceptions that say what was kept. */
final class Failures {
    private Failures() {}

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
        boolean full = e instanceof IOException && isDiskFull(reason);
        return new BackupException(
                full ? "DISK_FULL" : "FILES_FAILED",
                Map.of("operation", operation, "reason", reason),
                "the backup's operation " + operation + " failed: " + reason + ". No backup that exists was changed"
                        + (full ? "; make room, and try again" : ""),
                e);
    }

    /** Java has no exception of its own for it. */
    private static boolean isDiskFull(String reason) {
        return reason.contains("No space left")
                || reason.contains("not enough space")
                || reason.contains("out of disk space")
                || reason.contains("quota exceeded");
    }
}
