package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;

/** Something that an audit has found about a user. */
public sealed interface AuditFinding {
    UserId user();

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

    /**
     * A number that is not what the ledger says it should be.
     *
     * @param figure which number
     * @param key the window; of the record of a day, that day
     * @param stored what stands there
     * @param expected what the ledger says
     */
    record WrongFigure(UserId user, Figure figure, WindowKey key, TrafficSum stored, Traffic expected)
            implements AuditFinding {
        /** Where a number is kept. */
        public enum Figure {
            /** The record of a single day, which plots are drawn from and counters are proven by. */
            DAYS,
            /** The counter of the day. */
            DAY,
            /** The counter of the week. */
            WEEK,
            /** The counter of the month. */
            MONTH,
            /** The counter of the validity. */
            CYCLE;

            /** The counter of a window. */
            public static Figure of(Window window) {
                return valueOf(window.name());
            }
        }

        public WrongFigure {
            requireNonNull(user, "user");
            requireNonNull(figure, "figure");
            requireNonNull(key, "key");
            requireNonNull(stored, "stored");
            requireNonNull(expected, "expected");
        }

        /** What has to be added to what stands there. */
        public TrafficSum difference() {
            return TrafficSum.of(expected).minus(stored);
        }

        /** Whether it is the same number, wrong by the same amount. */
        public boolean isAlso(WrongFigure other) {
            return user.equals(other.user)
                    && figure == other.figure
                    && key.equals(other.key)
                    && difference().equals(other.difference());
        }
    }
}
