package dev.cartable.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.Cartable;
import dev.cartable.CartableException;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Occurrence.State;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Counts;
import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.LeaseHeldException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that a person asks for, and that go on after the request. */
class BegunRunTest {
    private static final TaskName NAME = new TaskName("account-generate");
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final InstantSource time = InstantSource.fixed(NOW);
    private final List<Alarm> alarms = new ArrayList<>();
    private final InMemoryStores stores = new InMemoryStores(time);
    private final Cartable cartable = Cartable.builder()
            .stores(stores)
            .zone(ZoneOffset.UTC)
            .time(time)
            .alarms(alarms::add)
            .task(new Work(run -> Counts.of(Map.of("ran", 1L)), new TaskName("good")))
            .build();
    private final Tasks tasks = cartable.tasks();

    private record Work(Function<Task.Run, Counts> work, TaskName name) implements Task {
        @Override
        public Schedule schedule() {
            return Schedule.parse("every 1m");
        }

        @Override
        public Counts run(Task.Run run) {
            return work.apply(run);
        }
    }

    private static Task work(Function<Task.Run, Counts> work) {
        return new Work(work, NAME);
    }

    @AfterEach
    void close() {
        cartable.close();
    }

    @Test
    void aRunIsInTheLedgerFromItsBeginningAndIsBegunOnce() {
        Task work = work(run -> Counts.of(Map.of("created", 3L)));

        BegunRun run = tasks.begin(work, "k1", null).orElseThrow();

        assertThat(tasks.find(NAME, "k1").orElseThrow().state()).isEqualTo(State.RUNNING);
        assertThat(tasks.isInterrupted(run.occurrence())).isFalse();
        assertThatExceptionOfType(LeaseHeldException.class).isThrownBy(() -> tasks.begin(work, "k2", null));
        assertThat(run.carryOut().state()).isEqualTo(State.DONE);
        assertThat(tasks.find(NAME, "k1").orElseThrow().counts()).containsEntry("created", 3L);
        assertThatIllegalStateException().isThrownBy(run::carryOut);
        assertThat(tasks.begin(work, "k1", null)).as("the same key").isEmpty();
        assertThat(tasks.begin(work, "k2", null).orElseThrow().carryOut().state())
                .as("the lease was given back each time")
                .isEqualTo(State.DONE);
    }

    @Test
    void aFailureBeginsWithItsCodeAndAlarmsNobody() {
        Task work = work(run -> {
            throw new CartableException("BRAKE", Map.of(), "too many");
        });

        Occurrence ended = tasks.begin(work, "k1", null).orElseThrow().carryOut();

        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(ended.reason()).isEqualTo("BRAKE: too many");
        assertThat(alarms).isEmpty();
        assertThat(tasks.begin(work, "k2", null)).isPresent();
    }

    @Test
    void theLedgerShowsHowFarARunIs() {
        List<Map<String, Long>> seen = new ArrayList<>();
        Task work = work(run -> {
            run.progressed(Counts.of(Map.of("done", 1L)));
            seen.add(tasks.find(NAME, "k1").orElseThrow().counts());
            return Counts.of(Map.of("done", 2L));
        });

        tasks.begin(work, "k1", null).orElseThrow().carryOut();

        assertThat(seen).containsExactly(Map.of("done", 1L));
        assertThat(tasks.find(NAME, "k1").orElseThrow().counts()).containsEntry("done", 2L);
    }

    @Test
    void aRunWhoseProcessIsGoneIsInterruptedAndCanBeAskedForAgain() {
        Occurrence dead = Occurrence.running(NAME, new Slot("k1", NOW), true, 1, 0, "elsewhere/1/1", NOW);
        stores.unitOfWork().run(tx -> stores.occurrences().add(tx, dead));

        assertThat(tasks.isInterrupted(dead)).isTrue();
        assertThat(tasks.begin(work(run -> Counts.of(Map.of())), "k2", null)).isPresent();
    }

    @Test
    void aRunThatEndedWhileItWasLookedAtIsNotInterrupted() {
        BegunRun run = tasks.begin(work(any -> Counts.of(Map.of())), "k1", null).orElseThrow();
        Occurrence read = tasks.find(NAME, "k1").orElseThrow();
        run.carryOut();

        assertThat(tasks.isInterrupted(read)).isFalse();
    }

    @Test
    void aRunThatNoThreadTakesFailsAndGivesItsLeaseBack() {
        BegunRun run = tasks.begin(work(any -> Counts.of(Map.of())), "k1", null).orElseThrow();

        run.abandon("BUSY: no thread");
        run.abandon("again");

        assertThat(tasks.find(NAME, "k1").orElseThrow().reason()).isEqualTo("BUSY: no thread");
        assertThatIllegalStateException().isThrownBy(run::carryOut);
        assertThat(tasks.begin(work(any -> Counts.of(Map.of())), "k2", null)).isPresent();
    }

    @Test
    void whereTasksAreOpenedAgainRunsAreCarriedOutAgain() {
        Task work = work(run -> {
            run.unitOfWork().run(tx -> {});
            run.unitOfWork().run(tx -> {});
            return Counts.of(Map.of());
        });
        tasks.begin(work, "k1", null).orElseThrow().carryOut();

        tasks.close();
        tasks.reopen();

        assertThat(tasks.begin(work, "k2", null).orElseThrow().carryOut().state())
                .isEqualTo(State.DONE);
    }

    @Test
    void whenTasksAreClosedARunEndsAfterItsChunk() {
        List<Integer> chunks = new ArrayList<>();
        Task work = work(run -> {
            for (int i = 0; i < 3; i++) {
                int chunk = i;
                run.unitOfWork().run(tx -> chunks.add(chunk));
                tasks.close();
            }
            return Counts.of(Map.of());
        });

        Occurrence ended = tasks.begin(work, "k1", null).orElseThrow().carryOut();

        assertThat(chunks).containsExactly(0);
        assertThat(ended.state()).isEqualTo(State.UNFINISHED);
        assertThat(ended.nextAt()).as("no tick goes on with it").isNull();
    }

    @Test
    void aTaskOfTheTimetableCanBeBegun() {
        BegunRun run = tasks.begin(new TaskName("good"));

        assertThat(run.occurrence().byHand()).isTrue();
        assertThat(run.carryOut().counts()).containsEntry("ran", 1L);
        assertThat(tasks.begin(new TaskName("good")).carryOut().slot())
                .as("at the same instant")
                .isNotEqualTo(run.occurrence().slot());
    }

    @Test
    void answersToRequestsAreForgottenAfterADay() {
        Instant old = NOW.minus(Tasks.ANSWERS_KEPT).minusSeconds(1);
        stores.unitOfWork().run(tx -> {
            stores.keyedAnswers().begin(tx, KeyedAnswers.Entry.begun("old", "r", old));
            stores.keyedAnswers().begin(tx, KeyedAnswers.Entry.begun("new", "r", old.plus(Duration.ofSeconds(2))));
        });

        long[] forgotten = new long[1];
        tasks.begin(
                        work(run -> {
                            forgotten[0] = tasks.forgetAnswers(run);
                            return Counts.of(Map.of());
                        }),
                        "k1",
                        null)
                .orElseThrow()
                .carryOut();

        assertThat(forgotten[0]).isEqualTo(1);
        assertThat(stores.keyedAnswers().find("old")).isEmpty();
        assertThat(stores.keyedAnswers().find("new")).isPresent();
    }
}
