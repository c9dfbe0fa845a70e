package dev.cartable.notice.model;

/** The state of a notice. */
public enum NoticeState {
    /** Waits for its turn, or for its next attempt. */
    QUEUED(false),
    /** Is being handed over now, or was when a process died. */
    SENDING(false),
    /** Waits until a person releases it, as after a restore. */
    HELD(false),
    /** The channel has taken it. */
    SENT(true),
    /** The channel refuses this recipient, or every attempt has failed. */
    FAILED(true),
    /** It was no longer true when it was due. */
    SUPPRESSED(true),
    /** A person has decided that it is not sent. */
    CANCELLED(true),
    /** It may or may not have gone out, and is not tried again: its kind or its channel allows no second one, its attempts are used up, or a
     * later one was refused. */
    UNCERTAIN(true),
    /** The channel took it, and the receipt that it owed did not come in time. */
    UNCONFIRMED(true);

    private final boolean isFinal;

    NoticeState(boolean isFinal) {
        this.isFinal = isFinal;
    }

    /** Whether the person may have it: the channel took it, or nobody knows. */
    public boolean mayHaveArrived() {
        return this == SENT || this == UNCERTAIN || this == UNCONFIRMED;
    }

    /** Whether nothing more will happen to it. */
    public boolean isFinal() {
        return isFinal;
    }
}
