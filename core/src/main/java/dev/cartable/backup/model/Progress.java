package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

/**
 * How far an operation is.
 *
 * @param step what is done now
 * @param done of {@code total}, in bytes
 * @param total 0 if it is not known
 */
public record Progress(Step step, long done, long total) {
    public Progress {
        requireNonNull(step, "step");
    }

    /** What an operation does, in its order. */
    public enum Step {
        DUMP,
        ARCHIVE,
        VERIFY,
        ENCRYPT,
        UPLOAD,
        DOWNLOAD,
        STAGE_DATABASE,
        STAGE_MEDIA,
        SWAP
    }
}
