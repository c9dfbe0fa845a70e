package dev.cartable.work;

import dev.cartable.CartableException;
import java.util.Map;

/**
 * A run has lost its lease while it worked, as after a long pause. The chunk it was in is rolled back; the chunks before
 * it stand. Run it again: finished items are left as they are.
 */
public class LeaseLostException extends CartableException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(Leases.Grant grant) {
        super(
                "LEASE_LOST",
                Map.of("lease", grant.name(), "fence", Long.toString(grant.fence())),
                "the lease '" + grant.name() + "' was given to another run while this one (fence " + grant.fence()
                        + ") was paused; this chunk was undone, the ones before it stand. Run it again to finish");
    }

    /** A lease that is lost for another reason. */
    protected LeaseLostException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }
}
