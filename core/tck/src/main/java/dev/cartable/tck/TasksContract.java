package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.CartableException;
import dev.cartable.Stores;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.task.Task;
import dev.cartable.task.TaskEntry;
import dev.cartable.task.TaskRun;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.OccurrenceState;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.task.model.TaskPolicy.Limits;
import dev.cartable.work.Counts;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.LeaseLostException;
import dev.cartable.work.LocalInstance;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * That each slot of a task runs once, however many nodes tick, die, sleep or have clocks that are wrong: see
 * {@link dev.cartable.task.Tasks}. Two nodes are two {@code Cartable}s over the same stores.
 */
public abstract class TasksContract extends StoresContract<Stores> {
    private static final Duration LEASE = Limits.defaults().lease();
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final long PATIENCE_SECONDS = 60;

    private final Queue<Alarm> alarms = new ConcurrentLinkedQueue<>();

    /** A Tuesday, at 08:00. */
    private volatile Instant now = NOW;

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
                .allSatisfy(run -> assertThat(run.state()).isEqualTo(OccurrenceState.DONE));
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

    @Test
    void aSlotIsOnTimeWhereTheEngineTicksOnceAMinute() {
        TaskPolicy skip = TaskPolicy.defaults().withGrace(Duration.ZERO);
        Sample skipping = new Sample("skipping", "daily 09:00 09:01", skip, run -> {});
        Cartable node = node(skipping);

        tickEvery(node, Duration.ofMinutes(1), NOW.plusSeconds(59), NOW.plus(Duration.ofMinutes(70)));

        assertThat(skipping.begun).containsExactly("2026-09-01 #1", "2026-09-01.2 #1");
    }

    @Test
    void aSlotOfANodeThatSleepsIsRunByAnotherAndWhatWakesWritesNothing() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch wake = new CountDownLatch(1);
        List<Throwable> refused = new ArrayList<>();
        Sample daily = new Sample("daily", "daily 09:00", TaskPolicy.defaults(), run -> {
            add(run, "first " + run.attempt());
            if (run.attempt() == 1) {
                asleep.countDown();
                await(wake);
                try {
                    add(run, "awake");
                } catch (LeaseLostException e) {
                    refused.add(e);
                    throw e;
                }
            }
        });
        Cartable sleeper = node(daily);
        Cartable other = node(daily);
        tick(sleeper);
        now = NOW.plus(Duration.ofHours(1));
        Together.Running<List<Occurrence>> sleeping = Together.start(() -> tick(sleeper));
        await(asleep);
        try {
            now = now.plus(Duration.ofMinutes(1));
            assertThat(tick(other)).as("while the lease lasts").isEmpty();
            assertThat(run(other, daily).state()).isEqualTo(OccurrenceState.RUNNING);
            assertThatExceptionOfType(LeaseHeldException.class)
                    .isThrownBy(() -> other.tasks().run(daily.name()));

            fixture().letPass(LEASE.plusSeconds(1));
            now = now.plus(LEASE);
            assertThat(tick(other)).extracting(Occurrence::state).containsExactly(OccurrenceState.DONE);
        } finally {
            wake.countDown();
        }

        List<Occurrence> before = read(other.tasks().history(null));
        assertThat(sleeping.result()).as("what the sleeper has to say").isEmpty();
        assertThat(refused).hasSize(1);
        assertThat(daily.begun).containsExactly("2026-09-01 #1", "2026-09-01 #2");
        assertThat(read(other.tasks().history(null))).isEqualTo(before);
        assertThat(before)
                .hasSize(1)
                .allSatisfy(run -> assertThat(run.attempt()).isEqualTo(2));
        assertThat(added()).containsExactlyInAnyOrder("first 1", "first 2");
        assertThat(tick(sleeper)).isEmpty();
    }

    @Test
    void aNodeThatSleepsAndWritesNothingItselfLeavesTheLedgerToTheOther() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch wake = new CountDownLatch(1);
        Sample daily = new Sample("daily", "daily 09:00", TaskPolicy.defaults(), run -> {
            if (run.attempt() == 1) {
                asleep.countDown();
                await(wake);
                throw new CartableException("SAMPLE", Map.of(), "the sleeper has failed");
            }
        });
        Cartable sleeper = node(daily);
        Cartable other = node(daily);
        tick(sleeper);
        now = NOW.plus(Duration.ofHours(1));
        Together.Running<List<Occurrence>> sleeping = Together.start(() -> tick(sleeper));
        await(asleep);
        try {
            fixture().letPass(LEASE.plusSeconds(1));
            now = now.plus(LEASE);
            tick(other);
        } finally {
            wake.countDown();
        }

        assertThat(sleeping.result()).isEmpty();
        assertThat(run(other, daily).state()).isEqualTo(OccurrenceState.DONE);
        assertThat(tick(other)).isEmpty();
        assertThat(alarmsOfTasks()).isEmpty();
    }

    @Test
    void aSlotWhoseProcessDiesEachTimeIsGivenUpWithOneAlarm() {
        Sample daily = new Sample("daily", "daily 09:00");
        Cartable node = node(daily);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));
        Occurrence dead = Occurrence.running(
                daily.name(), new Slot("2026-09-01", now), false, 4, 0, Samples.GONE.toString(), now);
        write(tx -> stores().occurrences().add(tx, dead));

        assertThat(tick(node)).hasSize(1).allSatisfy(run -> {
            assertThat(run.state()).isEqualTo(OccurrenceState.FAILED);
            assertThat(run.attempt()).isEqualTo(4);
        });
        assertThat(tick(node)).isEmpty();
        assertThat(daily.begun).isEmpty();
        assertAlarm(daily, "2026-09-01", "4");

        now = NOW.plus(Duration.ofDays(1)).plus(Duration.ofHours(1));
        assertThat(tick(node)).extracting(Occurrence::attempt).containsExactly(1);
    }

    @Test
    void aSlotWhoseProcessHasDiedIsRunAgainAtTheNextTick() {
        Sample daily = new Sample("daily", "daily 09:00");
        Cartable node = node(daily);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));
        stores().leases().acquire("task:daily", Samples.GONE, LEASE);
        Occurrence dead = Occurrence.running(
                daily.name(), new Slot("2026-09-01", now), false, 1, 0, Samples.GONE.toString(), now);
        write(tx -> stores().occurrences().add(tx, dead));

        tick(node);

        assertThat(daily.begun).containsExactly("2026-09-01 #2");
        assertThat(run(node, daily).state()).isEqualTo(OccurrenceState.DONE);
    }

    @Test
    void aTaskThatFailsIsTriedAgainAfterOneTwoAndFourMinutesAndThenAnAlarmIsRaised() {
        Sample daily = new Sample("daily", "daily 09:00", TaskPolicy.defaults(), run -> {
            add(run, "undone " + run.attempt());
            throw new CartableException("NO_ANSWER", Map.of(), "the server has not answered");
        });
        List<Cartable> nodes = List.of(node(daily), node(daily));
        tick(nodes.get(0));
        now = NOW.plus(Duration.ofHours(1));
        tick(nodes.get(0));
        Instant failedAt = now;

        for (long wait : List.of(60L, 120L, 240L)) {
            assertThat(run(nodes.get(0), daily)).satisfies(run -> {
                assertThat(run.state()).isEqualTo(OccurrenceState.RETRYING);
                assertThat(run.reason()).isEqualTo("the server has not answered");
                assertThat(run.nextAt()).isEqualTo(now.plusSeconds(wait));
            });
            assertThat(alarmsOfTasks()).isEmpty();
            now = now.plusSeconds(wait).minusMillis(1);
            assertThat(tick(nodes.get(1))).isEmpty();
            now = now.plusMillis(1);
            assertThat(tick(nodes.get(1))).hasSize(1);
            assertThat(tick(nodes.get(0))).isEmpty();
        }

        assertThat(Duration.between(failedAt, now)).isEqualTo(Duration.ofMinutes(7));
        assertThat(daily.begun).containsExactly("2026-09-01 #1", "2026-09-01 #2", "2026-09-01 #3", "2026-09-01 #4");
        assertThat(run(nodes.get(0), daily).state()).isEqualTo(OccurrenceState.FAILED);
        assertAlarm(daily, "2026-09-01", "4");
        tickEvery(nodes.get(0), Duration.ofMinutes(30), now, NOW.plus(Duration.ofDays(1)));
        assertThat(daily.begun).hasSize(4);
        assertThat(alarmsOfTasks()).hasSize(1);
    }

    @Test
    void aTaskThatFailsAtEachOfItsManySlotsGetsNoMoreAttemptsThanOneSlot() {
        Sample minutely = new Sample("minutely", "every 1m", TaskPolicy.defaults(), run -> {
            throw new IllegalStateException("no text of another library goes into the ledger");
        });
        Cartable node = node(minutely);

        tickEvery(node, Duration.ofMinutes(1), NOW, NOW.plus(Duration.ofMinutes(8)));

        assertThat(minutely.begun)
                .containsExactly(
                        "2026-09-01T08:01:00Z #1",
                        "2026-09-01T08:02:00Z #2",
                        "2026-09-01T08:04:00Z #3",
                        "2026-09-01T08:08:00Z #4");
        assertThat(run(node, minutely).reason()).isEqualTo(IllegalStateException.class.getName());
        assertAlarm(minutely, "2026-09-01T08:08:00Z", "4");
    }

    @Test
    void aTaskThatThrowsAnErrorHasFailedLikeAnother() {
        Sample broken = new Sample("broken", "daily 09:00", TaskPolicy.defaults(), run -> {
            throw new NoClassDefFoundError("com/example/Optional");
        });
        Sample fine = new Sample("fine", "daily 09:00");
        Cartable node = node(broken, fine);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));

        assertThat(tick(node))
                .extracting(Occurrence::state)
                .containsExactly(OccurrenceState.RETRYING, OccurrenceState.DONE);
    }

    @Test
    void aTaskThatCannotEvenBeAskedKeepsNoOtherFromRunning() {
        Sample broken = new Sample("broken", "daily 09:00");
        broken.work = () -> {
            throw new IllegalArgumentException("no");
        };
        Sample fine = new Sample("fine", "daily 09:00");
        Cartable node = node(broken, fine);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> tick(node));

        assertThat(fine.begun).containsExactly("2026-09-01 #1");
    }

    @Test
    void aRunThatReachesItsSoftLimitEndsAfterItsChunkAndGoesOnAtTheNextTick() {
        AtomicInteger chunks = new AtomicInteger();
        Limits limits = new Limits(Duration.ofNanos(1), Duration.ofMinutes(30), LEASE);
        Sample bulk = new Sample("bulk", "daily 09:00", TaskPolicy.defaults().withLimits(limits), run -> {
            while (chunks.get() < 3) {
                add(run, "chunk " + chunks.get());
                chunks.incrementAndGet();
            }
        });
        List<Cartable> nodes = List.of(node(bulk), node(bulk));
        tick(nodes.get(0));
        now = NOW.plus(Duration.ofHours(1));

        for (int chunk = 1; chunk <= 2; chunk++) {
            assertThat(tick(nodes.get(chunk % 2)))
                    .extracting(Occurrence::state)
                    .containsExactly(OccurrenceState.UNFINISHED);
            assertThat(chunks).hasValue(chunk);
            assertThat(run(nodes.get(0), bulk).nextAt()).isEqualTo(now);
            now = now.plusSeconds(60);
        }
        assertThat(tick(nodes.get(0))).extracting(Occurrence::state).containsExactly(OccurrenceState.DONE);

        assertThat(tick(nodes.get(1))).isEmpty();
        assertThat(bulk.begun)
                .as("going on is no attempt")
                .containsOnly("2026-09-01 #1")
                .hasSize(3);
        assertThat(added()).containsExactlyInAnyOrder("chunk 0", "chunk 1", "chunk 2");
        assertThat(alarmsOfTasks()).isEmpty();
    }

    @Test
    void aRunThatSaysItIsNotFinishedGoesOn() {
        Sample daily = new Sample("daily", "daily 09:00", TaskPolicy.defaults(), TaskRun::leaveUnfinished);
        Cartable node = node(daily);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));

        assertThat(tick(node)).extracting(Occurrence::state).containsExactly(OccurrenceState.UNFINISHED);
        assertThat(tick(node)).extracting(Occurrence::attempt).containsExactly(1);
        assertThat(daily.begun).hasSize(2);

        now = NOW.plus(Duration.ofHours(25));
        tick(node);
        assertThat(read(node.tasks().history(daily.name())))
                .extracting(run -> run.slot().key() + " " + run.state())
                .containsExactly("2026-09-02 UNFINISHED", "2026-09-01 FAILED");
    }

    @Test
    void aRunBeyondItsHardLimitWritesNothingAnyMore() {
        Limits limits = new Limits(Duration.ofNanos(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        Sample slow = new Sample(
                "slow", "daily 09:00", TaskPolicy.defaults().withLimits(limits), run -> add(run, "too late"));
        Cartable node = node(slow);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));

        for (int attempt = 1; attempt <= 4; attempt++) {
            assertThat(tick(node)).isEmpty();
            assertThat(run(node, slow).state()).isEqualTo(OccurrenceState.RUNNING);
        }
        assertThat(tick(node)).extracting(Occurrence::state).containsExactly(OccurrenceState.FAILED);

        assertThat(slow.begun).hasSize(4);
        assertThat(added()).isEmpty();
        assertAlarm(slow, "2026-09-01", "4");
    }

    @Test
    void aTaskThatIsOffRunsByHandAloneAndWhatWasDueMeanwhileIsNotRun() {
        Sample daily = new Sample("daily", "daily 09:00");
        List<Cartable> nodes = List.of(node(daily), node(daily));
        tick(nodes.get(0));
        assertThat(nodes.get(0).tasks().off(daily.name()).enabled()).isFalse();
        now = NOW.plus(Duration.ofHours(2));
        assertThat(tick(nodes.get(1))).isEmpty();

        Occurrence byHand = nodes.get(1).tasks().run(daily.name());
        assertThat(byHand.byHand()).isTrue();
        assertThat(byHand.state()).isEqualTo(OccurrenceState.DONE);
        TaskEntry on = nodes.get(1).tasks().on(daily.name());

        assertThat(on.nextAt()).isEqualTo(Instant.parse("2026-09-02T09:00:00Z"));
        assertThat(tick(nodes.get(0))).isEmpty();
        now = NOW.plus(Duration.ofHours(25));
        assertThat(tick(nodes.get(0)))
                .hasSize(1)
                .allSatisfy(run -> assertThat(run.missed()).isZero());
        assertThat(tick(nodes.get(1))).isEmpty();
        assertThat(daily.begun).containsExactly(byHand.slot().key() + " #1", "2026-09-02 #1");
    }

    @Test
    void switchingOnWhatIsOnLosesNoSlot() {
        Sample daily = new Sample("daily", "daily 09:00");
        Cartable node = node(daily);
        tick(node);
        now = NOW.plus(Duration.ofMinutes(61));

        node.tasks().on(daily.name());
        node.tasks().on(daily.name());

        tick(node);
        assertThat(daily.begun).containsExactly("2026-09-01 #1");
    }

    @Test
    void aRunByHandSaysNothingAboutSlotsAndIsNotTriedAgain() {
        Sample daily = new Sample("daily", "daily 09:00", TaskPolicy.defaults(), run -> {
            if (run.slot().key().startsWith("by-hand")) {
                throw new CartableException("NO", Map.of(), "no");
            }
        });
        Sample unfinished = new Sample("unfinished", "daily 09:00", TaskPolicy.defaults(), TaskRun::leaveUnfinished);
        Cartable node = node(daily, unfinished);
        tick(node);
        now = NOW.plus(Duration.ofMinutes(59));

        Occurrence failed = node.tasks().run(daily.name());
        assertThat(failed.state()).isEqualTo(OccurrenceState.FAILED);
        assertAlarm(daily, failed.slot().key(), "1");
        assertThat(node.tasks().run(unfinished.name()))
                .satisfies(run -> assertThat(run.state()).isEqualTo(OccurrenceState.UNFINISHED))
                .satisfies(run -> assertThat(run.nextAt()).isNull());
        assertThat(tick(node)).isEmpty();

        now = NOW.plus(Duration.ofHours(1));
        assertThat(tick(node)).hasSize(2);
        assertThat(read(node.tasks().history(daily.name())))
                .extracting(Occurrence::byHand)
                .containsExactly(false, true);
    }

    @Test
    void aTaskThatIsMovedRunsOnceADay() {
        Sample daily = new Sample("daily", "daily 18:00");
        List<Cartable> nodes = List.of(node(daily), node(daily));
        tickEvery(nodes.get(0), Duration.ofHours(1), NOW, NOW.plus(Duration.ofHours(28)));
        assertThat(daily.begun).containsExactly("2026-09-01 #1");

        move(nodes.get(0), daily, "daily 08:00");
        tick(nodes.get(1));
        assertThat(daily.begun).as("at noon, from the evening to the morning").hasSize(2);
        move(nodes.get(1), daily, "daily 20:00");
        tickEvery(nodes.get(0), Duration.ofHours(1), now, now.plus(Duration.ofHours(31)));
        assertThat(daily.begun).as("later on the same day").hasSize(2);
        tickEvery(nodes.get(1), Duration.ofHours(1), now, now.plus(Duration.ofHours(1)));

        assertThat(daily.begun).containsExactly("2026-09-01 #1", "2026-09-02 #1", "2026-09-03 #1");
        move(nodes.get(0), daily, null);
        assertThat(nodes.get(1).tasks().find(daily.name()).schedule()).isEqualTo(Schedule.parse("daily 18:00"));
    }

    @Test
    void howeverOftenATaskIsMovedEachDayHasOneSlot() {
        long seed = 20_260_901;
        Random random = new Random(seed);
        Sample daily = new Sample("daily", "daily 12:00");
        List<Cartable> nodes = List.of(node(daily), node(daily));
        tick(nodes.get(0));
        int days = 15;

        for (int hour = 1; hour <= 24 * days; hour++) {
            now = NOW.plus(Duration.ofHours(hour));
            if (random.nextInt(8) == 0) {
                move(nodes.get(hour % 2), daily, "daily " + random.nextInt(24) + ":00");
            }
            Together.run(2, thread -> nodes.get(thread).tasks().tick());
        }

        List<String> keys = read(nodes.get(0).tasks().history(daily.name())).stream()
                .map(run -> run.slot().key())
                .toList();
        LocalDate first = LocalDate.of(2026, 9, 1);
        LocalDate last = LocalDate.parse(keys.get(0));
        assertThat(last).as("seed " + seed).isBetween(first.plusDays(days - 1), first.plusDays(days));
        LocalDate oldest = LocalDate.parse(keys.get(keys.size() - 1));
        assertThat(oldest).isBetween(first, first.plusDays(1));
        assertThat(keys)
                .as("seed " + seed)
                .containsExactlyElementsOf(oldest.datesUntil(last.plusDays(1))
                        .map(LocalDate::toString)
                        .sorted((a, b) -> b.compareTo(a))
                        .toList());
        assertThat(daily.begun).doesNotHaveDuplicates();
    }

    @Test
    void aScheduleOfAnotherKindRunsNothingASecondTime() {
        Sample task = new Sample("task", "daily 09:00");
        Cartable node = node(task);
        tickEvery(node, Duration.ofMinutes(30), NOW, NOW.plus(Duration.ofMinutes(90)));
        move(node, task, "every 1h");
        tickEvery(node, Duration.ofMinutes(30), now, NOW.plus(Duration.ofMinutes(150)));
        move(node, task, "daily 09:00");
        tickEvery(node, Duration.ofMinutes(30), now, NOW.plus(Duration.ofHours(25)));

        assertThat(task.begun).containsExactly("2026-09-01 #1", "2026-09-01T10:00:00Z #1", "2026-09-02 #1");
    }

    @Test
    void whatTheConfigurationSaysIsFollowedAfterARestartAndWhatWasSetAtRunTimeGoesBeforeIt() {
        Sample daily = new Sample("daily", "daily 18:00");
        tick(node(daily));
        now = NOW.plus(Duration.ofHours(3));
        TaskSettings.Change earlier = new TaskSettings.Change(null, Schedule.parse("daily 09:00"), null);
        Cartable restarted = builder(Duration.ZERO, List.of(daily))
                .tasks(settings -> alone(settings, List.of(daily)).with(daily.name(), earlier))
                .build();

        tick(restarted);
        assertThat(daily.begun).as("nothing ran at 09:00, so it runs late").containsExactly("2026-09-01 #1");
        move(restarted, daily, "daily 12:00");
        tickEvery(restarted, Duration.ofHours(1), now, NOW.plus(Duration.ofHours(28)));

        assertThat(daily.begun).containsExactly("2026-09-01 #1", "2026-09-02 #1");
        assertThat(run(restarted, daily).slot().at()).isEqualTo(Instant.parse("2026-09-02T12:00:00Z"));
    }

    @Test
    void aSlotWithoutWorkLeavesNoTrace() {
        Sample idle = new Sample("idle", "every 1m");
        idle.work = () -> false;
        Cartable node = node(idle);

        tickEvery(node, Duration.ofMinutes(1), NOW, NOW.plus(Duration.ofMinutes(5)));
        assertThat(read(node.tasks().history(null))).isEmpty();

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

    private Cartable node(Sample... samples) {
        return node(List.of(samples));
    }

    private Cartable node(List<Sample> samples) {
        return builder(Duration.ZERO, samples).build();
    }

    /** A node whose clock is ahead. */
    private Cartable node(Duration ahead, Sample... samples) {
        return builder(ahead, List.of(samples)).build();
    }

    private CartableBuilder builder(Duration ahead, List<Sample> samples) {
        CartableBuilder builder = Cartable.builder()
                .stores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> now.plus(ahead))
                .alarms(alarms::add)
                .tasks(settings -> alone(settings, samples));
        samples.forEach(builder::task);
        return builder;
    }

    /** Switches Cartable's own tasks off, so that the samples are alone. */
    private TaskSettings alone(TaskSettings settings, List<Sample> samples) {
        Set<TaskName> mine = samples.stream().map(Sample::name).collect(Collectors.toSet());
        TaskSettings alone = settings;
        for (TaskEntry entry : Cartable.builder()
                .stores(stores())
                .zone(ZoneOffset.UTC)
                .build()
                .tasks()
                .list()) {
            if (!mine.contains(entry.name())) {
                alone = alone.with(entry.name(), new TaskSettings.Change(false, null, null));
            }
        }
        return alone;
    }

    private static List<Occurrence> tick(Cartable node) {
        return node.tasks().tick().runs();
    }

    /** Moves the clock, and ticks at each step. */
    private void tickEvery(Cartable node, Duration step, Instant from, Instant to) {
        for (Instant time = from; !time.isAfter(to); time = time.plus(step)) {
            now = time;
            tick(node);
        }
    }

    private static void move(Cartable node, Sample sample, @Nullable String schedule) {
        node.tasks().at(sample.name(), schedule == null ? null : Schedule.parse(schedule), null);
    }

    /** The last run of a task. */
    private static Occurrence run(Cartable node, Sample sample) {
        return read(node.tasks().history(sample.name())).get(0);
    }

    /** Writes something in a transaction of the run. */
    private void add(TaskRun run, String what) {
        run.unitOfWork().run(tx -> stores().tombstones().add(tx, Samples.hash(what), now));
    }

    private List<String> added() {
        List<String> all = List.of("first 1", "first 2", "awake", "too late", "chunk 0", "chunk 1", "chunk 2");
        Set<String> there =
                stores().tombstones().among(all.stream().map(Samples::hash).toList());
        return all.stream().filter(what -> there.contains(Samples.hash(what))).toList();
    }

    /** The slots of every quarter of an hour after {@link Samples#NOW}, each begun once. */
    private static List<String> quarters(int count) {
        return Samples.many(count, i -> NOW.plus(Duration.ofMinutes(15L * (i + 1))) + " #1");
    }

    private List<Alarm> alarmsOfTasks() {
        return alarms.stream().filter(alarm -> alarm.task() != null).toList();
    }

    /** One alarm was raised. */
    private void assertAlarm(Sample sample, String slot, String attempts) {
        assertThat(alarmsOfTasks()).hasSize(1).allSatisfy(alarm -> {
            assertThat(alarm.code()).isEqualTo(Alarm.Code.TASK_FAILED);
            assertThat(alarm.task()).isEqualTo(sample.name());
            assertThat(alarm.facts()).containsEntry("slot", slot).containsEntry("attempts", attempts);
        });
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** What a sample does. */
    private interface Body {
        void run(TaskRun run) throws Exception;
    }

    private interface HasWork {
        boolean isThere();
    }

    /** A task that remembers which slots were begun. */
    private static final class Sample implements Task {
        final Queue<String> begun = new ConcurrentLinkedQueue<>();
        volatile HasWork work = () -> true;
        boolean onEachNode;
        boolean speaks;
        private final TaskName name;
        private final Schedule schedule;
        private final TaskPolicy policy;
        private final Body body;

        Sample(String name, String schedule) {
            this(name, schedule, TaskPolicy.defaults(), run -> {});
        }

        Sample(String name, String schedule, TaskPolicy policy, Body body) {
            this.name = new TaskName(name);
            this.schedule = Schedule.parse(schedule);
            this.policy = policy;
            this.body = body;
        }

        @Override
        public TaskName name() {
            return name;
        }

        @Override
        public Schedule schedule() {
            return schedule;
        }

        @Override
        public TaskPolicy policy() {
            return policy;
        }

        @Override
        public boolean onEachNode() {
            return onEachNode;
        }

        @Override
        public boolean speaks() {
            return speaks;
        }

        @Override
        public boolean hasWork() {
            return work.isThere();
        }

        @Override
        public Counts run(TaskRun run) throws Exception {
            begun.add(run.slot().key() + " #" + run.attempt());
            body.run(run);
            return Counts.of(Map.of("done", 1L));
        }
    }
}
