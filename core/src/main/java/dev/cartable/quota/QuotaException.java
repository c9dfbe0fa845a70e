package dev.cartable.quota;

import dev.cartable.CartableException;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.school.model.UserId;
import java.util.Map;

/**
 * A quota cannot be asked for, made or changed in this way. Nothing was written. Its {@linkplain #facts facts} are the
 * {@code user}, {@code profile}, {@code promotion}, {@code level} or {@code name} that it is about; beside a level, {@code levels}
 * are those that there are, and beside a circle, {@code over} is the profile that closes it.
 */
public final class QuotaException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final QuotaProblem problem;

    QuotaException(QuotaProblem problem, Map<String, String> facts) {
        super(problem.name(), facts, problem + " " + facts + "; nothing was written");
        this.problem = problem;
    }

    static QuotaException unknown(UserId user) {
        return new QuotaException(QuotaProblem.UNKNOWN_USER, Map.of("user", user.value()));
    }

    /** As {@link #code}. */
    public QuotaProblem problem() {
        return problem;
    }
}
