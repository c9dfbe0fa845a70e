package dev.cartable.alert.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a user's use has reached, or has fallen well below, in one window.
 *
 * @param windowKey the window
 * @param percent how much is used; for a forecast, how much will be when the window ends
 * @param reached whether the threshold is reached; otherwise use is below it by more than the hysteresis
 * @param usedUpAt when nothing will be left if use goes on as it did; null if that is not forecast
 */
public record Crossing(
        Alert alert,
        UserId user,
        WindowKey windowKey,
        int percent,
        boolean reached,
        @Nullable Instant usedUpAt) {
    public Crossing {
        requireNonNull(alert, "alert");
        requireNonNull(user, "user");
        requireNonNull(windowKey, "windowKey");
    }

    /** The kind of the window. */
    public Window window() {
        return windowKey.window();
    }

    /** What makes it the same crossing on every pass and every node. */
    public Key key() {
        return new Key(alert.id(), user, alert.threshold(), windowKey);
    }

    /** An alert, a user, a threshold and a window. */
    public record Key(AlertId alert, UserId user, int threshold, WindowKey window) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return text().compareTo(other.text());
        }

        private String text() {
            return alert + "\n" + user + "\n" + threshold + "\n" + window;
        }
    }
}
