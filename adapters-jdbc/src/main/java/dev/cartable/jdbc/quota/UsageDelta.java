package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What some changes under one assignment add to a user's counters, by the newest windows among them; or take, where it is
 * negative.
 */
record UsageDelta(
        UserId user,
        @Nullable Assignment assignment,
        Sum<LocalDate> day,
        Sum<LocalDate> week,
        Sum<LocalDate> month,
        Sum<Instant> cycle) {

    /** As the columns of a usage, which a user's first charge becomes. */
    static final Columns<UsageDelta> COLUMNS = Columns.of(
            Column.of("user_id", Type.TEXT, delta -> delta.user().value()),
            Column.of("active", Type.BOOLEAN, delta -> delta.assignment() != null),
            Column.of("assignment_id", Type.UUID, UsageDelta::assignmentId),
            Column.of("profile_id", Type.UUID, UsageDelta::profileId),
            Column.of("day_key", Type.DATE, delta -> delta.day().key()),
            Column.of("day_up", Type.LONG, delta -> delta.day().up()),
            Column.of("day_down", Type.LONG, delta -> delta.day().down()),
            Column.of("week_key", Type.DATE, delta -> delta.week().key()),
            Column.of("week_up", Type.LONG, delta -> delta.week().up()),
            Column.of("week_down", Type.LONG, delta -> delta.week().down()),
            Column.of("month_key", Type.DATE, delta -> delta.month().key()),
            Column.of("month_up", Type.LONG, delta -> delta.month().up()),
            Column.of("month_down", Type.LONG, delta -> delta.month().down()),
            Column.of("cycle_key", Type.TIME, delta -> delta.cycle().key()),
            Column.of("cycle_up", Type.LONG, delta -> delta.cycle().up()),
            Column.of("cycle_down", Type.LONG, delta -> delta.cycle().down()));

    /** Bytes in a window, which stay within {@link Traffic#MAX} whatever their sign. */
    record Sum<K extends Comparable<? super K>>(K key, long up, long down) {
        static <K extends Comparable<? super K>> Sum<K> in(K key) {
            return new Sum<>(key, 0, 0);
        }

        Sum<K> plus(K window, UsageChange change) {
            int newer = window.compareTo(key);
            if (newer < 0) {
                return this;
            }
            return newer > 0
                    ? new Sum<>(window, change.up(), change.down())
                    : new Sum<>(key, within(up + change.up()), within(down + change.down()));
        }

        private static long within(long bytes) {
            return Math.max(-Traffic.MAX, Math.min(Traffic.MAX, bytes));
        }
    }

    static UsageDelta of(UsageChange first) {
        return new UsageDelta(
                        first.user(),
                        first.assignment(),
                        Sum.in(first.keys().day()),
                        Sum.in(first.keys().week()),
                        Sum.in(first.keys().month()),
                        Sum.in(Usage.NO_CYCLE))
                .plus(first);
    }

    UsageDelta plus(UsageChange change) {
        Instant start = change.cycle();
        return new UsageDelta(
                user,
                assignment,
                day.plus(change.keys().day(), change),
                week.plus(change.keys().week(), change),
                month.plus(change.keys().month(), change),
                start == null ? cycle : cycle.plus(start, change));
    }

    private @Nullable UUID assignmentId() {
        return assignment == null ? null : assignment.id();
    }

    private @Nullable UUID profileId() {
        return assignment == null ? null : assignment.profile().value();
    }
}
