package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.school.model.CalendarPeriod;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowCalendarTest {
    private static final WindowCalendar CONAKRY = WindowCalendar.of(ZoneId.of("Africa/Conakry"));

    @ParameterizedTest
    @CsvSource({
        "Africa/Cairo, 2026-04-24, 01:00, 23",
        "Africa/Cairo, 2026-10-29, 00:00, 25",
        "Europe/Paris, 2026-03-29, 00:00, 23",
        "Europe/Paris, 2026-10-25, 00:00, 25",
        "Asia/Beirut, 2026-03-29, 01:00, 23",
        "America/Sao_Paulo, 2018-11-04, 01:00, 23",
        "Africa/Conakry, 2026-03-29, 00:00, 24"
    })
    void aDayBeginsWithItsFirstInstantAndHasAsManyHoursAsTheZoneSays(
            String zone, LocalDate day, String start, long hours) {
        WindowCalendar calendar = WindowCalendar.of(ZoneId.of(zone));

        Instant begin = calendar.start(day);
        Instant end = calendar.end(Window.DAY, begin);

        assertThat(begin.atZone(calendar.zone()).toLocalTime()).hasToString(start);
        assertThat(Duration.between(begin, end)).isEqualTo(Duration.ofHours(hours));
        assertThat(calendar.keys(begin).day().firstDay()).isEqualTo(day);
        assertThat(calendar.keys(begin.minusMillis(1)).day().firstDay()).isEqualTo(day.minusDays(1));
        assertThat(calendar.keys(end.minusMillis(1)).day().firstDay()).isEqualTo(day);
        assertThat(calendar.keys(end).day().firstDay()).isEqualTo(day.plusDays(1));
    }

    @Test
    void aDayThatNeverWasIsNoWindow() {
        WindowCalendar apia = WindowCalendar.of(ZoneId.of("Pacific/Apia"));
        Instant last = apia.start(LocalDate.of(2011, 12, 29)).plus(Duration.ofHours(23));

        Instant end = apia.end(Window.DAY, last);

        assertThat(apia.keys(last).day().firstDay()).isEqualTo(LocalDate.of(2011, 12, 29));
        assertThat(apia.keys(end).day().firstDay()).isEqualTo(LocalDate.of(2011, 12, 31));
        assertThat(Duration.between(last, end)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void lordHoweMovesByHalfAnHour() {
        WindowCalendar calendar = WindowCalendar.of(ZoneId.of("Australia/Lord_Howe"));
        Instant start = calendar.start(LocalDate.of(2026, 4, 5));

        assertThat(Duration.between(start, calendar.end(Window.DAY, start)))
                .isEqualTo(Duration.ofMinutes(24 * 60 + 30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Africa/Casablanca",
                "Africa/Cairo",
                "Europe/Paris",
                "Asia/Beirut",
                "Pacific/Apia",
                "Africa/Conakry"
            })
    void windowsFollowEachOtherWithoutGapOrOverlap(String zone) {
        WindowCalendar calendar = WindowCalendar.of(ZoneId.of(zone));
        for (Window window : new Window[] {Window.DAY, Window.WEEK, Window.MONTH}) {
            Instant at = Instant.parse("2011-11-15T11:30:00Z");
            for (int i = 0; i < 60; i++) {
                Instant end = calendar.end(window, at);
                assertThat(end).isAfter(at);
                assertThat(key(calendar, window, end.minusNanos(1))).isEqualTo(key(calendar, window, at));
                assertThat(key(calendar, window, end)).isAfter(key(calendar, window, at));
                at = end;
            }
        }
    }

    private static LocalDate key(WindowCalendar calendar, Window window, Instant at) {
        return requireNonNull(calendar.keys(at).of(window), "no key").firstDay();
    }

    @ParameterizedTest
    @CsvSource({
        "MONDAY, 2027-01-01, 2026-12-28",
        "MONDAY, 2026-12-28, 2026-12-28",
        "SATURDAY, 2027-01-01, 2026-12-26",
        "SUNDAY, 2027-01-02, 2026-12-27",
        "SUNDAY, 2027-01-03, 2027-01-03"
    })
    void aWeekBeginsOnTheSchoolsFirstDayAlsoOverNewYear(DayOfWeek first, LocalDate day, LocalDate week) {
        WindowCalendar calendar = new WindowCalendar(ZoneOffset.UTC, first, any -> Optional.empty());

        assertThat(calendar.keys(calendar.start(day)).week().firstDay()).isEqualTo(week);
    }

    @Test
    void monthsAreCountedFromTheAnchorSoThatTheThirtyFirstComesBack() {
        Instant anchor = at("2026-01-31T10:00");
        Validity monthly = Validity.months(1);

        assertThat(cycle(monthly, anchor, at("2026-02-10T00:00")))
                .isEqualTo(new WindowCalendar.Span(at("2026-01-31T00:00"), at("2026-02-28T00:00")));
        assertThat(cycle(monthly, anchor, at("2026-02-28T00:00")))
                .isEqualTo(new WindowCalendar.Span(at("2026-02-28T00:00"), at("2026-03-31T00:00")));
        assertThat(cycle(monthly, anchor, at("2026-03-31T12:00")))
                .isEqualTo(new WindowCalendar.Span(at("2026-03-31T00:00"), at("2026-04-30T00:00")));
    }

    @Test
    void aTwelveMonthCycleFromALeapDayEndsOnTheLastOfFebruary() {
        Instant anchor = at("2024-02-29T08:00");

        assertThat(cycle(Validity.months(12), anchor, at("2025-06-01T00:00")))
                .isEqualTo(new WindowCalendar.Span(at("2025-02-28T00:00"), at("2026-02-28T00:00")));
        assertThat(cycle(Validity.months(12), anchor, at("2028-02-29T00:00")).start())
                .isEqualTo(at("2028-02-29T00:00"));
    }

    @Test
    void everyInstantIsInExactlyTheCycleThatIsFoundForIt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Instant anchor = at("2024-01-01T00:00").plusSeconds(random.nextInt(60_000_000));
            Instant at = anchor.plusSeconds(random.nextInt(200_000_000));
            Validity months = Validity.months(1 + random.nextInt(14));

            WindowCalendar.Span span = cycle(months, anchor, at);

            assertThat(span.contains(at)).as("seed %s", seed).isTrue();
            assertThat(cycle(months, anchor, span.start())).as("seed %s", seed).isEqualTo(span);
        }
    }

    @Test
    void daysEndAtTheSameLocalTimeAlsoOverAChangeOfClocks() {
        WindowCalendar paris = WindowCalendar.of(ZoneId.of("Europe/Paris"));
        Instant anchor =
                LocalDateTime.parse("2026-03-28T18:00").atZone(paris.zone()).toInstant();

        WindowCalendar.Span span = paris.cycle(Validity.days(1), anchor, anchor).orElseThrow();

        assertThat(span.end()).isEqualTo(anchor.plus(Duration.ofHours(23)));
    }

    @Test
    void aTermIsTheCalendarsAndBetweenTermsThereIsNone() {
        CalendarPeriod autumn = new CalendarPeriod(
                CalendarPeriod.Type.TERM, "1", LocalDate.of(2026, 10, 1), LocalDate.of(2026, 12, 18));
        WindowCalendar calendar = new WindowCalendar(
                ZoneOffset.UTC, DayOfWeek.MONDAY, day -> Optional.of(autumn).filter(term -> term.contains(day)));

        assertThat(calendar.cycle(Validity.term(), Instant.EPOCH, at("2026-12-18T23:59")))
                .contains(new WindowCalendar.Span(at("2026-10-01T00:00"), at("2026-12-19T00:00")));
        assertThat(calendar.cycle(Validity.term(), Instant.EPOCH, at("2026-12-19T00:00")))
                .isEmpty();
    }

    @Test
    void aValidityThatCannotBeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Validity.days(0)).withMessageContaining("0 DAYS");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Validity(Validity.Unit.MONTHS, 1, Validity.Start.FIRST_USE))
                .withMessageContaining("first use");
    }

    private static WindowCalendar.Span cycle(Validity validity, Instant anchor, Instant at) {
        return CONAKRY.cycle(validity, anchor, at).orElseThrow();
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).toInstant(ZoneOffset.UTC);
    }

    @Test
    void beforeItsAnchorAMonthlyCycleIsTheFirst() {
        Instant anchor = at("2026-01-31T09:00");

        assertThat(cycle(Validity.months(1), anchor, at("2026-01-30T12:00")))
                .isEqualTo(cycle(Validity.months(1), anchor, anchor));
    }

    @Test
    void aCycleHasNoEndThatIsTheSameForAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONAKRY.end(Window.CYCLE, Instant.EPOCH))
                .withMessageContaining("cycle");
    }
}
