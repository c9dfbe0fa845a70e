package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Resolution.SkippedLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResolutionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final List<String> LEVELS = List.of("USER", "PROMOTION", "DEFAULT");
    private static final WindowCalendar CALENDAR = WindowCalendar.of(ZoneOffset.UTC);

    /** What stands on a level, and why it is passed over; null if it serves. */
    private enum Case {
        NONE(SkippedLevel.Why.NOT_ASSIGNED),
        INACTIVE(SkippedLevel.Why.INACTIVE),
        EXPIRED(SkippedLevel.Why.EXPIRED),
        ENDS_NOW(SkippedLevel.Why.EXPIRED),
        VALID(null),
        NEVER_USED(null),
        USED_LONG_AGO(SkippedLevel.Why.EXPIRED);

        private final SkippedLevel.@Nullable Why why;

        Case(SkippedLevel.@Nullable Why why) {
            this.why = why;
        }
    }

    @Test
    void ofAllCombinationsTheFirstLevelThatIsValidServesAndEachBeforeItSaysWhyNot() {
        int checked = 0;
        for (Case own : Case.values()) {
            for (Case promotion : Case.values()) {
                for (Case standard : Case.values()) {
                    List<Case> cases = List.of(own, promotion, standard);
                    Map<String, Candidate> candidates = new HashMap<>();
                    for (int i = 0; i < LEVELS.size(); i++) {
                        if (cases.get(i) != Case.NONE) {
                            candidates.put(LEVELS.get(i), candidate(LEVELS.get(i), cases.get(i)));
                        }
                    }

                    Resolution resolution = Resolution.of(LEVELS, candidates, CALENDAR, NOW);

                    int serving = 0;
                    while (serving < 3 && cases.get(serving).why != null) {
                        serving++;
                    }
                    assertThat(resolution.effective())
                            .as("%s", cases)
                            .isEqualTo(serving == 3 ? null : candidates.get(LEVELS.get(serving)));
                    assertThat(resolution.skipped().stream().map(SkippedLevel::why))
                            .as("%s", cases)
                            .containsExactlyElementsOf(cases.subList(0, serving).stream()
                                    .map(c -> c.why)
                                    .toList());
                    checked++;
                }
            }
        }
        assertThat(checked).isEqualTo(343);
    }

    @Test
    void aProfileThatWaitsForTheFirstUseServesAndHasNoCycleYet() {
        Resolution resolution =
                Resolution.of(LEVELS, Map.of("USER", candidate("USER", Case.NEVER_USED)), CALENDAR, NOW);

        assertThat(resolution.cycle()).isNull();
        assertThat(resolution.cycleKey()).isEqualTo(NOW.minus(Duration.ofDays(90)));
    }

    @Test
    void theCycleIsKnownByItsStartAndOfAFirstUseByTheAssignment() {
        Candidate days = candidate("USER", Case.VALID);
        Candidate used = candidate("USER", Case.USED_LONG_AGO);
        Instant day = NOW.minus(Duration.ofDays(1));
        Instant months = NOW.minus(Duration.ofDays(90));
        Profile monthly =
                days.profile().toBuilder().validity(Validity.months(1)).build();

        assertThat(resolved(days, NOW).cycleKey()).isEqualTo(day);
        assertThat(resolved(new Candidate(days.assignment(), monthly, null), NOW.plus(Duration.ofDays(40)))
                        .cycleKey())
                .isEqualTo(Instant.parse("2026-12-20T00:00:00Z"));
        assertThat(resolved(used, months.plus(Duration.ofDays(2))).cycleKey())
                .as("which may turn out to have been used earlier")
                .isEqualTo(months);
        assertThat(Resolution.of(LEVELS, Map.of(), CALENDAR, NOW).cycleKey()).isNull();
    }

    @Test
    void betweenTermsAProfileOfTermsIsPassedOver() {
        Candidate days = candidate("USER", Case.VALID);
        Profile terms = days.profile().toBuilder().validity(Validity.term()).build();

        Resolution resolution = resolved(new Candidate(days.assignment(), terms, null), NOW);

        assertThat(resolution.effective()).isNull();
        assertThat(resolution.skipped(SkippedLevel.Why.BETWEEN_TERMS)).isTrue();
        assertThat(resolution.skipped(SkippedLevel.Why.EXPIRED)).isFalse();
        assertThat(resolution.skipped().get(0).profile()).isEqualTo("USER");
    }

    private static Resolution resolved(Candidate candidate, Instant now) {
        return Resolution.of(LEVELS, Map.of("USER", candidate), CALENDAR, now);
    }

    private static Candidate candidate(String level, Case of) {
        ProfileId id = new ProfileId(UUID.randomUUID());
        Instant since = NOW.minus(
                switch (of) {
                    case EXPIRED -> Duration.ofDays(31);
                    case ENDS_NOW -> Duration.ofDays(30);
                    case NEVER_USED, USED_LONG_AGO -> Duration.ofDays(90);
                    default -> Duration.ofDays(1);
                });
        boolean byUse = of == Case.NEVER_USED || of == Case.USED_LONG_AGO;
        Profile profile = Profile.named(id, level)
                .validity(byUse ? Validity.daysFromFirstUse(30) : Validity.days(30))
                .active(of != Case.INACTIVE)
                .build();
        return new Candidate(
                new Assignment(UUID.randomUUID(), new Holder(level, "x"), id, since),
                profile,
                of == Case.USED_LONG_AGO ? since.plusSeconds(1) : null);
    }
}
