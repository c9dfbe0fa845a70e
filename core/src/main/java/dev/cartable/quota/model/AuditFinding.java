package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;

/** Something that an audit has found about a user. */
public sealed interface AuditFinding {
    UserId user();

    /** A number that is wrong. */
    record WrongFigure(LedgerFault fault) implements AuditFinding {
        public WrongFigure {
            requireNonNull(fault, "fault");
        }

        @Override
        public UserId user() {
            return fault.user();
        }
    }

    /**
     * Counters that are behind what is assigned now. No answer is wrong for it, since every answer goes by the assignments, and
     * the user's next charge brings them in step.
     */
    record OutdatedCounters(UserId user, Step step) implements AuditFinding {
        public OutdatedCounters {
            requireNonNull(user, "user");
            requireNonNull(step, "step");
        }
    }

    /** What brings counters in step. */
    enum Step {
        /** A profile serves the user, and there are no counters yet. */
        OPEN,
        /** Another profile serves than the counters are of. */
        MOVE,
        /** No profile serves any more. */
        DISABLE,
        /** The host does not know the user any more. */
        DISABLE_UNKNOWN
    }
}
