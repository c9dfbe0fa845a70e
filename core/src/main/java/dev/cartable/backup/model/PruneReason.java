package dev.cartable.backup.model;

/** Why retention keeps a backup, or deletes it. */
public enum PruneReason {
    /** One of the last that are kept. */
    LAST(true),
    /** The newest of a day. */
    DAILY(true),
    /** The newest of a week. */
    WEEKLY(true),
    /** The newest of a month. */
    MONTHLY(true),
    /** The newest of a year. */
    YEARLY(true),
    /** The newest of its kind that counts. */
    NEWEST(true),
    /** Could not be verified, or is damaged: a person has to look at it. */
    UNVERIFIED(true),
    /** Lacks something, and is not 30 days old. */
    DEGRADED_RECENT(true),
    /** The newest of those that lack something. */
    DEGRADED_NEWEST(true),
    /** Dated in the future: the clock is wrong, or was. */
    FUTURE(true),
    /** A copy that could not be read back where it is, so that it does not count there. */
    UNREAD(true),
    /** A copy that no rule keeps, and that its place does not let go: it is locked, or the credentials may not delete. */
    RETAINED(true),
    /** No rule keeps it. */
    NOT_NEEDED(false),
    /** Lacks something, and is more than 30 days old. */
    DEGRADED_OLD(false);

    private final boolean keeps;

    PruneReason(boolean keeps) {
        this.keeps = keeps;
    }

    /** Whether it keeps a backup. */
    public boolean keeps() {
        return keeps;
    }
}
