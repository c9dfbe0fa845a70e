package dev.cartable.work;

import dev.cartable.CartableException;
import java.util.Locale;
import java.util.Map;

/**
 * The brake has stopped a run. Nothing was written. The facts are {@code action}, such as {@code MAKE_PUPILS_INACTIVE}, {@code
 * count}, {@code total} and {@code limit}.
 */
public final class BrakeException extends CartableException {
    private static final long serialVersionUID = 1L;

    BrakeException(String action, long count, long total, long limit) {
        super(
                "BRAKE",
                Map.of(
                        "action", action,
                        "count", Long.toString(count),
                        "total", Long.toString(total),
                        "limit", Long.toString(limit)),
                "this run would " + action.toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + count + " of " + total
                        + ", and " + limit + " is the limit; nothing was written. If the data is complete and this is"
                        + " meant, raise the limit of the brake to " + count);
    }
}
