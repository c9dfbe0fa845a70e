package dev.cartable.task.model;

/** The state of a slot in the ledger. */
public enum OccurrenceState {
    /** A node runs it, or died while it ran it. */
    RUNNING(false),
    /** It has failed, and is tried again. */
    RETRYING(false),
    /** It came to an end before all was done, and goes on at the next tick. */
    UNFINISHED(false),
    /** It was run to its end. */
    DONE(true),
    /** Every attempt has failed. */
    FAILED(true),
    /** Nothing ticked when it was due, and it was too late to run it. */
    MISSED(true),
    /** A newer version has written a state that this one does not know. Nodes of that version go on with the slot. */
    NEWER(true);

    private final boolean isFinal;

    OccurrenceState(boolean isFinal) {
        this.isFinal = isFinal;
    }

    /** Whether nothing more will happen to the slot. */
    public boolean isFinal() {
        return isFinal;
    }
}
