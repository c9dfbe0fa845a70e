package dev.cartable.backup.model;

/** What is known about a backup, the best first. */
public enum BackupState {
    /** Every check that was asked for succeeded. */
    VERIFIED,
    /** It is whole, and something that should be in it is not: it is kept, alarmed, and never the latest unless a person accepts it. */
    DEGRADED,
    /** A check could not be made, for example because a program is missing. Never treated as verified. */
    COULD_NOT_VERIFY,
    /** It is damaged, incomplete or forged. It is never restored. */
    INVALID;

    /** The worse of two. */
    public BackupState and(BackupState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
