package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Profiles, who holds them, and from when on. */
class ProfileTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final UserId JOHN = new UserId("john");
    private static final ProfileId STUDENT = new ProfileId(new UUID(0, 1));
    private static final Assignment OWN = new Assignment(new UUID(0, 2), Holder.of(JOHN), STUDENT, NOW);

    @Test
    void levelsFindTheirHoldersAmongTheUsers() {
        User john = new User(JOHN, "john", null, null, new PromotionId("L3"), true);
        User teacher = new User(new UserId("t"), "teacher", null, null, null, true);

        assertThat(QuotaSettings.defaults().levels().stream()
                        .map(level -> level.holder(john).orElseThrow()))
                .containsExactly(Holder.of(JOHN), Holder.of(new PromotionId("L3")), Holder.DEFAULT);
        assertThat(Level.PROMOTION.holder(teacher)).isEmpty();
        assertThat(Holder.parse("DORM:north:1")).isEqualTo(new Holder("DORM", "north:1"));
        assertThat(Holder.of(JOHN)).hasToString("USER:john").isGreaterThan(Holder.DEFAULT);
        assertThat(Level.USER).hasToString("USER");
        assertThat(QuotaSettings.defaults().levelNames()).containsExactly("USER", "PROMOTION", "DEFAULT");
    }

    @Test
    void aLineIsAsFastAsAProfileSaysInEachDirectionThatItLimits() {
        Bandwidth line = new Bandwidth(10, 20);

        assertThat(new Bandwidth(1, null).orElse(line)).isEqualTo(new Bandwidth(1, 20));
        assertThat(new Bandwidth(null, 2).orElse(line)).isEqualTo(new Bandwidth(10, 2));
        assertThat(QuotaSettings.defaults().with(line).lineSpeed()).isEqualTo(line);
        assertThat(QuotaSettings.defaults().lineSpeed()).isEqualTo(Bandwidth.of(1_000_000));
    }

    @Test
    void aProfileThatIsNotLimitedSaysSoOfTheWindowsThatHaveALimit() {
        Profile profile = Profile.named(STUDENT, "staff")
                .atMost(Window.DAY, DataSize.ofBytes(5))
                .limits(Window.WEEK, Profile.Limits.NOT_SET)
                .build();

        assertThat(profile.limits()).containsOnlyKeys(Window.DAY);
        assertThat(profile.limits(Window.DAY)).isEqualTo(Profile.Limits.total(Limit.atMost(5)));
        assertThat(profile.limits(Window.WEEK)).isEqualTo(Profile.Limits.NOT_SET);
        Profile free = profile.toBuilder().limited(false).build();
        assertThat(free.limits(Window.DAY)).isEqualTo(Profile.Limits.total(Limit.unlimited()));
        assertThat(free.limits(Window.WEEK)).isEqualTo(Profile.Limits.NOT_SET);
        assertThat(Stream.of(
                                Profile.Limits.NOT_SET,
                                new Profile.Limits(Limit.unlimited(), Limit.notSet(), Limit.notSet()),
                                new Profile.Limits(Limit.notSet(), Limit.atMost(1), Limit.notSet()),
                                new Profile.Limits(Limit.notSet(), Limit.notSet(), Limit.atMost(1)))
                        .map(Profile.Limits::isSet))
                .containsExactly(false, true, true, true);
    }

    @Test
    void aBuilderThatChangesNothingGivesTheSameProfile() {
        Profile full = Profile.named(STUDENT, "Étudiant")
                .description("of the third year")
                .limited(false)
                .limits(Window.MONTH, new Profile.Limits(Limit.atMost(3), Limit.unlimited(), Limit.notSet()))
                .bandwidth(new Bandwidth(1, 2))
                .validity(Validity.daysFromFirstUse(3))
                .sessions(new SessionRules(Duration.ofHours(1), Duration.ofMinutes(1), 2))
                .limitPolicy(new LimitPolicy(70, 5, new ProfileId(new UUID(0, 7))))
                .active(false)
                .version(9)
                .build();

        assertThat(full.toBuilder().build()).isEqualTo(full);
        assertThat(full.toBuilder().name("Autre").build().name()).isEqualTo("Autre");
        assertThat(Profile.folded("E\u0301TUDIANT")).isEqualTo(Profile.folded("\u00e9tudiant"));
        assertThat(Profile.folded("etudiant")).isNotEqualTo(Profile.folded("\u00e9tudiant"));
        assertThat(Profile.folded("STRASSE")).isEqualTo(Profile.folded("stra\u00dfe"));
    }

    @ParameterizedTest
    @CsvSource({"ASSIGNED, true", "UPDATED, true", "REMOVED, true", "RESET, false", "REPAIRED, false"})
    void aResetAndARepairChangeCountersAlone(ProfileChange.Type type, boolean ofProfile) {
        assertThat(new ProfileChange(new UUID(0, 3), Holder.DEFAULT, type, null, null, "", "", NOW).isOfProfile())
                .isEqualTo(ofProfile);
    }

    @Test
    void aFirstUseCountsOnlyWhereTheValidityBeginsWithIt() {
        Profile byUse = Profile.named(STUDENT, "x")
                .validity(Validity.daysFromFirstUse(3))
                .build();
        Profile byDate = Profile.named(STUDENT, "x").validity(Validity.days(3)).build();
        Instant used = NOW.plusSeconds(5);

        assertThat(new Candidate(OWN, byUse, null).anchor()).isNull();
        assertThat(new Candidate(OWN, byUse, null).firstUsed(used).anchor()).isEqualTo(used);
        assertThat(new Candidate(OWN, byDate, null).firstUsed(used)).isEqualTo(new Candidate(OWN, byDate, null));
        assertThat(new Candidate(OWN, byDate, null).anchor()).isEqualTo(NOW);
        assertThat(new Candidate(OWN, byDate, null).level()).isEqualTo("USER");
    }
}
