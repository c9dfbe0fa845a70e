package dev.cartable.work;

import dev.cartable.CartableException;
import java.util.Map;

/** The approved plan is not what a run would do now: the data or the settings have changed since. Nothing was written. */
public final class PlanChangedException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final PlanDigest approved;
    private final PlanDigest actual;

    public PlanChangedException(PlanDigest approved, PlanDigest actual) {
        super(
                "PLAN_CHANGED",
                Map.of("approved", approved.hex(), "digest", actual.hex()),
                "the plan " + approved
                        + " was approved, but the data or the settings have changed since and the plan is now " + actual
                        + "; nothing was written. Look at the new plan and approve that one");
        this.approved = approved;
        this.actual = actual;
    }

    /** The digest that was approved. */
    public PlanDigest approved() {
        return approved;
    }

    /** The digest of what would happen now. */
    public PlanDigest actual() {
        return actual;
    }
}
