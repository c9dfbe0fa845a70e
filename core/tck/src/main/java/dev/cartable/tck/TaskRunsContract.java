package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Cartable;
import dev.cartable.CartableException;
import dev.cartable.task.Task;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.task.model.TaskPolicy.Limits;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.LeaseLostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of a slot whose node dies or sleeps, or whose run fails or takes too long. */
public abstract class TaskRunsContract extends TaskNodes {
    private static final Duration LEASE = Limits.defaults().lease();
    private static final long PATIENCE_SECONDS = 60;

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
            assertThat(run(other, daily).state()).isEqualTo(Occurrence.State.RUNNING);
            assertThatExceptionOfType(LeaseHeldException.class)
                    .isThrownBy(() -> other.tasks().run(daily.name()));

            fixture().letPass(LEASE.plusSeconds(1));
            now = now.plus(LEASE);
            assertThat(tick(other)).extracting(Occurrence::state).containsExactly(Occurrence.State.DONE);
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
        assertThat(run(other, daily).state()).isEqualTo(Occurrence.State.DONE);
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
            assertThat(run.state()).isEqualTo(Occurrence.State.FAILED);
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
        assertThat(run(node, daily).state()).isEqualTo(Occurrence.State.DONE);
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
                assertThat(run.state()).isEqualTo(Occurrence.State.RETRYING);
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
        assertThat(run(nodes.get(0), daily).state()).isEqualTo(Occurrence.State.FAILED);
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
                .containsExactly(Occurrence.State.RETRYING, Occurrence.State.DONE);
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
                    .containsExactly(Occurrence.State.UNFINISHED);
            assertThat(chunks).hasValue(chunk);
            assertThat(run(nodes.get(0), bulk).nextAt()).isEqualTo(now);
            now = now.plusSeconds(60);
        }
        assertThat(tick(nodes.get(0))).extracting(Occurrence::state).containsExactly(Occurrence.State.DONE);

        assertThat(tick(nodes.get(1))).isEmpty();
        assertThat(bulk.begun)
                .as("going on is no attempt")
                .containsOnly("2026-09-01 #1")
                .hasSize(3);
        assertThat(added()).containsExactlyInAnyOrder("chunk 0", "chunk 1", "chunk 2");
        assertThat(alarmsOfTasks()).isEmpty();
    }

    @Test
    void aRunThatMakesProgressKeepsItsLease() {
        Duration most = LEASE.minusMinutes(10);
        List<Cartable> others = new ArrayList<>();
        List<List<Occurrence>> taken = new ArrayList<>();
        Sample copying =
                new Sample("copying", "daily 09:00", TaskPolicy.defaults().withLimits(Limits.renewed()), run -> {
                    for (int file = 0; file < 3; file++) {
                        fixture().letPass(most);
                        now = now.plus(most);
                        run.progressed();
                        taken.add(tick(others.get(0)));
                    }
                });
        Cartable node = node(copying);
        others.add(node(copying));
        tick(node);
        now = NOW.plus(Duration.ofHours(1));

        assertThat(tick(node)).extracting(Occurrence::state).containsExactly(Occurrence.State.DONE);

        assertThat(taken).hasSize(3).allSatisfy(runs -> assertThat(runs).isEmpty());
        assertThat(copying.begun).containsExactly("2026-09-01 #1");
    }

    @Test
    void aRunThatSaysItIsNotFinishedGoesOn() {
        Sample daily = new Sample("daily", "daily 09:00", TaskPolicy.defaults(), Task.Run::leaveUnfinished);
        Cartable node = node(daily);
        tick(node);
        now = NOW.plus(Duration.ofHours(1));

        assertThat(tick(node)).extracting(Occurrence::state).containsExactly(Occurrence.State.UNFINISHED);
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
            assertThat(run(node, slow).state()).isEqualTo(Occurrence.State.RUNNING);
        }
        assertThat(tick(node)).extracting(Occurrence::state).containsExactly(Occurrence.State.FAILED);

        assertThat(slow.begun).hasSize(4);
        assertThat(added()).isEmpty();
        assertAlarm(slow, "2026-09-01", "4");
    }

    private List<String> added() {
        List<String> all = List.of("first 1", "first 2", "awake", "too late", "chunk 0", "chunk 1", "chunk 2");
        Set<String> there =
                stores().tombstones().among(all.stream().map(Samples::hash).toList());
        return all.stream().filter(what -> there.contains(Samples.hash(what))).toList();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
