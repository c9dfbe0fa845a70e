package dev.cartable.alert.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that the users of a profile are notified of, once for each window.
 *
 * @param threshold in percent: of the limit that is used or, for a forecast, will be used when the window ends, or of the
 *     validity that has passed; within the bounds of its type
 * @param hysteresis how many percent below the threshold use must fall, by a raised limit or a reset, before the user is notified again
 *     in the same window; 0 to 100
 * @param channels how the user is notified, one or more
 * @param windows the windows that are watched; none for all that are limited
 * @param template what to say, with {@code {username}}, {@code {percent}}, {@code {remaining_gb}} and the other variables;
 *     null for the built-in words
 * @param version the version that was read; the store raises it with each update
 */
public record Alert(
        AlertId id,
        ProfileId profile,
        Type type,
        int threshold,
        int hysteresis,
        Set<Channel> channels,
        Set<Window> windows,
        @Nullable String template,
        boolean active,
        long version) {

    /** How far use must fall before a user is notified of the same again in one window, where nothing else is set. */
    public static final int DEFAULT_HYSTERESIS = 5;

    /** The greatest hysteresis. */
    public static final int MOST_HYSTERESIS = 100;

    public Alert {
        requireNonNull(id, "id");
        requireNonNull(profile, "profile");
        requireNonNull(type, "type");
        WellFormedText.optional("the template of an alert", template);
        channels = Set.copyOf(channels);
        windows = Set.copyOf(windows);
        if (threshold < type.leastThreshold() || threshold > type.mostThreshold()) {
            throw new IllegalArgumentException("a threshold of " + threshold + " % cannot be for " + type + ": "
                    + type.leastThreshold() + " to " + type.mostThreshold());
        }
        if (hysteresis < 0 || hysteresis > MOST_HYSTERESIS) {
            throw new IllegalArgumentException(
                    "a hysteresis of " + hysteresis + " % cannot be: 0 to " + MOST_HYSTERESIS);
        }
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("an alert without a channel notifies nobody");
        }
    }

    /** An alert of this type: at 80 % or 100 %, see {@link Builder}. */
    public static Builder of(AlertId id, ProfileId profile, Type type) {
        return new Builder(id, profile, type);
    }

    /** This one, to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder(id, profile, type);
        builder.threshold = threshold;
        builder.hysteresis = hysteresis;
        builder.channels = channels;
        builder.windows = windows;
        builder.template = template;
        builder.active = active;
        builder.version = version;
        return builder;
    }

    /** Whether it watches a window. */
    public boolean watches(Window window) {
        return windows.isEmpty() || windows.contains(window);
    }

    /**
     * Puts an alert together. Defaults: at 80 %, or 100 % for what is exceeded and for forecasts, with the hysteresis
     * {@value Alert#DEFAULT_HYSTERESIS}, by e-mail, of all windows that are limited, in the built-in words, active. Not safe for
     * several threads.
     */
    public static final class Builder {
        private final AlertId id;
        private ProfileId profile;
        private Type type;
        private int threshold;
        private int hysteresis = DEFAULT_HYSTERESIS;
        private Set<Channel> channels = Set.of(Channel.EMAIL);
        private Set<Window> windows = Set.of();
        private @Nullable String template;
        private boolean active = true;
        private long version;

        private Builder(AlertId id, ProfileId profile, Type type) {
            this.id = requireNonNull(id, "id");
            this.profile = requireNonNull(profile, "profile");
            this.type = requireNonNull(type, "type");
            this.threshold = type.usualThreshold;
        }

        public Builder profile(ProfileId profile) {
            this.profile = requireNonNull(profile, "profile");
            return this;
        }

        /** The threshold stays as it is. */
        public Builder type(Type type) {
            this.type = requireNonNull(type, "type");
            return this;
        }

        public Builder threshold(int percent) {
            this.threshold = percent;
            return this;
        }

        public Builder hysteresis(int percent) {
            this.hysteresis = percent;
            return this;
        }

        public Builder channels(Set<Channel> channels) {
            this.channels = Set.copyOf(channels);
            return this;
        }

        public Builder windows(Set<Window> windows) {
            this.windows = Set.copyOf(windows);
            return this;
        }

        public Builder template(@Nullable String template) {
            this.template = template;
            return this;
        }

        public Builder active(boolean active) {
            this.active = active;
            return this;
        }

        public Builder version(long version) {
            this.version = version;
            return this;
        }

        /**
         * The alert.
         *
         * @throws IllegalArgumentException if something in it cannot be
         */
        public Alert build() {
            return new Alert(id, profile, type, threshold, hysteresis, channels, windows, template, active, version);
        }
    }

    /** What an alert watches. Written in lower case: {@code quota_warning}. */
    public enum Type {
        /** A limit is used up to the threshold, which is 100 or less. */
        QUOTA_WARNING(Measure.USE, 1, 80, 100),
        /** A limit is used up; the threshold is 100 or more. */
        QUOTA_EXCEEDED(Measure.USE, 100, 100, 1_000),
        /**
         * If use goes on as it did since the window began, the threshold will be reached before it ends. Told from the third day
         * with use on, of windows that are longer than a day and end; linear, over the time since the first of those days.
         */
        QUOTA_FORECAST(Measure.FORECAST, 1, 100, 1_000),
        /** The validity of the profile has passed up to the threshold. */
        VALIDITY_EXPIRING(Measure.VALIDITY, 1, 80, 100);

        private final Measure measure;
        private final int leastThreshold;
        private final int usualThreshold;
        private final int mostThreshold;

        Type(Measure measure, int leastThreshold, int usualThreshold, int mostThreshold) {
            this.measure = measure;
            this.leastThreshold = leastThreshold;
            this.usualThreshold = usualThreshold;
            this.mostThreshold = mostThreshold;
        }

        /** What its percentage is of. */
        public Measure measure() {
            return measure;
        }

        /** The lowest threshold that an alert of this type may have, in percent. */
        public int leastThreshold() {
            return leastThreshold;
        }

        /** The highest threshold that an alert of this type may have, in percent. */
        public int mostThreshold() {
            return mostThreshold;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What is compared with a threshold. */
        public enum Measure {
            /** The part of a limit that is used. */
            USE,
            /** The part of a limit that will be used when the window ends. */
            FORECAST,
            /** The part of the profile's validity that has passed. */
            VALIDITY
        }
    }

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

    /**
     * That an alert fired, or was armed again, for a user in a window. Written once, never changed.
     *
     * @param arming counts up from 1 for one key: odd ones are firings, even ones mean that it is armed again
     * @param notice the message about it; null if another alert of the same moment says more, or if no channel reaches the user
     */
    public record Firing(
            Alert.Crossing.Key key, int arming, @Nullable NoticeId notice, Instant at) {
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
}
