package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What became of the wish to use something. */
public sealed interface Consumption {
    /** What it was about. */
    EventId event();

    /**
     * It may be used, and has been counted.
     *
     * @param repeated whether it had been counted before, so that nothing was counted now
     */
    record Granted(EventId event, boolean repeated) implements Consumption {
        public Granted {
            requireNonNull(event, "event");
        }
    }

    /**
     * It may not be used, and nothing was counted.
     *
     * @param allowance how the user stands, and why
     * @param windows the windows that have no room for it; none where the user is not served at all
     */
    record Denied(EventId event, Allowance allowance, List<Window> windows) implements Consumption {
        public Denied {
            requireNonNull(event, "event");
            requireNonNull(allowance, "allowance");
            windows = List.copyOf(windows);
        }
    }

    /**
     * Other bytes were counted for the user under this id, and nothing was counted now: it is another event, which needs an id
     * of its own.
     *
     * @param earlier what counts under the id
     */
    record Conflict(EventId event, UsageEvent earlier) implements Consumption {
        public Conflict {
            requireNonNull(event, "event");
            requireNonNull(earlier, "earlier");
        }
    }

    /** The host does not know the user, and nothing was counted. */
    record UnknownUser(EventId event) implements Consumption {
        public UnknownUser {
            requireNonNull(event, "event");
        }
    }
}
