package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.work.LocalInstance;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * That each slot of a task runs once, however many nodes tick, and with clocks that are wrong: see {@link dev.cartable.task.Tasks}.
 */
public abstract class TasksContract extends TaskNodes {
    private static final Duration SKEW = Duration.ofMinutes(5);

    @Test
    void eachSlotRunsOnceHoweverManyNodesAndThreadsTick() {
        Sample quarter = new Sample("quarter", "every 15m");
        Sample daily = new Sample("daily", "daily 09:00 10:30");
        Sample weekly = new Sample("weekly", "weekly tuesday 08:30");
        List<Cartable> nodes =
                List.of(node(quarter, daily, weekly), node(quarter, daily, weekly), node(quarter, daily, weekly));
        tick(nodes.get(0));

        for (int minutes = 5; minutes <= 180; minutes += 5) {
            now = NOW.plus(Duration.ofMinutes(minutes));
            Together.run(6, thread -> nodes.get(thread % 3).tasks().tick());
        }

        assertThat(quarter.begun).containsExactlyElementsOf(quarters(12));
        assertThat(daily.begun).containsExactly("2026-09-01 #1", "2026-09-01.2 #1");
        assertThat(weekly.begun).containsExactly("2026-W36 #1");
        assertThat(read(nodes.get(0).tasks().history(null)))
                .hasSize(15)
                .allSatisfy(run -> assertThat(run.state()).isEqualTo(Occurrence.State.DONE));
        assertThat(alarmsOfTasks()).isEmpty();
    }

    @Test
    void clocksThatDifferByTenMinutesRunEachSlotOnce() {
        Sample quarter = new Sample("quarter", "every 15m");
        Sample daily = new Sample("daily", "daily 09:00");
        List<Cartable> nodes = List.of(
                node(Duration.ZERO, quarter, daily), node(SKEW, quarter, daily), node(SKEW.negated(), quarter, daily));
        tick(nodes.get(0));

        for (int minute = 1; minute <= 120; minute++) {
            now = NOW.plus(Duration.ofMinutes(minute));
            Together.run(3, thread -> nodes.get(thread).tasks().tick());
        }

        assertThat(quarter.begun).containsExactlyElementsOf(quarters(8));
        assertThat(daily.begun).containsExactly("2026-09-01 #1");
        assertThat(nodes.get(2).tasks().lastTick()).contains(now.plus(SKEW));
        assertThat(alarmsOfTasks()).isEmpty();
    }

    @Test
    void aClockThatIsPutBackRunsNothingASecondTime() {
        Sample hourly = new Sample("hourly", "every 1h");
        Sample daily = new Sample("daily", "daily 09:30");
        Cartable node = node(hourly, daily);
        tickEvery(node, Duration.ofMinutes(5), NOW, NOW.plus(Duration.ofMinutes(130)));
        assertThat(hourly.begun).hasSize(2);

        tickEvery(node, Duration.ofMinutes(5), NOW.plus(Duration.ofMinutes(70)), NOW.plus(Duration.ofMinutes(185)));

        assertThat(hourly.begun)
                .containsExactly("2026-09-01T09:00:00Z #1", "2026-09-01T10:00:00Z #1", "2026-09-01T11:00:00Z #1");
        assertThat(daily.begun).containsExactly("2026-09-01 #1");
        assertThat(alarmsOfTasks()).isEmpty();
    }

    @Test
    void afterThirtyDaysWithoutATickEachTaskRunsOnceAtMost() {
        TaskPolicy skip = TaskPolicy.defaults().withGrace(Duration.ZERO);
        List<Sample> samples = List.of(
                new Sample("daily", "daily 07:00"),
                new Sample("twice", "daily 06:00 20:00"),
                new Sample("weekly", "weekly monday 06:00"),
                new Sample("monthly", "monthly 1 00:00"),
                new Sample("quarter", "every 15m"),
                new Sample("skipping", "daily 07:00", skip, run -> {}));
        List<Cartable> nodes = List.of(node(samples), node(samples));
        tickEvery(nodes.get(0), Duration.ofHours(1), NOW, NOW.plus(Duration.ofDays(1)));
        samples.forEach(sample -> sample.begun.clear());
        alarms.clear();

        now = NOW.plus(Duration.ofDays(31));
        nodes.forEach(TasksContract::tick);
        Together.run(4, thread -> nodes.get(thread % 2).tasks().tick());

        assertThat(samples.stream()
                        .filter(sample -> !sample.begun.isEmpty())
                        .collect(
                                Collectors.toMap(sample -> sample.name().value(), sample -> List.copyOf(sample.begun))))
                .isEqualTo(Map.of(
                        "daily", List.of("2026-10-02 #1"),
                        "twice", List.of("2026-10-02 #1"),
                        "monthly", List.of("2026-10 #1"),
                        "quarter", List.of("2026-10-02T08:00:00Z #1")));
        Map<String, Long> missed = nodes.get(1).tasks().list().stream()
                .filter(entry -> entry.lastRun() != null)
                .collect(Collectors.toMap(
                        entry -> entry.name().value(), entry -> entry.lastRun().missed()));
        assertThat(missed)
                .isEqualTo(Map.of(
                        "daily", 29L, "twice", 59L, "weekly", 3L, "monthly", 0L, "quarter", 2_879L, "skipping", 29L));
        assertThat(alarms)
                .extracting(Alarm::code)
                .containsExactlyInAnyOrder(Alarm.Code.NOTHING_TICKED, Alarm.Code.TASK_MISSED, Alarm.Code.TASK_MISSED);
        assertThat(alarmsOfTasks())
                .extracting(alarm -> alarm.task() + " " + alarm.facts().get("slot") + " "
                        + alarm.facts().get("missed"))
                .containsExactlyInAnyOrder("weekly 2026-W40 4", "skipping 2026-10-02 30");

        samples.forEach(sample -> sample.begun.clear());
        tickEvery(nodes.get(1), Duration.ofMinutes(15), now, now.plus(Duration.ofDays(1)));
        assertThat(samples.get(0).begun).containsExactly("2026-10-03 #1");
        assertThat(samples.get(5).begun).containsExactly("2026-10-03 #1");
    }

    /** As cron does: by a tick now and then, which knows nothing of the ones before. */
    @Test
    void aDailyTaskRunsOnceALocalDayWhenClocksChange() {
        Sample nightly = new Sample("nightly", "daily 02:00");
        Sample late = new Sample("late", "daily 02:30");
        try (Cartable node = builder(Duration.ZERO, List.of(nightly, late))
                .zone(ZoneId.of("Europe/Paris"))
                .build()) {
            tickEvery(node, Duration.ofMinutes(10), at("2026-03-28T12:00:00Z"), at("2026-03-30T12:00:00Z"));
            tickEvery(node, Duration.ofMinutes(10), at("2026-10-24T12:00:00Z"), at("2026-10-26T12:00:00Z"));
        }

        assertThat(List.copyOf(nightly.begun))
                .isEqualTo(List.copyOf(late.begun))
                .containsExactly("2026-03-29 #1", "2026-03-30 #1", "2026-10-24 #1", "2026-10-25 #1", "2026-10-26 #1");
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @Test
    void aSlotIsOnTimeWhereTheEngineTicksOnceAMinute() {
        TaskPolicy skip = TaskPolicy.defaults().withGrace(Duration.ZERO);
        Sample skipping = new Sample("skipping", "daily 09:00 09:01", skip, run -> {});
        Cartable node = node(skipping);

        tickEvery(node, Duration.ofMinutes(1), NOW.plusSeconds(59), NOW.plus(Duration.ofMinutes(70)));

        assertThat(skipping.begun).containsExactly("2026-09-01 #1", "2026-09-01.2 #1");
    }

    @Test
    void aSlotWithoutWorkLeavesNoTrace() {
        Sample idle = new Sample("idle", "every 1m");
        idle.work = () -> false;
        Cartable node = node(idle);

        tickEvery(node, Duration.ofMinutes(1), NOW, NOW.plus(Duration.ofMinutes(5)));
        assertThat(read(node.tasks().history(null))).isEmpty();
        TaskSetting seen = requireNonNull(
                        stores().occurrences().ledger().tasks().get(idle.name()))
                .setting();
        assertThat(seen.since()).as("what is news is counted from then").isEqualTo(NOW);
        assertThat(seen.idle()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));

        idle.work = () -> true;
        assertThat(tick(node)).as("the slot is over").isEmpty();
        now = NOW.plus(Duration.ofMinutes(6));
        tick(node);
        assertThat(idle.begun).containsExactly("2026-09-01T08:06:00Z #1");
    }

    @Test
    void aSlotWithoutWorkIsNotMissed() {
        Sample idle = new Sample("idle", "daily 09:00");
        idle.work = () -> false;
        List<Cartable> nodes = List.of(node(idle), node(idle));
        for (int hour = 0; hour <= 72; hour++) {
            now = NOW.plus(Duration.ofHours(hour));
            nodes.forEach(TasksContract::tick);
        }
        assertThat(read(nodes.get(0).tasks().history(null))).isEmpty();
        assertThat(alarmsOfTasks()).isEmpty();

        idle.work = () -> true;
        now = NOW.plus(Duration.ofHours(73));

        assertThat(tick(nodes.get(1)))
                .singleElement()
                .satisfies(run -> assertThat(run.missed()).isZero());
        assertThat(idle.begun).containsExactly("2026-09-04 #1");
    }

    @Test
    void whatEachNodeDoesForItselfRunsOnEachOnce() {
        Sample flush = new Sample("flush", "every 1m");
        flush.onEachNode = true;
        List<Cartable> nodes = List.of(node(flush), node(flush));

        for (int minute = 1; minute <= 3; minute++) {
            now = NOW.plus(Duration.ofMinutes(minute));
            Together.run(6, thread -> nodes.get(thread % 2).tasks().tick());
        }

        assertThat(flush.begun).hasSize(6);
        assertThat(read(nodes.get(0).tasks().history(null)))
                .as("two nodes of one process have one row")
                .hasSize(1)
                .allSatisfy(run -> assertThat(run.slot().at()).isEqualTo(now));
    }

    @Test
    void whereTwoInstallationsDisagreeOnlyWhatANodeDoesForItselfRunsUntilAPersonDecides() {
        Sample daily = new Sample("daily", "daily 09:00");
        Sample flush = new Sample("flush", "every 1m");
        flush.onEachNode = true;
        builder(Duration.ZERO, List.of())
                .instance(LocalInstance.named("prod"))
                .build()
                .notices()
                .instance()
                .check();
        Cartable copy = builder(Duration.ZERO, List.of(daily, flush))
                .instance(LocalInstance.named("copy"))
                .build();
        tick(copy);

        tickEvery(copy, Duration.ofMinutes(5), NOW.plus(Duration.ofMinutes(55)), NOW.plus(Duration.ofMinutes(65)));
        assertThat(daily.begun).isEmpty();
        assertThat(flush.begun).isNotEmpty();

        copy.notices().instance().claim();
        tick(copy);
        assertThat(daily.begun).as("late, as its policy says").hasSize(1);
    }

    @Test
    void withoutAVoiceWhatOnlyCountsRunsAndWhatSpeaksDoesNot() {
        Sample counts = new Sample("counts", "daily 09:00");
        Sample speaks = new Sample("speaks", "daily 09:00");
        Sample sends = new Sample("sends", "every 1m");
        speaks.speaks = true;
        sends.speaks = true;
        sends.onEachNode = true;
        Cartable silent = builder(Duration.ZERO, List.of(counts, speaks, sends))
                .speak(SendingMode.nobody())
                .build();
        tick(silent);

        now = NOW.plus(Duration.ofHours(1));
        tick(silent);

        assertThat(counts.begun).hasSize(1);
        assertThat(speaks.begun).isEmpty();
        assertThat(sends.begun).isEmpty();
    }

    @Test
    void whatATaskHasCountedIsInTheLedger() {
        Sample daily = new Sample("daily", "daily 09:00");
        Cartable node = node(daily);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));

        Occurrence run = tick(node).get(0);

        assertThat(run.counts()).isEqualTo(Map.of("done", 1L));
        assertThat(run.node()).isEqualTo(Samples.HERE.toString());
        assertThat(run.startedAt()).isEqualTo(now);
        assertThat(run.endedAt()).isEqualTo(now);
        assertThat(run(node, daily)).isEqualTo(run);
        assertThat(node.tasks().find(daily.name()).lastRun()).isEqualTo(run);
    }

    @Test
    void aTickInATransactionOfTheCallerIsRefused() {
        Sample daily = new Sample("daily", "daily 09:00");
        Cartable node = node(daily);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));

        assertThatIllegalStateException().isThrownBy(() -> stores().unitOfWork().run(tx -> tick(node)));
        assertThatIllegalStateException()
                .isThrownBy(() -> stores().unitOfWork().run(tx -> node.tasks().run(daily.name())));

        assertThat(daily.begun).isEmpty();
    }

    @Test
    void aNodeThatIsClosedBeginsNothingAndAnotherGoesOn() {
        Sample daily = new Sample("daily", "daily 09:00");
        Cartable closed = node(daily);
        Cartable other = node(daily);
        tick(closed);
        now = NOW.plus(Duration.ofHours(1));
        closed.close();

        assertThat(tick(closed)).isEmpty();
        assertThat(tick(other)).hasSize(1);
    }

    /** The slots of every quarter of an hour after {@link Samples#NOW}, each begun once. */
    private static List<String> quarters(int count) {
        return Samples.many(count, i -> NOW.plus(Duration.ofMinutes(15L * (i + 1))) + " #1");
    }
}
