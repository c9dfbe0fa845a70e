package dev.cartable.spring.web.quota;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Allowance.AccessAttributes;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.UserAllowance;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.school.model.User;
import dev.cartable.spring.web.internal.Row;
import dev.cartable.spring.web.internal.Words;
import org.jspecify.annotations.Nullable;

/** What a user has used, and what is left, as JSON. */
final class UsageRows {
    private UsageRows() {}

    static Row row(UserAllowance found) {
        User user = found.user();
        Allowance allowance = found.allowance();
        Candidate effective = allowance.resolution().effective();
        AccessAttributes attributes = allowance.attributes();
        Row row = Row.of("id", user.id())
                .and("user", Row.of("id", user.id()).and("username", user.userName()))
                .and("profile", effective == null ? null : ProfileRows.brief(effective.profile()))
                .and("level", effective == null ? null : Words.lowered(effective.level()))
                .and("state", Words.lower(allowance.state()))
                .and("is_active", effective != null)
                .and("is_served", allowance.isServed())
                .and("exceeded", allowance.exceeded().stream().map(Words::lower).toList());
        for (WindowAllowance window : allowance.windows()) {
            String name = name(window);
            row.and("used_" + name, window.used().total().bytes())
                    .and("used_" + name + "_upload", window.used().up())
                    .and("used_" + name + "_download", window.used().down())
                    .and(
                            ProfileRows.name(window.window()),
                            ProfileRows.limit(window.limits().total()))
                    .and("remaining_" + name, remaining(window))
                    .and("percent_" + name, window.percent())
                    .and("next_reset_" + name, window.nextResetAt());
        }
        return row.and("bandwidth_upload", attributes.bandwidth().up())
                .and("bandwidth_download", attributes.bandwidth().down())
                .and("session_timeout", ProfileRows.seconds(attributes.sessionTimeout()))
                .and("idle_timeout", ProfileRows.seconds(attributes.idleTimeout()))
                .and(
                        "remaining_bytes",
                        attributes.remaining() == null
                                ? null
                                : attributes.remaining().bytes())
                .and("is_throttled", attributes.throttled())
                .and("at", allowance.at());
    }

    private static @Nullable Long remaining(WindowAllowance window) {
        return window.remaining() == null ? null : window.remaining().bytes();
    }

    private static String name(WindowAllowance window) {
        return name(window.window());
    }

    /** The end of the names of a window's fields. */
    static String name(Window window) {
        return switch (window) {
            case DAY -> "today";
            case WEEK -> "week";
            case MONTH -> "month";
            case CYCLE -> "total";
        };
    }
}
