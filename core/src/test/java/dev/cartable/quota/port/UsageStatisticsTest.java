package dev.cartable.quota.port;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStatistics.Question;
import dev.cartable.school.model.CalendarPeriod;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store is told, so that it need not know the calendar. */
class UsageStatisticsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final CalendarPeriod AUTUMN =
            new CalendarPeriod(CalendarPeriod.Type.TERM, "1", LocalDate.of(2026, 10, 1), LocalDate.of(2026, 12, 18));

    private static Question question(String zone, Instant now) {
        WindowCalendar calendar = new WindowCalendar(
                ZoneId.of(zone), DayOfWeek.MONDAY, day -> Optional.of(AUTUMN).filter(term -> term.contains(day)));
        return new Question(List.of(), List.of("USER"), calendar, Window.DAY, CounterPolicy.RESET, now);
    }

    private static Profile profile(Validity validity) {
        return Profile.named(new ProfileId(new UUID(0, 1)), "x")
                .validity(validity)
                .build();
    }

    @Test
    void aProfileServesUnlessItIsInactiveOrBetweenTerms() {
        Instant holidays = Instant.parse("2026-12-24T10:00:00Z");

        assertThat(question("UTC", NOW).serves(profile(Validity.term()))).isTrue();
        assertThat(question("UTC", holidays).serves(profile(Validity.term()))).isFalse();
        assertThat(question("UTC", holidays).serves(profile(Validity.months(1))))
                .isTrue();
        assertThat(question("UTC", NOW)
                        .serves(profile(Validity.unlimited()).toBuilder()
                                .active(false)
                                .build()))
                .isFalse();
    }

    @Test
    void cyclesOfTermsAndMonthsAreKnownByTheirStarts() {
        Question now = question("UTC", NOW);

        assertThat(now.termKey(profile(Validity.term()))).isEqualTo(Instant.parse("2026-10-01T00:00:00Z"));
        assertThat(now.termKey(profile(Validity.months(1)))).isNull();
        assertThat(question("UTC", Instant.parse("2026-12-24T10:00:00Z")).termKey(profile(Validity.term())))
                .isNull();
        assertThat(now.monthKey(profile(Validity.months(1)), Instant.parse("2026-08-31T15:00:00Z")))
                .isEqualTo(Instant.parse("2026-10-31T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Paris", "Africa/Cairo", "Australia/Lord_Howe"})
    void oneInstantTellsWhichValiditiesAreOver(String zone) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            Instant now = NOW.plus(random.nextInt(525_600), ChronoUnit.MINUTES);
            Question question = question(zone, now);
            Validity validity = Validity.days(1 + random.nextInt(400));
            Instant since = requireNonNull(question.validSince(profile(validity)));

            for (Instant anchor : List.of(since, since.plus(1, ChronoUnit.HOURS))) {
                assertThat(isOver(question, validity, anchor))
                        .as("seed %s, %s", seed, anchor)
                        .isFalse();
            }
            for (Instant anchor : List.of(since.minus(1, ChronoUnit.MICROS), since.minus(3, ChronoUnit.HOURS))) {
                assertThat(isOver(question, validity, anchor) || question.isClockUncertain())
                        .as("seed %s, %s", seed, anchor)
                        .isTrue();
            }
        }
        assertThat(question(zone, NOW).validSince(profile(Validity.unlimited())))
                .isNull();
        assertThat(question(zone, NOW).validSince(profile(Validity.months(1)))).isNull();
    }

    private static boolean isOver(Question question, Validity validity, Instant anchor) {
        Instant end = question.calendar()
                .cycle(validity, anchor, question.now())
                .orElseThrow()
                .end();
        return end != null && !question.now().isBefore(end);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29T00:59:59.999999999Z, false",
        "2026-03-29T01:00:00Z, true",
        "2026-03-29T01:59:59Z, true",
        "2026-03-29T02:00:00Z, false",
        "2026-10-25T01:00:00Z, false"
    })
    void clocksAreUncertainForAsLongAsTheyWerePutForward(Instant now, boolean uncertain) {
        assertThat(question("Europe/Paris", now).isClockUncertain()).isEqualTo(uncertain);
        assertThat(question(ZoneOffset.UTC.getId(), now).isClockUncertain()).isFalse();
    }
}
