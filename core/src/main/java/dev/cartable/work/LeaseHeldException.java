package dev.cartable.work;

import dev.cartable.CartableException;
import java.util.Map;

/** Another run of the same kind is under way. Nothing was written. */
public class LeaseHeldException extends CartableException {
    private static final long serialVersionUID = 1L;

    public LeaseHeldException(Leases.Attempt.Held held) {
        super(
                "RUN_UNDER_WAY",
                Map.of(
                        "lease", held.name(),
                        "until", held.until().toString(),
                        "process", Long.toString(held.holder().pid()),
                        "host", held.holder().hostName()),
                "another run holds the lease '" + held.name() + "' until " + held.until() + " (process "
                        + held.holder().pid() + " on " + held.holder().hostName()
                        + "); nothing was written. Wait for it, or try again after that time");
    }
}
