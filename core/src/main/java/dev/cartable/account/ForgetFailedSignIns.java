package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.port.FailedSignIns;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Forgets wrong passwords of long ago, so that the counts of usernames that nobody has do not pile up. Safe for use by
 * several threads and nodes.
 */
public final class ForgetFailedSignIns {
    /** How long a count is kept after its last wrong password. */
    public static final Duration KEPT = Duration.ofDays(90);

    private final UnitOfWork unitOfWork;
    private final FailedSignIns failures;
    private final InstantSource clock;

    public ForgetFailedSignIns(UnitOfWork unitOfWork, FailedSignIns failures, InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.failures = requireNonNull(failures, "failures");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Forgets those older than {@link #KEPT}. Returns how many. */
    public int forget() {
        return unitOfWork.call(tx -> failures.clearBefore(tx, clock.instant().minus(KEPT)));
    }
}
