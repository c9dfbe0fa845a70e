package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

/** The limits of one window: of both directions together, and of each. The tightest one counts. */
public record Limits(Limit total, Limit up, Limit down) {
    /** Nothing is said about this window. */
    public static final Limits NOT_SET = new Limits(Limit.notSet(), Limit.notSet(), Limit.notSet());

    public Limits {
        requireNonNull(total, "total");
        requireNonNull(up, "up");
        requireNonNull(down, "down");
    }

    /** A limit of both directions together. */
    public static Limits total(Limit total) {
        return new Limits(total, Limit.notSet(), Limit.notSet());
    }

    public boolean isSet() {
        return total.isSet() || up.isSet() || down.isSet();
    }
}
