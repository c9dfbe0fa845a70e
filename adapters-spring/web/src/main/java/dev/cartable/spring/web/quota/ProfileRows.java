package dev.cartable.spring.web.quota;

import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.Words;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Profiles as JSON: rates in kbit/s, volumes in bytes, the validity in days unless its unit says otherwise, times in seconds. */
final class ProfileRows {
    /** A limit that is watched and never ends. */
    static final String UNLIMITED = "unlimited";

    private ProfileRows() {}

    static Row row(Profile profile) {
        Validity validity = profile.validity();
        Row row = Row.of("id", profile.id())
                .and("name", profile.name())
                .and("description", profile.description())
                .and("bandwidth_upload", profile.bandwidth().up())
                .and("bandwidth_download", profile.bandwidth().down())
                .and("quota_type", profile.limited() ? "limited" : UNLIMITED);
        for (Window window : Window.values()) {
            Profile.Limits limits = profile.limits().getOrDefault(window, Profile.Limits.NOT_SET);
            row.and(name(window), limit(limits.total()))
                    .and(name(window) + "_upload", limit(limits.up()))
                    .and(name(window) + "_download", limit(limits.down()));
        }
        return row.and("validity_duration", validity.length() == 0 ? null : validity.length())
                .and("validity_unit", Words.lower(validity.unit()))
                .and("validity_start", Words.lower(validity.start()))
                .and("session_timeout", seconds(profile.sessions().timeout()))
                .and("idle_timeout", seconds(profile.sessions().idleTimeout()))
                .and("simultaneous_use", profile.sessions().simultaneous())
                .and("warn_percent", profile.limitPolicy().warnPercent())
                .and("grace_percent", profile.limitPolicy().gracePercent())
                .and("throttle_to", profile.limitPolicy().throttleTo())
                .and("is_active", profile.active());
    }

    /** What a client needs to name a profile to a person. */
    static Row brief(Profile profile) {
        return Row.of("id", profile.id()).and("name", profile.name()).and("is_active", profile.active());
    }

    /** The field of a window's limit. */
    static String name(Window window) {
        return switch (window) {
            case DAY -> "daily_limit";
            case WEEK -> "weekly_limit";
            case MONTH -> "monthly_limit";
            case CYCLE -> "data_volume";
        };
    }

    static @Nullable Object limit(Limit limit) {
        return limit instanceof Limit.AtMost most
                ? (Object) most.size().bytes()
                : limit instanceof Limit.Unlimited ? UNLIMITED : null;
    }

    static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
