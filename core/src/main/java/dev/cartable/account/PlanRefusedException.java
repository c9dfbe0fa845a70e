package dev.cartable.account;

import dev.cartable.CartableException;

/** The plan that was approved is not what would happen now. Nothing was written. */
public class PlanRefusedException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final String approved;
    private final String actual;

    public PlanRefusedException(String approved, String actual) {
        super("the plan " + approved
                + " was approved, but the data or the settings have changed since and the plan is now " + actual
                + "; nothing was written. Look at the new plan and approve that one");
        this.approved = approved;
        this.actual = actual;
    }

    /** The digest that was approved. */
    public String approved() {
        return approved;
    }

    /** The digest of what would happen now. */
    public String actual() {
        return actual;
    }
}
