package dev.cartable.alert.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Window;
import dev.cartable.work.internal.WellFormedText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that the users of a profile are told of, once for each window.
 *
 * @param threshold in percent: of the limit that is used or, for a forecast, will be used when the window ends, or of the
 *     validity that has passed; 1 to 1000
 * @param hysteresis how many percent below the threshold use must fall, by a raised limit or a reset, before it is told again
 *     in the same window; 0 to 100
 * @param channels how the user is told, one or more
 * @param windows the windows that are watched; none for all that are limited
 * @param template what to say, with {@code {username}}, {@code {percent}}, {@code {remaining_gb}} and the other variables;
 *     null for the built-in words
 * @param version the version that was read; the store raises it with each update
 */
public record Alert(
        AlertId id,
        ProfileId profile,
        AlertType type,
        int threshold,
        int hysteresis,
        Set<Channel> channels,
        Set<Window> windows,
        @Nullable String template,
        boolean active,
        long version) {

    /** How far use must fall before the same is told again in one window, unless somebody says otherwise. */
    public static final int USUAL_HYSTERESIS = 5;

    public Alert {
        requireNonNull(id, "id");
        requireNonNull(profile, "profile");
        requireNonNull(type, "type");
        WellFormedText.optional("the template of an alert", template);
        channels = Set.copyOf(channels);
        windows = Set.copyOf(windows);
        if (threshold < 1 || threshold > 1_000) {
            throw new IllegalArgumentException("a threshold of " + threshold + " % cannot be: 1 to 1000");
        }
        if (type == AlertType.QUOTA_EXCEEDED && threshold < 100) {
            throw new IllegalArgumentException("a limit is exceeded from 100 % on, not from " + threshold + " %; "
                    + AlertType.QUOTA_WARNING + " is for less");
        }
        if (type == AlertType.VALIDITY_EXPIRING && threshold > 100) {
            throw new IllegalArgumentException("of a validity at most 100 % can have passed, not " + threshold + " %");
        }
        if (hysteresis < 0 || hysteresis > 100) {
            throw new IllegalArgumentException("a hysteresis of " + hysteresis + " % cannot be: 0 to 100");
        }
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("an alert without a channel tells nobody");
        }
    }

    /** This one as the store has it after another update. */
    public Alert withVersion(long version) {
        return new Alert(id, profile, type, threshold, hysteresis, channels, windows, template, active, version);
    }

    /** This one, no longer told. */
    public Alert deactivated() {
        return new Alert(id, profile, type, threshold, hysteresis, channels, windows, template, false, version);
    }

    /** Whether it watches a window. */
    public boolean watches(Window window) {
        return windows.isEmpty() || windows.contains(window);
    }
}
