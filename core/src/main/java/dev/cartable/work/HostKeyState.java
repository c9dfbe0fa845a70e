package dev.cartable.work;

/** How a host key compares with the keys that the database was written with. */
public enum HostKeyState {
    /** The database was written with no key yet; the first use records this one. */
    UNUSED(false),
    /** It is the database's current key. */
    CURRENT(false),
    /** It is new, and carries all keys of the database as old keys; the first use makes it the current one. */
    REPLACING(false),
    /** The database was written with another key. */
    OTHER(true),
    /** Another key has replaced it: this node was not restarted since, or current and old keys are in the wrong order. */
    SUPERSEDED(true),
    /** An old key is missing that the database was written with and that was not declared lost. */
    INCOMPLETE(true);

    private final boolean refused;

    HostKeyState(boolean refused) {
        this.refused = refused;
    }

    /** Whether nothing may be derived from the key. */
    public boolean isRefused() {
        return refused;
    }
}
