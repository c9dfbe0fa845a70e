package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.CartableException;
import dev.cartable.task.Task;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tasks that a person switches off, moves, or runs by hand. */
public abstract class TaskTimesContract extends TaskNodes {
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
        assertThat(byHand.state()).isEqualTo(Occurrence.State.DONE);
        Tasks.Entry on = nodes.get(1).tasks().on(daily.name());

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
        Sample unfinished = new Sample("unfinished", "daily 09:00", TaskPolicy.defaults(), Task.Run::leaveUnfinished);
        Cartable node = node(daily, unfinished);
        tick(node);
        now = NOW.plus(Duration.ofMinutes(59));

        Occurrence failed = node.tasks().run(daily.name());
        assertThat(failed.state()).isEqualTo(Occurrence.State.FAILED);
        assertAlarm(daily, failed.slot().key(), "1");
        assertThat(node.tasks().run(unfinished.name()))
                .satisfies(run -> assertThat(run.state()).isEqualTo(Occurrence.State.UNFINISHED))
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

    private static void move(Cartable node, Sample sample, @Nullable String schedule) {
        node.tasks().at(sample.name(), schedule == null ? null : Schedule.parse(schedule), null);
    }
}
