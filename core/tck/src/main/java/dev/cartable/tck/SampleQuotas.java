package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.uuid;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.model.WindowKeys;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Made-up users and what they use, known by a number. Days are those of UTC. */
final class SampleQuotas {
    static final WindowCalendar CALENDAR = WindowCalendar.of(ZoneOffset.UTC);
    static final WindowKeys TODAY = CALENDAR.keys(NOW);

    private SampleQuotas() {}

    static UserId userId(int number) {
        return new UserId("user-" + number);
    }

    /** In promotion CM2. */
    static User user(int number) {
        return new User(
                userId(number), "awa." + number, "awa" + number + "@example.org", "fr-GN", SampleSchool.CM2, true);
    }

    static ProfileId profileId(int number) {
        return new ProfileId(uuid(number));
    }

    static Profile profile(int number) {
        return profile(number, "Profile " + number);
    }

    static Profile profile(int number, String name) {
        return Profile.named(profileId(number), name).build();
    }

    /** A profile with something in every field. */
    static Profile full(int number) {
        return Profile.named(profileId(number), "Élèves « été »")
                .description("Pour tous, 👩‍👧 aussi.")
                .limited(false)
                .limits(Window.DAY, new Profile.Limits(Limit.atMost(0), Limit.unlimited(), Limit.notSet()))
                .limits(Window.WEEK, new Profile.Limits(Limit.notSet(), Limit.atMost(Long.MAX_VALUE), Limit.atMost(1)))
                .limits(Window.CYCLE, Profile.Limits.total(Limit.unlimited()))
                .bandwidth(new Bandwidth(512, Integer.MAX_VALUE))
                .validity(Validity.daysFromFirstUse(30))
                .sessions(new SessionRules(Duration.ofHours(2), Duration.ofSeconds(90), 3))
                .limitPolicy(new LimitPolicy(75, 10, profileId(number + 1)))
                .active(false)
                .build();
    }

    /** The profile with this number for the holder, as the assignment with this number. */
    static Assignment assignment(int number, Holder holder) {
        return new Assignment(uuid(number), holder, profileId(number), NOW);
    }

    static Holder holder(int number) {
        return Holder.of(userId(number));
    }

    static ProfileChange change(int number, Holder holder, ProfileChange.Type type, Instant at) {
        return new ProfileChange(
                uuid(number), holder, type, "Été " + number, "Hiver " + number, "import", "direction", at);
    }

    static Usage usage(int user, Traffic traffic) {
        return usage(user, null, traffic);
    }

    static Usage usage(int user, @Nullable Assignment assignment, Traffic traffic) {
        return new Usage(
                userId(user),
                assignment != null,
                assignment == null ? null : assignment.id(),
                assignment == null ? null : assignment.profile(),
                new PerWindow<>(
                        new Counter(TODAY.day(), traffic),
                        new Counter(TODAY.week(), traffic),
                        new Counter(TODAY.month(), traffic),
                        new Counter(WindowKey.cycle(NOW), traffic)));
    }

    /** An event with a number of its own: so many bytes up, and ten times as many down. */
    static UsageEvent event(int number, int user, long up, Instant at) {
        return new UsageEvent(new EventId("event-" + number), userId(user), new Traffic(up, 10 * up), at);
    }

    static Charge charge(int number, int user, long up, Instant at) {
        return charge(event(number, user, up, at), null, null);
    }

    static Charge charge(UsageEvent event, @Nullable Instant cycle, @Nullable Assignment assignment) {
        return new Charge(event, CALENDAR.keys(event.at()).withCycle(cycle), assignment);
    }

    static UsageAdjustment adjustment(int number, int user, Instant at) {
        return new UsageAdjustment(
                uuid(number),
                userId(user),
                WindowKey.parse("WEEK:2026-08-31"),
                TrafficSum.of(-5, Long.MAX_VALUE),
                "reset",
                "direction",
                at);
    }
}
