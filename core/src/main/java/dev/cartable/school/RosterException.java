package dev.cartable.school;

import dev.cartable.CartableException;
import java.util.Map;

/** A roster cannot be imported into Cartable's own relations, or not to its end. The message says what was kept. */
public final class RosterException extends CartableException {
    private static final long serialVersionUID = 1L;

    private RosterException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }

    /** The school's relations are views over the host's own tables, so nothing can be imported into them. Nothing was written. */
    public static RosterException notWritable() {
        return new RosterException(
                "ROSTER_NOT_WRITABLE",
                Map.of(),
                "the school's relations are views over the host's own tables, so that a roster cannot be imported;"
                        + " nothing was written. Change the host's data instead: Cartable reads it at once");
    }

    /** The roster was changed while it was imported. The rows that were read are stored; nothing that is missing was made inactive. */
    static RosterException changed(String roster) {
        return new RosterException(
                "ROSTER_CHANGED",
                Map.of("roster", roster),
                "the roster " + roster
                        + " was changed while it was imported; the rows that were read are stored, and nothing was made"
                        + " inactive that is missing. Make a new plan when the roster is complete");
    }
}
