package dev.cartable.account;

import dev.cartable.CartableException;

/** The plan that was approved is not what would happen now. Nothing was written. */
public class PlanRefusedException extends CartableException {
    private static final long serialVersionUID = 1L;

    public PlanRefusedException(String approved, String actual) {
        super("the plan " + approved + " was approved, but the data has changed since and the plan is now " + actual
                + "; nothing was written. Look at the new plan and approve that one");
    }
}
