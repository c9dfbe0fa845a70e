package dev.cartable.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.task.cron.CronUtilsReader;
import dev.cartable.task.internal.LocalTimes;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.task.model.TaskPolicy.Gap;
import dev.cartable.task.model.TaskPolicy.Overlap;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OccurrencesTest {
    private static Occurrences slots(String schedule, String zone) {
        return slots(schedule, zone, TaskPolicy.defaults());
    }

    private static Occurrences slots(String schedule, String zone, TaskPolicy policy) {
        return Occurrences.of(Schedule.parse(schedule), ZoneId.of(zone), policy, new CronUtilsReader());
    }

    private static Slot slot(String key, String at) {
        return new Slot(key, Instant.parse(at));
    }

    @ParameterizedTest
    @CsvSource({
        // the clock goes forward, and the time does not exist
        "Europe/Paris,   2026-03-29, 02:00, 2026-03-29T01:00:00Z",
        "Europe/Paris,   2026-03-29, 02:30, 2026-03-29T01:00:00Z",
        "Africa/Cairo,   2026-04-24, 00:00, 2026-04-23T22:00:00Z",
        "Asia/Beirut,    2026-03-29, 00:00, 2026-03-28T22:00:00Z",
        "America/Sao_Paulo, 2018-11-04, 00:30, 2018-11-04T03:00:00Z",
        "Australia/Lord_Howe, 2026-10-04, 02:15, 2026-10-03T15:30:00Z",
        "America/Nuuk,   2024-03-30, 23:30, 2024-03-31T01:00:00Z",
        // the clock goes back, and the time exists twice
        "Europe/Paris,   2026-10-25, 02:00, 2026-10-25T00:00:00Z",
        "Africa/Cairo,   2026-10-29, 23:00, 2026-10-29T20:00:00Z",
        "Australia/Lord_Howe, 2026-04-05, 01:45, 2026-04-04T14:45:00Z",
        "Africa/Casablanca, 2026-02-15, 02:30, 2026-02-15T01:30:00Z",
        "Africa/Casablanca, 2026-03-22, 02:30, 2026-03-22T02:00:00Z",
    })
    void everyDayHasOneSlotAlsoWhereTheClockChanges(String zone, LocalDate date, LocalTime time, Instant at) {
        Occurrences slots = slots("daily " + time, zone);

        assertThat(slots.atOrBefore(at)).contains(new Slot(date.toString(), at));
        assertThat(slots.atOrBefore(at.minusNanos(1)).orElseThrow().key())
                .isEqualTo(date.minusDays(1).toString());
        assertThat(slots.after(at).orElseThrow().key())
                .isEqualTo(date.plusDays(1).toString());
        assertThat(slots.after(at.minusNanos(1))).contains(new Slot(date.toString(), at));
    }

    @Test
    void aDateThatIsLeftOutHasNoSlot() {
        Occurrences slots = slots("daily 12:00", "Pacific/Apia");

        assertThat(slots.after(Instant.parse("2011-12-29T22:00:00Z")))
                .contains(slot("2011-12-31", "2011-12-30T22:00:00Z"));
        assertThat(slots("daily 00:00", "Pacific/Apia").atOrBefore(Instant.parse("2011-12-30T10:00:00Z")))
                .contains(slot("2011-12-31", "2011-12-30T10:00:00Z"));
    }

    @Test
    void aTimeThatDoesNotExistCanBeSkipped() {
        TaskPolicy policy = TaskPolicy.defaults().withClockChanges(Gap.SKIP, Overlap.EARLIER);

        assertThat(slots("daily 02:00", "Europe/Paris", policy).after(Instant.parse("2026-03-28T12:00:00Z")))
                .contains(slot("2026-03-30", "2026-03-30T00:00:00Z"));
    }

    @Test
    void theSecondOfTwoEqualTimesCanCount() {
        TaskPolicy policy = TaskPolicy.defaults().withClockChanges(Gap.AFTER, Overlap.LATER);
        Occurrences slots = slots("daily 02:00", "Europe/Paris", policy);
        Instant second = Instant.parse("2026-10-25T01:00:00Z");

        assertThat(slots.after(Instant.parse("2026-10-25T00:30:00Z"))).contains(new Slot("2026-10-25", second));
        assertThat(slots.atOrBefore(second.minusNanos(1)).orElseThrow().key()).isEqualTo("2026-10-24");
        assertThat(slots.atOrBefore(second)).contains(new Slot("2026-10-25", second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Africa/Conakry",
                "Africa/Abidjan",
                "Africa/Cairo",
                "Africa/Casablanca",
                "Africa/Tunis",
                "Europe/Paris",
                "Europe/London",
                "Europe/Dublin",
                "Asia/Beirut",
                "Asia/Gaza",
                "Asia/Kathmandu",
                "Asia/Tehran",
                "America/New_York",
                "America/Sao_Paulo",
                "America/Nuuk",
                "America/Havana",
                "America/Montreal",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Antarctica/Troll"
            })
    void twoYearsAgreeWithAClockThatIsReadEveryMinute(String name) {
        List<LocalTime> times =
                List.of(LocalTime.of(0, 0), LocalTime.of(2, 0), LocalTime.of(2, 30), LocalTime.of(23, 30));
        Map<LocalTime, List<Slot>> expected = readEveryMinute(ZoneId.of(name), times);
        for (LocalTime time : times) {
            Occurrences slots = slots("daily " + time, name);
            assertThat(walk(slots, Instant.parse("2025-01-01T12:00:00Z"), Instant.parse("2027-01-01T12:00:00Z")))
                    .as(time.toString())
                    .isEqualTo(expected.get(time));
        }
    }

    /** The first minute of each day at which a wall clock shows a time or a later one, by the times. */
    private static Map<LocalTime, List<Slot>> readEveryMinute(ZoneId zone, List<LocalTime> times) {
        Map<LocalTime, TreeMap<LocalDate, Instant>> first = new HashMap<>();
        times.forEach(time -> first.put(time, new TreeMap<>(Map.of(LocalDate.MIN, Instant.MIN))));
        Instant end = Instant.parse("2027-01-01T12:00:00Z");
        LocalDate lastDate = null;
        for (Instant now = Instant.parse("2024-12-31T00:00:00Z"); !now.isAfter(end); now = now.plusSeconds(60)) {
            LocalDateTime shown = LocalDateTime.ofInstant(now, zone);
            LocalDate date = shown.toLocalDate();
            boolean isNewDate = lastDate != null && date.isAfter(lastDate);
            for (Map.Entry<LocalTime, TreeMap<LocalDate, Instant>> one : first.entrySet()) {
                TreeMap<LocalDate, Instant> days = one.getValue();
                if (isNewDate) {
                    days.putIfAbsent(lastDate, now);
                }
                if (!date.equals(days.lastKey()) && !shown.toLocalTime().isBefore(one.getKey())) {
                    days.putIfAbsent(date, now);
                }
            }
            lastDate = lastDate == null || isNewDate ? date : lastDate;
        }
        Map<LocalTime, List<Slot>> slots = new HashMap<>();
        first.forEach((time, days) -> slots.put(
                time,
                days.entrySet().stream()
                        .filter(day -> day.getValue().isAfter(Instant.parse("2025-01-01T12:00:00Z")))
                        .map(day -> new Slot(day.getKey().toString(), day.getValue()))
                        .toList()));
        return slots;
    }

    private static List<Slot> walk(Occurrences slots, Instant from, Instant to) {
        List<Slot> all = new ArrayList<>();
        Optional<Slot> next = slots.after(from);
        while (next.isPresent() && !next.get().at().isAfter(to)) {
            assertThat(slots.atOrBefore(next.get().at())).isEqualTo(next);
            all.add(next.get());
            next = slots.after(next.get().at());
        }
        return all;
    }

    @Test
    void aDayWithSeveralTimesHasASlotForEach() {
        Occurrences slots = slots("daily 18:00 08:00", "Africa/Conakry");

        assertThat(walk(slots, Instant.parse("2026-11-27T18:00:00Z"), Instant.parse("2026-11-29T08:00:00Z")))
                .containsExactly(
                        slot("2026-11-28", "2026-11-28T08:00:00Z"),
                        slot("2026-11-28.2", "2026-11-28T18:00:00Z"),
                        slot("2026-11-29", "2026-11-29T08:00:00Z"));
    }

    @Test
    void aWeekHasTheNumberThatIsoGivesIt() {
        Occurrences slots = slots("weekly sunday 09:00", "Africa/Conakry");

        assertThat(walk(slots, Instant.parse("2026-12-20T09:00:00Z"), Instant.parse("2027-01-11T00:00:00Z")))
                .containsExactly(
                        slot("2026-W52", "2026-12-27T09:00:00Z"),
                        slot("2026-W53", "2027-01-03T09:00:00Z"),
                        slot("2027-W01", "2027-01-10T09:00:00Z"));
    }

    @Test
    void aShortMonthHasItsSlotOnItsLastDay() {
        Occurrences slots = slots("monthly 31 00:00", "Africa/Conakry");

        assertThat(walk(slots, Instant.parse("2028-01-30T00:00:00Z"), Instant.parse("2028-04-30T00:00:00Z")))
                .containsExactly(
                        slot("2028-01", "2028-01-31T00:00:00Z"),
                        slot("2028-02", "2028-02-29T00:00:00Z"),
                        slot("2028-03", "2028-03-31T00:00:00Z"),
                        slot("2028-04", "2028-04-30T00:00:00Z"));
        assertThat(slots.atOrBefore(Instant.parse("2028-03-15T00:00:00Z")))
                .contains(slot("2028-02", "2028-02-29T00:00:00Z"));
    }

    @Test
    void anIntervalCountsFromTheEpoch() {
        Occurrences slots = slots("every 15m", "Europe/Paris");

        assertThat(slots.atOrBefore(Instant.parse("2026-11-28T05:14:59Z")))
                .contains(slot("2026-11-28T05:00:00Z", "2026-11-28T05:00:00Z"));
        assertThat(slots.after(Instant.parse("2026-11-28T05:15:00Z")))
                .contains(slot("2026-11-28T05:30:00Z", "2026-11-28T05:30:00Z"));
        assertThat(slots.atOrBefore(Instant.parse("1969-12-31T23:59:59Z")))
                .contains(slot("1969-12-31T23:45:00Z", "1969-12-31T23:45:00Z"));
    }

    @Test
    void aCronExpressionIsInLocalTimeToo() {
        Occurrences slots = slots("30 2 * * *", "Europe/Paris");

        assertThat(walk(slots, Instant.parse("2026-03-28T01:30:00Z"), Instant.parse("2026-03-30T00:30:00Z")))
                .containsExactly(
                        slot("2026-03-29T02:30", "2026-03-29T01:00:00Z"),
                        slot("2026-03-30T02:30", "2026-03-30T00:30:00Z"));
        assertThat(walk(slots, Instant.parse("2026-10-24T12:00:00Z"), Instant.parse("2026-10-26T01:30:00Z")))
                .containsExactly(
                        slot("2026-10-25T02:30", "2026-10-25T00:30:00Z"),
                        slot("2026-10-26T02:30", "2026-10-26T01:30:00Z"));
    }

    @Test
    void aCronExpressionThatNeverComesHasNoSlot() {
        Occurrences slots = slots("0 0 30 2 *", "Africa/Conakry");

        assertThat(slots.atOrBefore(Instant.parse("2026-11-28T00:00:00Z"))).isEmpty();
        assertThat(slots.after(Instant.parse("2026-11-28T00:00:00Z"))).isEmpty();
    }

    @Test
    void aCronExpressionOfWorkingDaysLeavesOutTheWeekend() {
        Occurrences slots = slots("0 7 * * 1-5", "Africa/Conakry");

        assertThat(slots.after(Instant.parse("2026-11-27T07:00:00Z")).map(Slot::at))
                .contains(LocalDate.of(2026, 11, 30).atTime(7, 0).toInstant(ZoneOffset.UTC));
        assertThat(slots.atOrBefore(Instant.parse("2026-11-29T07:00:00Z")).map(Slot::key))
                .contains("2026-11-27T07:00");
    }

    @Test
    void graceIsHalfTheTimeToTheNextSlotAndAllOfAnInterval() {
        Occurrences daily = slots("daily 08:00", "Africa/Conakry");
        Occurrences every = slots("every 1h", "Africa/Conakry");
        Slot eight = slot("x", "2026-11-28T08:00:00Z");

        assertThat(Due.grace(daily, TaskPolicy.defaults(), Due.ON_TIME, eight)).isEqualTo(Duration.ofHours(12));
        assertThat(Due.grace(every, TaskPolicy.defaults(), Due.ON_TIME, eight)).isEqualTo(Duration.ofHours(1));
        assertThat(Due.grace(daily, TaskPolicy.defaults().withGrace(Duration.ZERO), Due.ON_TIME, eight))
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void schedulesAreMadeOfValuesToo() {
        assertThat(Schedule.daily(LocalTime.of(8, 0))).isEqualTo(Schedule.parse("daily 8:00"));
        assertThat(Schedule.weekly(DayOfWeek.SUNDAY, LocalTime.of(9, 0)))
                .isEqualTo(Schedule.parse("weekly Sunday 09:00"));
        assertThat(Schedule.monthly(1, LocalTime.MIDNIGHT)).isEqualTo(Schedule.parse("monthly 1 00:00"));
        assertThat(Schedule.every(Duration.ofMinutes(90))).isEqualTo(Schedule.parse("every 1h30m"));
    }

    @Test
    void aSlotThatWasDueStaysTheLastOneWhileTheClockShowsItsHourAgain() {
        Occurrences slots = slots("daily 02:30", "Europe/Paris");
        Slot once = slot("2026-10-25", "2026-10-25T00:30:00Z");

        assertThat(slots.atOrBefore(Instant.parse("2026-10-25T01:10:00Z"))).contains(once);
        assertThat(slots.atOrBefore(Instant.parse("2026-10-25T01:59:59Z"))).contains(once);
        assertThat(slots.atOrBefore(Instant.parse("2026-10-25T00:29:59Z")))
                .contains(slot("2026-10-24", "2026-10-24T00:30:00Z"));
    }

    @Test
    void beforeTheFirstTimeOfADayItIsTheLastOneOfTheDayBefore() {
        assertThat(slots("daily 08:00 18:00", "Africa/Conakry").atOrBefore(Instant.parse("2026-11-28T07:59:59Z")))
                .contains(slot("2026-11-27.2", "2026-11-27T18:00:00Z"));
    }

    @Test
    void aTimeIsToTheMinute() {
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.daily(LocalTime.of(8, 0, 0, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.daily(LocalTime.of(8, 0, 1)));
    }

    @Test
    void theKeyOfASlotFitsItsColumn() {
        assertThat(slot("x".repeat(Slot.LONGEST_KEY), "2026-11-28T08:00:00Z").key())
                .hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> slot("x".repeat(65), "2026-11-28T08:00:00Z"));
        assertThatIllegalArgumentException().isThrownBy(() -> slot(" ", "2026-11-28T08:00:00Z"));
    }

    /** Times of a schedule that answers each question with a time of so much later. */
    private record Shifted(Duration by, AtomicInteger asked) implements LocalTimes {
        @Override
        public Optional<Time> atOrBefore(LocalDateTime time) {
            asked.incrementAndGet();
            return Optional.of(new Time(time.plus(by), "x"));
        }

        @Override
        public Optional<Time> after(LocalDateTime time) {
            asked.incrementAndGet();
            return Optional.of(new Time(time.plus(by), "x"));
        }
    }

    private static Occurrences shifted(Duration by, AtomicInteger asked) {
        return Occurrences.of(
                Schedule.parse("* * * * *"),
                ZoneOffset.UTC,
                TaskPolicy.defaults(),
                expression -> new Shifted(by, asked));
    }

    @Test
    void aScheduleThatNeverAnswersIsGivenUpAfterAThousandTimes() {
        Instant now = Instant.parse("2026-11-28T08:00:00Z");
        AtomicInteger asked = new AtomicInteger();

        assertThat(shifted(Duration.ofDays(1), asked).atOrBefore(now)).isEmpty();
        assertThat(asked.getAndSet(0)).isEqualTo(1_001);
        assertThat(shifted(Duration.ofDays(-1), asked).after(now)).isEmpty();
        assertThat(asked).hasValue(1_001);
    }

    @Test
    void missedSlotsAreCountedUpToAHundredThousand() {
        Instant now = Instant.parse("2026-11-28T08:00:00Z");
        Instant far = now.plus(Duration.ofHours(2_500));
        Occurrences minutes = shifted(Duration.ofMinutes(1), new AtomicInteger());

        assertThat(minutes.between(now, now.plus(Duration.ofMinutes(11)))).isEqualTo(10);
        assertThat(minutes.between(now, far)).isEqualTo(100_000);
        assertThat(slots("every 1m", "UTC").between(now, far)).isEqualTo(100_000);
    }
}
