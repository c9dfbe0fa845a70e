package dev.cartable.alert;

import dev.cartable.CartableException;
import java.util.Map;

/**
 * An alert cannot be made or changed in this way. Nothing was written. Its {@linkplain #facts facts} are the {@code alert} or
 * {@code profile} that it is about; of faulty words, the {@code faults} and the {@code variables} that they may hold.
 */
public final class AlertException extends CartableException {
    private static final long serialVersionUID = 1L;

    /** Why an alert or a summary is refused. */
    public enum Problem {
        /** There is no alert with this id. */
        UNKNOWN_ALERT,
        /** The host does not know the promotion. */
        UNKNOWN_PROMOTION,
        /** The host does not know the supervisor. */
        UNKNOWN_USER,
        /** The day of a summary is not over, so that the summary would be incomplete. */
        DAY_NOT_OVER,
        /** There is no profile with the alert's profile id. */
        UNKNOWN_PROFILE,
        /** The alert's own words have a fault. */
        FAULTY_WORDS,
        /** Another caller has changed the alert in the same moment, and that change was kept. */
        CHANGED_MEANWHILE
    }

    private final Problem problem;

    AlertException(Problem problem, Map<String, String> facts) {
        super(problem.name(), facts, problem + " " + facts + "; nothing was written");
        this.problem = problem;
    }

    /** As {@link #code}. */
    public Problem problem() {
        return problem;
    }
}
