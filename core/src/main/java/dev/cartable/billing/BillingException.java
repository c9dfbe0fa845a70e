package dev.cartable.billing;

import dev.cartable.CartableException;
import dev.cartable.billing.model.BillingProblem;
import java.util.Map;

/**
 * An invoice cannot be drafted, issued, cancelled or paid in this way. Nothing was written. Its {@linkplain #facts facts} are the
 * {@code draft}, {@code invoice}, {@code pupil}, {@code guardian}, {@code payer}, {@code payment}, {@code currency}, {@code series} or
 * {@code number} that it is about; beside a {@code date}, {@code last} is the date of the last number or today's, and beside a number,
 * {@code last} is the last one.
 */
public final class BillingException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final BillingProblem problem;

    BillingException(BillingProblem problem, Map<String, String> facts) {
        super(problem.name(), facts, problem + " " + facts + "; nothing was written");
        this.problem = problem;
    }

    /** As {@link #code}. */
    public BillingProblem problem() {
        return problem;
    }
}
