package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which counters to reset.
 *
 * @param windows the windows, one or more
 * @param user only this user's; null for everybody's
 * @param running whether counters of windows that are still running begin at zero too; otherwise only those of windows that
 *     are over are brought up to the present one, which changes no answer
 * @param actor who asks for it, as the host calls them; may be empty
 */
public record ResetRequest(Set<Window> windows, @Nullable UserId user, boolean running, String actor) {
    public ResetRequest {
        windows = Set.copyOf(windows);
        requireNonNull(actor, "actor");
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("a reset of no window resets nothing");
        }
    }
}
