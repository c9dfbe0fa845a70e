package dev.cartable.alert.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.NoticeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That an alert fired, or was armed again, for a user in a window. Written once, never changed.
 *
 * @param arming counts up from 1 for one key: odd ones are firings, even ones mean that it is armed again
 * @param notice the message that tells of it; null if another one of the same moment tells of more, or nobody can be reached
 */
public record Firing(Crossing.Key key, int arming, @Nullable NoticeId notice, Instant at) {
    public Firing {
        requireNonNull(key, "key");
        requireNonNull(at, "at");
        if (arming < 1) {
            throw new IllegalArgumentException("armings are counted from 1, not " + arming);
        }
    }

    /** Whether it fired, and was not armed again since. */
    public boolean isFired() {
        return arming % 2 == 1;
    }
}
