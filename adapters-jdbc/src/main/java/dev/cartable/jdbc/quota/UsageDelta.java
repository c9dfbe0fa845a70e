package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What some changes under one assignment add to a user's counters, by the newest windows among them; or take, where it is
 * negative.
 */
record UsageDelta(UserId user, @Nullable Assignment assignment, PerWindow<Sum> sums) {

    /** As the columns of a usage, which a user's first charge becomes. */
    static final Columns<UsageDelta> COLUMNS = Columns.of(
            Column.of("user_id", Type.TEXT, delta -> delta.user().value()),
            Column.of("active", Type.BOOLEAN, delta -> delta.assignment() != null),
            Column.of("assignment_id", Type.UUID, UsageDelta::assignmentId),
            Column.of("profile_id", Type.UUID, UsageDelta::profileId),
            Column.of("day_key", Type.DATE, delta -> delta.sums().day().key().firstDay()),
            Column.of("day_up", Type.LONG, delta -> delta.sums().day().up()),
            Column.of("day_down", Type.LONG, delta -> delta.sums().day().down()),
            Column.of("week_key", Type.DATE, delta -> delta.sums().week().key().firstDay()),
            Column.of("week_up", Type.LONG, delta -> delta.sums().week().up()),
            Column.of("week_down", Type.LONG, delta -> delta.sums().week().down()),
            Column.of(
                    "month_key", Type.DATE, delta -> delta.sums().month().key().firstDay()),
            Column.of("month_up", Type.LONG, delta -> delta.sums().month().up()),
            Column.of("month_down", Type.LONG, delta -> delta.sums().month().down()),
            Column.of(
                    "cycle_key", Type.TIME, delta -> delta.sums().cycle().key().start()),
            Column.of("cycle_up", Type.LONG, delta -> delta.sums().cycle().up()),
            Column.of("cycle_down", Type.LONG, delta -> delta.sums().cycle().down()));

    /** An amount in a window. */
    record Sum(WindowKey key, TrafficSum amount) {
        static Sum in(WindowKey key) {
            return new Sum(key, TrafficSum.ZERO);
        }

        Sum plus(@Nullable WindowKey window, TrafficSum more) {
            int newer = window == null ? -1 : window.compareTo(key);
            return window == null || newer < 0 ? this : new Sum(window, newer > 0 ? more : amount.plus(more));
        }

        /** As a bigint, to which what is stored can be added. */
        long up() {
            return amount.clamped().up().longValueExact();
        }

        /** As {@link #up}. */
        long down() {
            return amount.clamped().down().longValueExact();
        }
    }

    static UsageDelta of(UsageChange first) {
        PerWindow<Sum> sums = PerWindow.of(window -> {
            WindowKey key = window == Window.CYCLE ? null : first.keys().of(window);
            return Sum.in(key == null ? WindowKey.cycle(Usage.NO_CYCLE) : key);
        });
        return new UsageDelta(first.user(), first.assignment(), sums).plus(first);
    }

    UsageDelta plus(UsageChange change) {
        return new UsageDelta(
                user,
                assignment,
                PerWindow.of(window -> sums.get(window).plus(change.keys().of(window), change.amount())));
    }

    private @Nullable UUID assignmentId() {
        return assignment == null ? null : assignment.id();
    }

    private @Nullable UUID profileId() {
        return assignment == null ? null : assignment.profile().value();
    }
}
