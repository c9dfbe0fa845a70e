package dev.cartable.backup.model;

import dev.cartable.CartableException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A backup, its verification or its restore cannot go on. The code says why, such as {@code DUMP_FAILED}; the message also says what was
 * kept. No backup that exists is changed by a failure.
 */
public final class BackupException extends CartableException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code a stable word for programs, such as {@code PROGRAM_MISSING}
     * @param facts what the message names, such as {@code program}
     */
    public BackupException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }

    /** As {@link #BackupException(String, Map, String)}, with a cause. */
    public BackupException(String code, Map<String, String> facts, String message, Throwable cause) {
        super(code, facts, message, cause);
    }

    /**
     * A disk has become full: the code {@code DISK_FULL}.
     *
     * @param path a file or folder on it, which is the fact {@code path}
     * @param kept what is as it was, such as "the live data is unchanged"
     */
    public static BackupException diskFull(Path path, String kept, Throwable cause) {
        return new BackupException(
                "DISK_FULL",
                Map.of("path", path.toString()),
                "no room is left on the disk of " + path + "; " + kept + ". Make room there, and try again",
                cause);
    }
}
