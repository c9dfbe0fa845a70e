package dev.cartable.spring.web.quota;

import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.spring.web.internal.Body;
import dev.cartable.spring.web.internal.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a body says about a profile: changes, which are made to the profile as it is when it is written. */
final class ProfileForm {
    private static final long LONGEST_SECONDS = Duration.ofDays(3_650).toSeconds();
    private static final int MOST_DAYS = 36_500;

    private final Body body;
    private final @Nullable String name;
    private final List<BiConsumer<Profile, Profile.Builder>> changes = new ArrayList<>();

    private ProfileForm(Body body, boolean whole) {
        this.body = body;
        this.name = whole || body.has("name") ? name() : null;
    }

    /** Reads all fields: those that are missing have their defaults. */
    static ProfileForm whole(Body body) {
        return new ProfileForm(body, true).read();
    }

    /** Reads the fields that are there: all others stay as they are. */
    static ProfileForm changes(Body body) {
        return new ProfileForm(body, false).read();
    }

    /** The name; only of a whole profile. */
    String newName() {
        return name == null ? "" : name;
    }

    /** The change to a profile of which all other fields stay. */
    UnaryOperator<Profile.Builder> change() {
        return builder -> applied(builder.build(), builder);
    }

    /** The change that takes the place of everything in a profile. */
    UnaryOperator<Profile.Builder> replacement() {
        return builder -> {
            Profile before = builder.build();
            return applied(before, Profile.named(before.id(), newName()).version(before.version()));
        };
    }

    private Profile.Builder applied(Profile before, Profile.Builder builder) {
        if (name != null) {
            builder.name(name);
        }
        try {
            for (BiConsumer<Profile, Profile.Builder> change : changes) {
                change.accept(builder.build(), builder);
            }
            builder.build();
            return builder;
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    400, "BAD_REQUEST", Map.of("profile", before.id().toString()));
        }
    }

    private String name() {
        String text = body.text("name", 100);
        if (!text.isEmpty() && (text.isBlank() || text.chars().anyMatch(Character::isISOControl))) {
            body.refuse("name", "BLANK", Map.of());
        }
        return text;
    }

    private ProfileForm read() {
        if (body.has("description")) {
            String text = body.optionalText("description", 1_000);
            changes.add((before, after) -> after.description(text == null ? "" : text));
        }
        limits();
        bandwidth();
        validity();
        sessions();
        policy();
        if (body.has("is_active")) {
            Boolean active = body.optionalTruth("is_active");
            changes.add((before, after) -> after.active(active == null || active));
        }
        body.end();
        return this;
    }

    private enum QuotaType {
        LIMITED,
        UNLIMITED
    }

    private void limits() {
        if (body.has("quota_type")) {
            QuotaType type = body.optionalChoice("quota_type", QuotaType.class);
            changes.add((before, after) -> after.limited(type != QuotaType.UNLIMITED));
        }
        for (Window window : Window.values()) {
            String field = ProfileRows.name(window);
            limit(field, (limit, old) -> new Profile.Limits(limit, old.up(), old.down()), window);
            limit(field + "_upload", (limit, old) -> new Profile.Limits(old.total(), limit, old.down()), window);
            limit(field + "_download", (limit, old) -> new Profile.Limits(old.total(), old.up(), limit), window);
        }
    }

    private interface LimitChange {
        Profile.Limits limits(Limit limit, Profile.Limits before);
    }

    private void limit(String field, LimitChange change, Window window) {
        if (body.has(field)) {
            Limit limit = body.<Limit>optional(
                    field,
                    value -> ProfileRows.UNLIMITED.equals(value)
                            ? Limit.unlimited()
                            : bytes(body.optionalNumber(field, 0, Long.MAX_VALUE)));
            changes.add((before, after) -> after.limits(
                    window,
                    change.limits(
                            limit == null ? Limit.notSet() : limit,
                            before.limits().getOrDefault(window, Profile.Limits.NOT_SET))));
        }
    }

    private static @Nullable Limit bytes(@Nullable Long bytes) {
        return bytes == null ? null : Limit.atMost(DataSize.ofBytes(bytes));
    }

    private void bandwidth() {
        if (body.has("bandwidth_upload")) {
            Integer up = integer("bandwidth_upload", 1);
            changes.add((before, after) ->
                    after.bandwidth(new Bandwidth(up, before.bandwidth().down())));
        }
        if (body.has("bandwidth_download")) {
            Integer down = integer("bandwidth_download", 1);
            changes.add((before, after) ->
                    after.bandwidth(new Bandwidth(before.bandwidth().up(), down)));
        }
    }

    /** Without a unit the duration is in days, as in the system that Cartable replaces. */
    private void validity() {
        boolean hasDuration = body.has("validity_duration");
        boolean hasUnit = body.has("validity_unit");
        boolean hasStart = body.has("validity_start");
        if (!hasDuration && !hasUnit && !hasStart) {
            return;
        }
        Long duration = body.optionalNumber("validity_duration", 1, MOST_DAYS);
        Validity.Unit unit = body.optionalChoice("validity_unit", Validity.Unit.class);
        Validity.Start start = body.optionalChoice("validity_start", Validity.Start.class);
        try {
            Validity validity = new Validity(
                    unit != null ? unit : duration == null ? Validity.Unit.UNLIMITED : Validity.Unit.DAYS,
                    duration == null ? 0 : duration.intValue(),
                    start == null ? Validity.Start.ASSIGNMENT : start);
            changes.add((before, after) -> after.validity(validity));
        } catch (IllegalArgumentException e) {
            body.refuse("validity_unit", "DOES_NOT_FIT", Map.of());
        }
    }

    private void sessions() {
        if (body.has("session_timeout")) {
            Duration timeout = seconds("session_timeout");
            changes.add((before, after) -> after.sessions(new SessionRules(
                    timeout, before.sessions().idleTimeout(), before.sessions().simultaneous())));
        }
        if (body.has("idle_timeout")) {
            Duration timeout = seconds("idle_timeout");
            changes.add((before, after) -> after.sessions(new SessionRules(
                    before.sessions().timeout(), timeout, before.sessions().simultaneous())));
        }
        if (body.has("simultaneous_use")) {
            Integer simultaneous = integer("simultaneous_use", 1);
            changes.add((before, after) -> after.sessions(new SessionRules(
                    before.sessions().timeout(), before.sessions().idleTimeout(), simultaneous)));
        }
    }

    private @Nullable Duration seconds(String field) {
        Long seconds = body.optionalNumber(field, 1, LONGEST_SECONDS);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private @Nullable Integer integer(String field, long least) {
        Long number = body.optionalNumber(field, least, Integer.MAX_VALUE);
        return number == null ? null : number.intValue();
    }

    private void policy() {
        if (body.has("warn_percent")) {
            Long warn = body.optionalNumber("warn_percent", 1, 100);
            changes.add((before, after) -> after.limitPolicy(new LimitPolicy(
                    warn == null ? LimitPolicy.DENY.warnPercent() : warn.intValue(),
                    before.limitPolicy().gracePercent(),
                    before.limitPolicy().throttleTo())));
        }
        if (body.has("grace_percent")) {
            Long grace = body.optionalNumber("grace_percent", 0, 1_000);
            changes.add((before, after) -> after.limitPolicy(new LimitPolicy(
                    before.limitPolicy().warnPercent(),
                    grace == null ? 0 : grace.intValue(),
                    before.limitPolicy().throttleTo())));
        }
        if (body.has("throttle_to")) {
            UUID to = body.optionalId("throttle_to");
            changes.add((before, after) -> after.limitPolicy(new LimitPolicy(
                    before.limitPolicy().warnPercent(),
                    before.limitPolicy().gracePercent(),
                    to == null ? null : new ProfileId(to))));
        }
    }
}
