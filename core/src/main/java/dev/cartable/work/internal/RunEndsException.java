package dev.cartable.work.internal;

import dev.cartable.CartableException;
import java.util.Map;

/** A run comes to an end before all is done, between two transactions. What is committed stands; it goes on later. */
public final class RunEndsException extends CartableException {
    private static final long serialVersionUID = 1L;

    /** @param why the reason, such as its time limit */
    public RunEndsException(String why) {
        super(
                "RUN_ENDS",
                Map.of("reason", why),
                why + "; what it has written stands, and the rest is done when it is run again");
    }
}
