package dev.cartable.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DueTest {
    private static final TaskName TASK = new TaskName("report");
    private static final Instant SINCE = Instant.parse("2026-11-20T00:00:00Z");
    private static final Due NOTHING = new Due.Nothing();

    private TaskPolicy policy = TaskPolicy.defaults();
    private Duration onTime = Due.ON_TIME;

    private Due decide(String schedule, @Nullable Occurrence last, String now) {
        Occurrences slots =
                Occurrences.of(Schedule.parse(schedule), ZoneId.of("Africa/Conakry"), policy, expression -> {
                    throw new AssertionError(expression);
                });
        return Due.decide(
                slots, policy, new TaskState(TaskSetting.firstSeen(TASK, SINCE), last), onTime, Instant.parse(now));
    }

    private static Slot slot(String date) {
        return new Slot(date, Instant.parse(date + "T08:00:00Z"));
    }

    private static Occurrence running(String date, int attempt) {
        return Occurrence.running(TASK, slot(date), false, attempt, 0, "node", Instant.parse(date + "T08:00:01Z"));
    }

    private static Occurrence ended(String date, Occurrence.State state, @Nullable String nextAt) {
        return ended(date, state, nextAt, 1);
    }

    private static Occurrence ended(String date, Occurrence.State state, @Nullable String nextAt, int attempt) {
        return running(date, attempt)
                .ended(
                        state,
                        Instant.parse(date + "T08:00:02Z"),
                        nextAt == null ? null : Instant.parse(nextAt),
                        Map.of(),
                        null);
    }

    private static Due run(String date, int attempt, long missed) {
        return new Due.Run(slot(date), attempt, missed, null, true);
    }

    @Test
    void aTaskThatIsNewBeginsWithTheNextSlot() {
        assertThat(decide("daily 08:00", null, "2026-11-20T07:59:59Z")).isEqualTo(NOTHING);
        assertThat(decide("daily 08:00", null, "2026-11-20T08:00:00Z")).isEqualTo(run("2026-11-20", 1, 0));
    }

    @Test
    void aSlotThatWasDueWhenTheTaskWasFirstSeenIsNotRun() {
        assertThat(decide("daily 00:00", null, "2026-11-20T05:00:00Z")).isEqualTo(NOTHING);
        assertThat(decide("daily 00:00", null, "2026-11-21T00:00:00Z")).isInstanceOf(Due.Run.class);
    }

    @Test
    void aSlotThatIsDoneIsNotRunAgain() {
        Occurrence done = ended("2026-11-21", Occurrence.State.DONE, null);

        assertThat(decide("daily 08:00", done, "2026-11-21T23:00:00Z")).isEqualTo(NOTHING);
        assertThat(decide("daily 08:00", done, "2026-11-22T08:00:00Z")).isEqualTo(run("2026-11-22", 1, 0));
    }

    @Test
    void aClockThatGoesBackMakesNothingDue() {
        Occurrence done = ended("2026-11-22", Occurrence.State.DONE, null);

        assertThat(decide("daily 08:00", done, "2026-11-21T09:00:00Z")).isEqualTo(NOTHING);
    }

    @Test
    void aNodeWhoseClockWasFarAheadStopsNoSlot() {
        Occurrence done = ended("2099-11-22", Occurrence.State.DONE, null);

        assertThat(decide("daily 08:00", done, "2026-11-21T09:00:00Z")).isInstanceOfSatisfying(Due.Run.class, run -> {
            assertThat(run.slot()).isEqualTo(slot("2026-11-21"));
            assertThat(run.isNew()).isTrue();
        });
    }

    @Test
    void aNodeWhoseClockWasFarAheadHasSettledNoSlotWithoutWork() {
        TaskState ahead = new TaskState(TaskSetting.firstSeen(TASK, Instant.parse("2099-11-22T08:00:00Z")), null);
        Occurrences slots =
                Occurrences.of(Schedule.parse("daily 08:00"), ZoneId.of("Africa/Conakry"), policy, expression -> {
                    throw new AssertionError(expression);
                });

        assertThat(Due.decide(slots, policy, ahead, onTime, Instant.parse("2026-11-21T09:00:00Z")))
                .isEqualTo(run("2026-11-21", 1, 0));
    }

    @Test
    void whereSomethingTicksOnceADayNoTaskOfThatDayIsMissed() {
        Occurrence yesterday = ended("2026-11-21", Occurrence.State.DONE, null);
        assertThat(decide("daily 08:00", yesterday, "2026-11-22T23:00:00Z"))
                .as("where it ticks every minute")
                .isInstanceOf(Due.Missed.class);

        onTime = new TaskSettings(ZoneOffset.UTC, Map.of(), Duration.ofHours(26), Duration.ofDays(90)).onTime();
        assertThat(decide("daily 08:00", yesterday, "2026-11-22T23:00:00Z")).isEqualTo(run("2026-11-22", 1, 0));
        policy = policy.withGrace(Duration.ZERO);
        assertThat(decide("daily 08:00", yesterday, "2026-11-22T23:00:00Z")).isEqualTo(run("2026-11-22", 1, 0));
        assertThat(TaskSettings.of(ZoneOffset.UTC).onTime()).isEqualTo(Due.ON_TIME);
    }

    @Test
    void ofManyMissedSlotsTheLastIsRunOnce() {
        Occurrence done = ended("2026-11-21", Occurrence.State.DONE, null);

        assertThat(decide("daily 08:00", done, "2026-12-21T20:00:00Z")).isEqualTo(run("2026-12-21", 1, 29));
        assertThat(decide("every 1m", null, "2026-12-20T00:00:30Z"))
                .isEqualTo(new Due.Run(
                        new Slot("2026-12-20T00:00:00Z", Instant.parse("2026-12-20T00:00:00Z")),
                        1,
                        43_199,
                        null,
                        true));
    }

    @Test
    void aSlotThatIsTooLateIsMissed() {
        Occurrence done = ended("2026-11-21", Occurrence.State.DONE, null);

        assertThat(decide("daily 08:00", done, "2026-11-22T20:00:01Z"))
                .isEqualTo(new Due.Missed(slot("2026-11-22"), 0, null));
        policy = policy.withGrace(Duration.ZERO);
        assertThat(decide("daily 08:00", done, "2026-11-22T08:02:00Z")).isEqualTo(run("2026-11-22", 1, 0));
        assertThat(decide("daily 08:00", done, "2026-11-22T08:02:01Z")).isInstanceOf(Due.Missed.class);
    }

    @Test
    void aSlotThatEndsAnEarlierOneIsNotUntouched() {
        Slot slot = slot("2026-11-22");
        Occurrence failed = ended("2026-11-21", Occurrence.State.RETRYING, "2026-11-21T08:01:00Z");

        assertThat(new Due.Missed(slot, 0, null).untouched()).isEqualTo(slot);
        assertThat(new Due.Missed(slot, 0, failed).untouched()).isNull();
        assertThat(new Due.Run(slot, 1, 0, null, true).untouched()).isEqualTo(slot);
        assertThat(new Due.Run(slot, 1, 0, failed, true).untouched()).isNull();
        assertThat(new Due.Run(slot, 2, 0, null, false).untouched()).isNull();
    }

    @Test
    void aFailedSlotIsTriedAgainWhenItsTimeHasCome() {
        Occurrence failed = ended("2026-11-21", Occurrence.State.RETRYING, "2026-11-21T08:01:00Z", 2);

        assertThat(decide("daily 08:00", failed, "2026-11-21T08:00:59Z")).isEqualTo(NOTHING);
        assertThat(decide("daily 08:00", failed, "2026-11-21T08:01:00Z"))
                .isEqualTo(new Due.Run(slot("2026-11-21"), 3, 0, null, false));
    }

    @Test
    void aLaterSlotTakesThePlaceOfOneThatFailed() {
        Occurrence failed = ended("2026-11-21", Occurrence.State.RETRYING, "2026-11-21T08:01:00Z", 1);

        Due due = decide("daily 08:00", failed, "2026-11-22T08:00:00Z");

        assertThat(due).isInstanceOfSatisfying(Due.Run.class, run -> {
            assertThat(run.slot()).isEqualTo(slot("2026-11-22"));
            assertThat(run.attempt()).isEqualTo(2);
            Occurrence replaced = requireNonNull(run.replaced());
            assertThat(replaced.state()).isEqualTo(Occurrence.State.FAILED);
            assertThat(replaced.slot()).isEqualTo(slot("2026-11-21"));
            assertThat(replaced.reason()).isEqualTo("it did not end before the next slot, 2026-11-22");
        });
    }

    @Test
    void whatWasDueBeforeATaskWasSwitchedOnAgainIsNeitherRunNorMissed() {
        Occurrence longAgo = ended("2026-11-10", Occurrence.State.DONE, null);

        assertThat(decide("daily 08:00", longAgo, "2026-11-20T07:59:59Z")).isEqualTo(NOTHING);
        assertThat(decide("daily 08:00", longAgo, "2026-11-20T08:00:00Z")).isEqualTo(run("2026-11-20", 1, 0));
    }

    @Test
    void whatWasUnfinishedGivesTheNextSlotAllItsAttempts() {
        Occurrence unfinished = ended("2026-11-21", Occurrence.State.UNFINISHED, "2026-11-21T08:25:00Z", 3);

        assertThat(decide("daily 08:00", unfinished, "2026-11-22T08:00:00Z"))
                .isInstanceOfSatisfying(
                        Due.Run.class, run -> assertThat(run.attempt()).isEqualTo(1));
    }

    @Test
    void theLastAttemptIsTheOneAfterAllRetries() {
        assertThat(decide("daily 08:00", running("2026-11-21", 3), "2026-11-21T08:31:00Z"))
                .isEqualTo(new Due.Run(slot("2026-11-21"), 4, 0, null, false));
    }

    @Test
    void whatIsUnfinishedGoesOnWithoutCountingAnAttempt() {
        Occurrence unfinished = ended("2026-11-21", Occurrence.State.UNFINISHED, "2026-11-21T08:25:00Z", 1);

        assertThat(decide("daily 08:00", unfinished, "2026-11-21T08:25:00Z"))
                .isEqualTo(new Due.Run(slot("2026-11-21"), 1, 0, null, false));
        assertThat(decide("daily 08:00", unfinished, "2026-11-22T08:00:00Z"))
                .isInstanceOfSatisfying(
                        Due.Run.class, run -> assertThat(run.attempt()).isEqualTo(1));
    }

    @Test
    void aRunWhoseProcessDiedIsAnAttempt() {
        assertThat(decide("daily 08:00", running("2026-11-21", 1), "2026-11-21T08:31:00Z"))
                .isEqualTo(new Due.Run(slot("2026-11-21"), 2, 0, null, false));
    }

    @Test
    void processesThatKeepDyingEndTheAttempts() {
        Due due = decide("daily 08:00", running("2026-11-21", 4), "2026-11-21T08:31:00Z");

        assertThat(due).isInstanceOfSatisfying(Due.GivenUp.class, givenUp -> {
            assertThat(givenUp.occurrence().state()).isEqualTo(Occurrence.State.FAILED);
            assertThat(givenUp.occurrence().attempt()).isEqualTo(4);
            assertThat(givenUp.occurrence().reason()).contains("ended");
        });
    }

    @Test
    void aTaskThatIsMovedToAnEarlierTimeRunsOnceThatDay() {
        Occurrence yesterday = ended("2026-11-21", Occurrence.State.DONE, null);
        Occurrence today = ended("2026-11-22", Occurrence.State.DONE, null);

        assertThat(decide("daily 07:00", yesterday, "2026-11-22T07:30:00Z")).isInstanceOf(Due.Run.class);
        assertThat(decide("daily 09:00", today, "2026-11-22T09:00:00Z")).isEqualTo(NOTHING);
        assertThat(decide("daily 09:00", today, "2026-11-23T09:00:00Z")).isInstanceOf(Due.Run.class);
    }

    @Test
    void aTaskThatBecomesWeeklyWaitsForItsNextWeek() {
        Occurrence today = ended("2026-11-22", Occurrence.State.DONE, null);

        assertThat(decide("weekly monday 08:00", today, "2026-11-22T09:00:00Z")).isEqualTo(NOTHING);
        assertThat(decide("weekly monday 08:00", today, "2026-11-23T08:00:00Z")).isInstanceOf(Due.Run.class);
    }
}
