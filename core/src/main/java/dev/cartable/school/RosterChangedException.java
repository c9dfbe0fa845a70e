package dev.cartable.school;

import dev.cartable.CartableException;
import java.util.Map;

/**
 * The roster was changed while it was imported. The rows that were read are stored, and nothing was made inactive that is missing.
 */
public final class RosterChangedException extends CartableException {
    private static final long serialVersionUID = 1L;

    RosterChangedException(String roster) {
        super(
                "ROSTER_CHANGED",
                Map.of("roster", roster),
                "the roster " + roster
                        + " was changed while it was imported; the rows that were read are stored, and nothing was made"
                        + " inactive that is missing. Make a new plan when the roster is complete");
    }
}
