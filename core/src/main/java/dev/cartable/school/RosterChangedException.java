package dev.cartable.school;

import dev.cartable.CartableException;

/**
 * The roster was changed while it was imported. The rows that were read are stored, and nothing was made inactive that is missing.
 */
public final class RosterChangedException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final String roster;

    RosterChangedException(String roster) {
        super("the roster " + roster
                + " was changed while it was imported; the rows that were read are stored, and nothing was made"
                + " inactive that is missing. Make a new plan when the roster is complete");
        this.roster = roster;
    }

    /** What a person calls the roster. */
    public String roster() {
        return roster;
    }
}
