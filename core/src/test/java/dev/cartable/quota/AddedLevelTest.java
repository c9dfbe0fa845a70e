package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Resolution.SkippedLevel;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A level that the host has added holds profiles as the others do. */
class AddedLevelTest {
    private static final Level HOUSE = new Level("HOUSE", user -> Optional.of("north"));

    private final QuotaWorld school = new QuotaWorld(settings());
    private final Instant start = school.now();

    private static QuotaSettings settings() {
        QuotaSettings usual = QuotaSettings.defaults();
        return new QuotaSettings(
                List.of(Level.USER, HOUSE, Level.DEFAULT),
                usual.firstDay(),
                usual.onChange(),
                usual.lateness(),
                usual.remembered(),
                usual.staleAfter());
    }

    @BeforeEach
    void aHouseHasTwoDaysFromTheFirstUse() {
        school.assign(
                new Holder("HOUSE", "north"),
                school.profile("Maison", profile -> profile.validity(Validity.daysFromFirstUse(2))));
        school.assign(Holder.DEFAULT, school.profile("Tous", profile -> profile));
    }

    private Allowance check(UserId user) {
        return school.cartable().quotas().check(user);
    }

    private String served(UserId user) {
        return Objects.requireNonNull(check(user).resolution().effective())
                .profile()
                .name();
    }

    private WindowCalendar.Span cycle(UserId user) {
        return Objects.requireNonNull(check(user).resolution().cycle());
    }

    @Test
    void aValidityBeginsWithEachUsersOwnFirstUse() {
        assertThat(check(JOHN).resolution().cycle()).isNull();
        school.use(JOHN, 10);
        school.pass(Duration.ofDays(1));
        school.use(JOHN, 10);
        school.use(AWA, 10);

        assertThat(cycle(JOHN).start()).isEqualTo(start);
        assertThat(cycle(AWA).start()).isEqualTo(school.now());
        school.pass(Duration.ofDays(1));

        assertThat(served(JOHN)).isEqualTo("Tous");
        assertThat(check(JOHN).resolution().skipped(SkippedLevel.Why.EXPIRED)).isTrue();
        assertThat(served(AWA)).isEqualTo("Maison");
        school.pass(Duration.ofDays(1));
        assertThat(served(AWA)).isEqualTo("Tous");
    }

    @Test
    void aSessionIsAFirstUseToo() {
        Session.Key key = new Session.Key(new NasId("ap-1"), "1", JOHN);
        school.cartable().quotas().recordSession(SessionReading.of(key, SessionReading.Status.START, school.now()));

        school.pass(Duration.ofDays(2));

        assertThat(served(JOHN)).isEqualTo("Tous");
        assertThat(served(AWA)).isEqualTo("Maison");
    }
}
