package dev.cartable.school;

import dev.cartable.CartableException;
import java.util.Map;

/** The school's relations are views over the host's own tables, so nothing can be imported into them. */
public final class RosterNotWritableException extends CartableException {
    private static final long serialVersionUID = 1L;

    public RosterNotWritableException() {
        super(
                "ROSTER_NOT_WRITABLE",
                Map.of(),
                "the school's relations are views over the host's own tables, so that a roster cannot be imported;"
                        + " nothing was written. Change the host's data instead: Cartable reads it at once");
    }
}
