package dev.cartable.backup.model;

/** What is known about the copy of a backup in the second place, the best first. */
public enum OffsiteState {
    /** The copy was read there from its beginning to its end, and is the backup. */
    VERIFIED,
    /** The server has the checksum of the backup for the whole copy; the copy was not read. */
    CONFIRMED,
    /** The server has acknowledged every part. The credentials may only write, so that nothing more can be said. It does not count. */
    SENT,
    /** The upload has begun, and is continued by the next one. */
    UPLOADING,
    /** The last upload failed; the next one tries again. */
    FAILED,
    /** The copy was there, and is there no more. */
    VANISHED,
    /** Retention has deleted it, or is about to; it is not uploaded again. */
    PRUNED;

    /** Whether the second place has the copy, as far as is known. */
    public boolean isThere() {
        return compareTo(SENT) <= 0;
    }

    /** Whether the copy was compared with the backup. */
    public boolean counts() {
        return compareTo(CONFIRMED) <= 0;
    }
}
