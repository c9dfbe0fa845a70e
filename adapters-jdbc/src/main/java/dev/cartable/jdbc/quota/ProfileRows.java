package dev.cartable.jdbc.quota;

import dev.cartable.jdbc.sql.Column;
import dev.cartable.jdbc.sql.Columns;
import dev.cartable.jdbc.sql.Cursor;
import dev.cartable.jdbc.sql.Type;
import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The rows of the tables {@code profile}, {@code profile_assignment} and {@code profile_history}. */
final class ProfileRows {
    private static final long UNLIMITED = -1;
    private static final Window[] WINDOWS = Window.values();

    static final Columns<Profile> COLUMNS = columns();

    /** Those that {@link #readProfile} reads, in its order. */
    static final Columns<Profile> READ = COLUMNS.without(List.of("name_key"));

    /** Those that {@link #readAssignment} reads. A holder who holds nothing has a row too, to be locked. */
    static final Columns<Held> HELD = Columns.of(
            Column.of("holder", Type.TEXT, held -> held.holder().toString()),
            Column.of("assignment_id", Type.UUID, held -> held.of(Assignment::id)),
            Column.of(
                    "profile_id",
                    Type.UUID,
                    held -> held.of(assignment -> assignment.profile().value())),
            Column.of("assigned_at", Type.TIME, held -> held.of(Assignment::since)));

    static final Columns<ProfileChange> HISTORY = Columns.of(
            Column.of("id", Type.UUID, ProfileChange::id),
            Column.of("holder", Type.TEXT, change -> change.holder().toString()),
            Column.of("type", Type.TEXT, change -> change.type().name()),
            Column.of("name_before", Type.TEXT, ProfileChange::before),
            Column.of("name_after", Type.TEXT, ProfileChange::after),
            Column.of("cause", Type.TEXT, ProfileChange::cause),
            Column.of("actor", Type.TEXT, ProfileChange::actor),
            Column.of("changed_at", Type.TIME, ProfileChange::at),
            Column.of("key_before", Type.TEXT, change -> key(change.before())),
            Column.of("key_after", Type.TEXT, change -> key(change.after())));

    private ProfileRows() {}

    /** What a holder holds, if anything. */
    record Held(Holder holder, @Nullable Assignment assignment) {
        @Nullable
        Object of(Function<Assignment, Object> value) {
            return assignment == null ? null : value.apply(assignment);
        }
    }

    private static Columns<Profile> columns() {
        List<Column<Profile>> columns = new ArrayList<>(List.of(
                Column.of("id", Type.UUID, profile -> profile.id().value()),
                Column.of("name", Type.TEXT, Profile::name),
                Column.of("description", Type.TEXT, Profile::description),
                Column.of("limited", Type.BOOLEAN, Profile::limited)));
        for (Window window : WINDOWS) {
            String name = window.name().toLowerCase(Locale.ROOT);
            columns.add(Column.of(
                    name + "_total",
                    Type.LONG,
                    profile -> written(stored(profile, window).total())));
            columns.add(Column.of(
                    name + "_up",
                    Type.LONG,
                    profile -> written(stored(profile, window).up())));
            columns.add(Column.of(
                    name + "_down",
                    Type.LONG,
                    profile -> written(stored(profile, window).down())));
        }
        columns.addAll(List.of(
                Column.of(
                        "bandwidth_up", Type.INT, profile -> profile.bandwidth().up()),
                Column.of(
                        "bandwidth_down",
                        Type.INT,
                        profile -> profile.bandwidth().down()),
                Column.of(
                        "validity_unit",
                        Type.TEXT,
                        profile -> profile.validity().unit().name()),
                Column.of(
                        "validity_length",
                        Type.INT,
                        profile -> profile.validity().length()),
                Column.of(
                        "validity_start",
                        Type.TEXT,
                        profile -> profile.validity().start().name()),
                Column.of(
                        "session_timeout",
                        Type.LONG,
                        profile -> seconds(profile.sessions().timeout())),
                Column.of(
                        "idle_timeout",
                        Type.LONG,
                        profile -> seconds(profile.sessions().idleTimeout())),
                Column.of(
                        "simultaneous", Type.INT, profile -> profile.sessions().simultaneous()),
                Column.of(
                        "warn_percent",
                        Type.INT,
                        profile -> profile.limitPolicy().warnPercent()),
                Column.of(
                        "grace_percent",
                        Type.INT,
                        profile -> profile.limitPolicy().gracePercent()),
                Column.of("throttle_to", Type.UUID, ProfileRows::throttle),
                Column.of("active", Type.BOOLEAN, Profile::active),
                Column.of("version", Type.LONG, Profile::version),
                Column.of("name_key", Type.TEXT, profile -> key(profile.name()))));
        return new Columns<>(List.copyOf(columns));
    }

    /** What the profile says of a window, also while its limits do not count. */
    private static Profile.Limits stored(Profile profile, Window window) {
        return profile.limits().getOrDefault(window, Profile.Limits.NOT_SET);
    }

    private static @Nullable Long written(Limit limit) {
        if (limit instanceof Limit.AtMost most) {
            return most.size().bytes();
        }
        return limit instanceof Limit.Unlimited ? UNLIMITED : null;
    }

    private static Limit limit(@Nullable Long written) {
        if (written == null) {
            return Limit.notSet();
        }
        return written == UNLIMITED ? Limit.unlimited() : Limit.atMost(written);
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }

    private static @Nullable Duration duration(@Nullable Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private static @Nullable UUID throttle(Profile profile) {
        ProfileId to = profile.limitPolicy().throttleTo();
        return to == null ? null : to.value();
    }

    private static @Nullable String key(@Nullable String name) {
        return name == null ? null : Profile.folded(name);
    }

    static Profile profile(ResultSet row, StatementContext context) throws SQLException {
        return readProfile(new Cursor(row, 1));
    }

    static Profile readProfile(Cursor row) throws SQLException {
        Profile.Builder profile = Profile.named(new ProfileId(row.uuid()), row.text())
                .description(row.text())
                .limited(row.bool());
        for (Window window : WINDOWS) {
            profile.limits(
                    window,
                    new Profile.Limits(
                            limit(row.numberOrNull()), limit(row.numberOrNull()), limit(row.numberOrNull())));
        }
        return profile.bandwidth(new Bandwidth(row.integerOrNull(), row.integerOrNull()))
                .validity(new Validity(
                        Validity.Unit.valueOf(row.text()), row.integer(), Validity.Start.valueOf(row.text())))
                .sessions(new SessionRules(
                        duration(row.numberOrNull()), duration(row.numberOrNull()), row.integerOrNull()))
                .limitPolicy(new LimitPolicy(row.integer(), row.integer(), throttle(row.uuidOrNull())))
                .active(row.bool())
                .version(row.number())
                .build();
    }

    private static @Nullable ProfileId throttle(@Nullable UUID id) {
        return id == null ? null : new ProfileId(id);
    }

    static Assignment assignment(ResultSet row, StatementContext context) throws SQLException {
        return readAssignment(new Cursor(row, 1));
    }

    static Assignment readAssignment(Cursor row) throws SQLException {
        Holder holder = Holder.parse(row.text());
        return new Assignment(row.uuid(), holder, new ProfileId(row.uuid()), row.time());
    }

    static ProfileChange change(ResultSet row, StatementContext context) throws SQLException {
        Cursor cursor = new Cursor(row, 1);
        return new ProfileChange(
                cursor.uuid(),
                Holder.parse(cursor.text()),
                ProfileChange.Type.valueOf(cursor.text()),
                cursor.textOrNull(),
                cursor.textOrNull(),
                cursor.text(),
                cursor.text(),
                cursor.time());
    }
}
