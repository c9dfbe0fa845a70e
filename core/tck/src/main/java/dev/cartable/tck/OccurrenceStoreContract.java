package dev.cartable.tck;

import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.task.port.TaskStores;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an {@link OccurrenceStore} promises. */
public abstract class OccurrenceStoreContract extends StoresContract<TaskStores> {
    static final TaskName TASK = new TaskName("backup");
    static final TaskName OTHER = new TaskName("alert-check");
    private static final TaskName LONGEST_NAME = new TaskName("a".repeat(64));
    private static final String NODE = "serveur~1a2b3c4d-4026531836/4711/1764306000000";
    private static final int THREADS = 8;

    @Test
    void anEmptyLedgerKnowsNothing() {
        assertThat(store().ledger()).isEqualTo(new TaskLedger(Map.of(), null));
        assertThat(store().find(TASK, "2026-09-01")).isEmpty();
        assertThat(history(null)).isEmpty();
        assertThat(lock(TASK)).isEmpty();
    }

    @Test
    void tasksThatAreSeenForTheFirstTimeAreWrittenAndThoseThatAreKnownStay() {
        register(setting(TASK));
        TaskSetting again = TaskSetting.firstSeen(TASK, NOW.plusSeconds(60));
        TaskSetting other = TaskSetting.firstSeen(OTHER, NOW.plusSeconds(60));
        TaskSetting longest = TaskSetting.firstSeen(LONGEST_NAME, NOW.plusSeconds(60));

        register(other, again, longest, other);
        write(tx -> store().register(tx, List.of()));

        assertThat(store().ledger().tasks())
                .containsOnly(
                        Map.entry(TASK, new TaskState(setting(TASK), null)),
                        Map.entry(OTHER, new TaskState(other, null)),
                        Map.entry(LONGEST_NAME, new TaskState(longest, null)));
        assertThat(lock(TASK)).contains(new TaskState(setting(TASK), null));
    }

    @Test
    void nodesThatSeeTheSameTasksForTheFirstTimeAtOnceAgreeOnOneTime() {
        Together.run(THREADS, i -> {
            register(
                    TaskSetting.firstSeen(i % 2 == 0 ? TASK : OTHER, NOW.plusSeconds(i)),
                    TaskSetting.firstSeen(i % 2 == 0 ? OTHER : TASK, NOW.plusSeconds(i)));
            return i;
        });

        assertThat(store().ledger().tasks().values())
                .extracting(state -> state.setting().since())
                .hasSize(2)
                .allSatisfy(since -> assertThat(since).isBetween(NOW, NOW.plusSeconds(THREADS)))
                .containsOnly(setting().since());
    }

    @Test
    void everythingThatIsChangedAboutATaskIsKept() {
        register(setting(TASK), setting(OTHER));
        ZoneId zone = ZoneId.of("America/Argentina/ComodRivadavia");
        List<Schedule> schedules = List.of(
                Schedule.daily(LocalTime.of(18, 30), LocalTime.MIDNIGHT),
                Schedule.daily(many(24 * 60, minute -> LocalTime.MIDNIGHT.plusMinutes(minute))
                        .toArray(LocalTime[]::new)),
                Schedule.weekly(DayOfWeek.SUNDAY, LocalTime.of(9, 0)),
                Schedule.monthly(31, LocalTime.of(23, 59)),
                Schedule.every(Duration.ofSeconds(5_401)),
                Schedule.every(Duration.ofDays(1)),
                Schedule.cron("*/15 7-18 1,15 * 1-5"));

        for (Schedule schedule : schedules) {
            TaskSetting changed = new TaskSetting(TASK, NOW.plusSeconds(5), NOW.plusSeconds(7), false, schedule, zone);
            save(changed);
            assertThat(store().ledger().tasks().get(TASK)).isEqualTo(new TaskState(changed, null));
            assertThat(lock(TASK)).contains(new TaskState(changed, null));
        }
        TaskSetting on = new TaskSetting(TASK, NOW.plusSeconds(6), null, true, null, null);
        save(on);
        assertThat(setting()).isEqualTo(on);
        save(setting(TASK));
        assertThat(setting()).isEqualTo(setting(TASK));
        assertThat(store().ledger().tasks().get(OTHER)).isEqualTo(new TaskState(setting(OTHER), null));
    }

    @Test
    void aTaskThatWasNeverSeenIsNotSaved() {
        save(setting(TASK));

        assertThat(store().ledger().tasks()).isEmpty();
        assertThat(lock(TASK)).isEmpty();
    }

    @Test
    void allFieldsOfASlotAreKept() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("zèle", 3L);
        counts.put("pupils.created", Long.MAX_VALUE);
        counts.put("a \"quoted\\ name\"\n", 0L);
        counts.put("", -1L);
        Occurrence full = new Occurrence(
                TASK,
                new Slot("2026-09-01", NOW),
                true,
                Occurrence.State.RETRYING,
                4,
                Long.MAX_VALUE,
                NODE,
                NOW.plusNanos(123_456_000),
                NOW.plusNanos(223_456_000),
                NOW.plusSeconds(60),
                counts,
                "Le serveur n'a pas répondu : « 451 » 👩‍🏫 مرحبا");
        Occurrence bare = Occurrence.missed(TASK, new Slot("2026-09-02", NOW.plusSeconds(1)), 0, NOW);

        add(full);
        add(bare);

        assertThat(find(full)).contains(full);
        assertThat(find(full).orElseThrow().counts().keySet()).containsExactlyElementsOf(counts.keySet());
        assertThat(find(bare)).contains(bare);
    }

    @Test
    void everyStateIsKept() {
        int day = 0;
        for (Occurrence.State state : Occurrence.State.values()) {
            Occurrence occurrence = running(TASK, day++).ended(state, NOW, null, Map.of(), null);
            add(occurrence);
            assertThat(find(occurrence)).contains(occurrence);
        }
    }

    @Test
    void keysOfAnyCharactersAreDistinct() {
        List<String> keys = List.of(
                "2026-W48",
                "2026-w48",
                "2026-11-28T08:00:00Z",
                "2026-11-28.2",
                "É",
                "E\u0301",
                "%",
                "_",
                "'; DROP TABLE x; --",
                "\\",
                "a b",
                "a b ",
                "👩‍🏫",
                "k".repeat(Slot.LONGEST_KEY));

        keys.forEach(key -> add(at(TASK, key, NOW)));

        for (String key : keys) {
            assertThat(store().find(TASK, key)).as(key).contains(at(TASK, key, NOW));
        }
        assertThat(history(TASK)).hasSize(keys.size());
    }

    @Test
    void theLongestReasonIsKept() {
        Occurrence failed = running(TASK, 1)
                .ended(Occurrence.State.FAILED, NOW, null, Map.of(), "é".repeat(Occurrence.LONGEST_REASON));
        add(failed);
        assertThat(find(failed)).contains(failed);
    }

    @Test
    void aReasonIsCutAndCleanedSoThatEveryStoreKeepsIt() {
        String cut = "x".repeat(Occurrence.LONGEST_REASON - 1);
        Occurrence longer = running(TASK, 1).ended(Occurrence.State.FAILED, NOW, null, Map.of(), cut + "👩 and more");
        Occurrence nul = running(TASK, 2).ended(Occurrence.State.FAILED, NOW, null, Map.of(), "a\0b");

        add(longer);
        add(nul);

        assertThat(find(longer).orElseThrow().reason()).isEqualTo(cut);
        assertThat(find(nul).orElseThrow().reason()).isEqualTo("a b");
    }

    @Test
    void aSlotIsWrittenOnceForEachTask() {
        Occurrence first = running(TASK, 1);
        Occurrence again = running(TASK, 1).ended(Occurrence.State.DONE, NOW, null, Map.of("sent", 1L), null);

        assertThat(add(first)).isTrue();
        assertThat(add(again)).isFalse();
        assertThat(add(running(OTHER, 1))).isTrue();

        assertThat(find(first)).contains(first);
        assertThat(history(null)).hasSize(2);
    }

    @Test
    void ofManyThreadsThatWriteTheSameSlotOneSucceeds() {
        List<Boolean> added = Together.run(THREADS, i -> add(at(TASK, "2026-09-01", NOW.plusSeconds(i))));

        assertThat(added).containsOnlyOnce(true);
        int winner = added.indexOf(true);
        assertThat(history(TASK)).containsExactly(at(TASK, "2026-09-01", NOW.plusSeconds(winner)));
    }

    @Test
    void aSlotThatAnotherTransactionHasWrittenAndUndoneCanBeWritten() {
        Together.Running<Boolean> other = givenUp(tx -> {
            assertThat(store().add(tx, running(TASK, 1))).isTrue();
            Together.Running<Boolean> running = Together.start(() -> add(running(TASK, 1)));
            awaitBlockedOrDone(running);
            return running;
        });

        assertThat(other.result()).isTrue();
        assertThat(history(TASK)).hasSize(1);
    }

    @Test
    void aSlotIsOverwritten() {
        Occurrence begun = running(TASK, 1);
        add(begun);
        add(running(OTHER, 1));
        Occurrence retrying = new Occurrence(
                TASK,
                begun.slot(),
                false,
                Occurrence.State.RETRYING,
                2,
                5,
                "other/1/0",
                NOW.plusSeconds(60),
                NOW.plusSeconds(61),
                NOW.plusSeconds(120),
                Map.of("sent", 3L),
                "451");

        update(retrying);
        assertThat(find(begun)).contains(retrying);

        Occurrence bare = Occurrence.missed(TASK, begun.slot(), 0, NOW);
        update(bare);
        assertThat(find(begun)).contains(bare);
        assertThat(find(running(OTHER, 1))).contains(running(OTHER, 1));
    }

    @Test
    void aSlotThatWasNeverWrittenIsNotOverwritten() {
        update(running(TASK, 1));

        assertThat(history(null)).isEmpty();
    }

    @Test
    void theLastSlotIsTheOneThatWasDueLastHoweverTheyWereWritten() {
        register(setting(TASK), setting(OTHER), setting(LONGEST_NAME));
        Occurrence missed = Occurrence.missed(TASK, new Slot("a", NOW.plus(Duration.ofHours(3))), 2, NOW);
        add(running(TASK, 2));
        add(missed);
        add(running(TASK, 1));
        add(running(OTHER, 5));
        add(running(new TaskName("never-seen"), 9));

        assertThat(last(TASK)).isEqualTo(missed);
        assertThat(last(OTHER)).isEqualTo(running(OTHER, 5));
        assertThat(last(LONGEST_NAME)).isNull();
        assertThat(store().ledger().tasks()).hasSize(3);
    }

    @Test
    void ofSlotsThatWereDueAtTheSameTimeTheGreatestKeyIsTheLast() {
        register(setting(TASK));
        add(at(TASK, "2026-09-01", NOW));
        add(at(TASK, "2026-09-01T08:00", NOW));
        add(at(TASK, "2026-08-31", NOW));

        assertThat(last(TASK)).isEqualTo(at(TASK, "2026-09-01T08:00", NOW));
        assertThat(history(TASK).get(0)).isEqualTo(last(TASK));
    }

    @Test
    void runsByHandSayNothingAboutTheLastSlot() {
        register(setting(TASK), setting(OTHER));
        add(running(TASK, 1));
        add(byHand(TASK, 7));
        add(byHand(OTHER, 7));

        assertThat(last(TASK)).isEqualTo(running(TASK, 1));
        assertThat(last(OTHER)).isNull();
        assertThat(history(TASK)).containsExactly(byHand(TASK, 7), running(TASK, 1));
    }

    @Test
    void aTaskIsReadAsItIsWhenTheLockIsGiven() {
        register(setting(TASK));
        Occurrence done = running(TASK, 1).ended(Occurrence.State.DONE, NOW, null, Map.of(), null);
        TaskSetting off = setting(TASK).withEnabled(false, NOW);

        Together.Running<Optional<TaskState>> other = call(tx -> {
            store().lock(tx, TASK);
            Together.Running<Optional<TaskState>> running = Together.start(() -> lock(TASK));
            awaitBlockedOrDone(running);
            store().save(tx, off);
            store().add(tx, done);
            return running;
        });

        assertThat(other.result()).contains(new TaskState(off, done));
    }

    @Test
    void aLockedTaskIsReadAndOthersAreLockedWithoutWaiting() {
        assumeSideBySide();
        register(setting(TASK), setting(OTHER));

        TaskLedger seen = call(tx -> {
            store().lock(tx, TASK);
            store().add(tx, running(TASK, 1));
            assertThat(Together.start(() -> lock(OTHER)).result()).isPresent();
            return Together.start(store()::ledger).result();
        });

        assertThat(seen.tasks())
                .hasSize(2)
                .allSatisfy((name, state) -> assertThat(state.last()).isNull());
    }

    @Test
    void aTransactionSeesWhatItHasWritten() {
        TaskLedger seen = call(tx -> {
            store().register(tx, List.of(setting(TASK)));
            store().add(tx, running(TASK, 1));
            store().ticked(tx, NOW);
            assertThat(store().lock(tx, TASK)).contains(new TaskState(setting(TASK), running(TASK, 1)));
            return store().ledger();
        });

        assertThat(seen).isEqualTo(new TaskLedger(Map.of(TASK, new TaskState(setting(TASK), running(TASK, 1))), NOW));
        assertThat(store().ledger()).isEqualTo(seen);
    }

    @Test
    void theLastTickNeverGoesBack() {
        tick(NOW);
        assertThat(store().ledger()).isEqualTo(new TaskLedger(Map.of(), NOW));
        tick(NOW.minusSeconds(1));
        assertThat(store().ledger().lastTick()).isEqualTo(NOW);
        tick(NOW.plusSeconds(1));
        assertThat(store().ledger().lastTick()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void ofNodesThatTickAtOnceTheLatestTimeStays() {
        Together.run(THREADS, i -> {
            tick(NOW.plusSeconds(i));
            return i;
        });
        assertThat(store().ledger().lastTick()).as("at first use").isEqualTo(NOW.plusSeconds(THREADS - 1));

        Together.run(THREADS, i -> {
            tick(NOW.plusSeconds(100 - i));
            return i;
        });
        assertThat(store().ledger().lastTick()).isEqualTo(NOW.plusSeconds(100));
    }

    @Test
    void theHistoryBeginsWithTheSlotThatWasDueLast() {
        List<Occurrence> all = new ArrayList<>();
        List<TaskName> tasks = List.of(TASK, OTHER, LONGEST_NAME);
        // More than a page of a store that reads in pages, with equal times where one ends.
        write(tx -> {
            for (int i = 0; i < 400; i++) {
                int hour = i * 7 % 400;
                for (TaskName task : tasks) {
                    Occurrence occurrence = i % 50 == 0 ? byHand(task, hour) : running(task, hour);
                    all.add(occurrence);
                    store().add(tx, occurrence);
                }
            }
        });
        all.sort(Comparator.comparing(
                        (Occurrence occurrence) -> occurrence.slot().at())
                .thenComparing(Occurrence::task)
                .reversed());

        assertThat(history(null)).containsExactlyElementsOf(all);
        assertThat(history(TASK))
                .containsExactlyElementsOf(all.stream()
                        .filter(occurrence -> occurrence.task().equals(TASK))
                        .toList());
        assertThat(history(new TaskName("never-seen"))).isEmpty();
    }

    @Test
    void whatHasEndedIsForgottenButForTheLastSlotOfEachTask() {
        register(setting(TASK), setting(OTHER));
        Instant before = NOW.plus(Duration.ofHours(10));
        List<Occurrence> kept = List.of(
                done(OTHER, 1, NOW.plusSeconds(1)),
                done(TASK, 20, before.plusSeconds(1)),
                done(TASK, 8, before),
                byHand(TASK, 12),
                running(TASK, 10));
        List<Occurrence> old =
                List.of(done(TASK, 2, NOW), running(TASK, 3), byHand(TASK, 4), byHand(OTHER, 5), done(OTHER, 0, NOW));
        kept.forEach(this::add);
        old.forEach(this::add);
        TaskLedger ledger = store().ledger();

        assertThat(forget(before, 2)).isEqualTo(2);
        assertThat(forget(before, 100)).isEqualTo(3);
        assertThat(forget(before, 100)).isZero();

        assertThat(history(null)).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(store().ledger()).isEqualTo(ledger);
        assertThat(add(old.get(0)))
                .as("a slot that was forgotten can be written")
                .isTrue();
    }

    @Test
    void nodesThatForgetAtOnceDeleteEachSlotOnce() {
        write(tx -> many(101, i -> store().add(tx, done(TASK, i, NOW))));

        List<Integer> forgotten = Together.run(
                4, i -> forget(NOW.plus(Duration.ofDays(365)), 40) + forget(NOW.plus(Duration.ofDays(365)), 40));

        int rest = forget(NOW.plus(Duration.ofDays(365)), 100);
        assertThat(forgotten.stream().mapToInt(Integer::intValue).sum() + rest).isEqualTo(100);
        assertThat(history(TASK)).containsExactly(done(TASK, 100, NOW));
    }

    static TaskSetting setting(TaskName task) {
        return TaskSetting.firstSeen(task, NOW);
    }

    /** A slot that runs, so many hours after {@link Samples#NOW}. */
    static Occurrence running(TaskName task, int hour) {
        return at(task, "slot-" + hour, NOW.plus(Duration.ofHours(hour)));
    }

    private static Occurrence at(TaskName task, String key, Instant at) {
        return Occurrence.running(task, new Slot(key, at), false, 1, 0, NODE, at);
    }

    private static Occurrence done(TaskName task, int hour, Instant endedAt) {
        return running(task, hour).ended(Occurrence.State.DONE, endedAt, null, Map.of("sent", 1L), null);
    }

    private static Occurrence byHand(TaskName task, int hour) {
        Instant at = NOW.plus(Duration.ofHours(hour));
        return Occurrence.running(task, Slot.byHand(at), true, 1, 0, NODE, at);
    }

    private OccurrenceStore store() {
        return stores().occurrences();
    }

    private void register(TaskSetting... settings) {
        write(tx -> store().register(tx, List.of(settings)));
    }

    private void save(TaskSetting setting) {
        write(tx -> store().save(tx, setting));
    }

    private boolean add(Occurrence occurrence) {
        return call(tx -> store().add(tx, occurrence));
    }

    private void update(Occurrence occurrence) {
        write(tx -> store().update(tx, occurrence));
    }

    private void tick(Instant now) {
        write(tx -> store().ticked(tx, now));
    }

    private int forget(Instant before, int max) {
        return call(tx -> store().forget(tx, before, max));
    }

    private Optional<TaskState> lock(TaskName task) {
        return this.<Optional<TaskState>>call(tx -> store().lock(tx, task));
    }

    private TaskSetting setting() {
        return state(TASK).setting();
    }

    /** The last slot, which the ledger and the lock agree on. */
    private @Nullable Occurrence last(TaskName task) {
        TaskState state = state(task);
        assertThat(lock(task)).contains(state);
        return state.last();
    }

    private TaskState state(TaskName task) {
        return requireNonNull(store().ledger().tasks().get(task));
    }

    private Optional<Occurrence> find(Occurrence occurrence) {
        return store().find(occurrence.task(), occurrence.slot().key());
    }

    private List<Occurrence> history(@Nullable TaskName task) {
        return read(store().history(task));
    }
}
