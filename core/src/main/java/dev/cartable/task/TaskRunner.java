package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskLedger;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.OccurrenceStore;
import dev.cartable.task.port.Scheduler.Ticker;
import dev.cartable.work.Counts;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.LeaseLostException;
import dev.cartable.work.Leases;
import dev.cartable.work.Leases.Holder;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.internal.Deed;
import dev.cartable.work.internal.RunEndsException;
import dev.cartable.work.internal.RunTransactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs what is due. A run holds the lease of its task, so that a task runs on one node at a time; under the lease it reads the ledger
 * again, and notes the slot before it begins. Safe for use by several threads.
 */
final class TaskRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    /** A tick that follows so soon on another is not noted: engines that tick each task by itself would write without end. */
    private static final Duration TICKS_TOGETHER = Duration.ofSeconds(30);

    /** Who asked for a run looks at what became of it: nobody is alarmed, and the reason begins with a code. */
    private static final Reporting ASKED_FOR = new Reporting(ended -> {}, TaskAlarms::reasonWithCode);

    private final Timetable timetable;
    private final RunTransactions transactions;
    private final Leases leases;
    private final OccurrenceStore occurrences;
    private final TaskAlarms alarms;
    private final Reporting scheduled;
    private final Predicate<Task> permits;
    private final TaskSettings settings;
    private final InstantSource time;

    /** Tasks of which it was said already that their schedule cannot be read. */
    private final Set<TaskName> unreadable = ConcurrentHashMap.newKeySet();

    private final Map<TaskName, Leases.Grant> unreleased = new ConcurrentHashMap<>();

    /** The ledger at the last look: enough to begin by, since the ledger is read again under the lease. */
    private volatile @Nullable TaskLedger looked;

    private volatile boolean stopped;

    TaskRunner(
            Timetable timetable,
            RunTransactions transactions,
            Leases leases,
            OccurrenceStore occurrences,
            TaskAlarms alarms,
            Predicate<Task> permits,
            TaskSettings settings,
            InstantSource time) {
        this.timetable = requireNonNull(timetable, "timetable");
        this.transactions = requireNonNull(transactions, "transactions");
        this.leases = requireNonNull(leases, "leases");
        this.occurrences = requireNonNull(occurrences, "occurrences");
        this.alarms = requireNonNull(alarms, "alarms");
        this.scheduled = new Reporting(alarms::ended, TaskAlarms::reason);
        this.permits = requireNonNull(permits, "permits");
        this.settings = requireNonNull(settings, "settings");
        this.time = requireNonNull(time, "time");
    }

    /** Lets no run begin any more, and ends those under way after the chunk they are in. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    List<Occurrence> tick() {
        transactions.requireOwn("a tick");
        TaskLedger ledger = ledger();
        noteTick(ledger.lastTick());
        List<Occurrence> runs = new ArrayList<>();
        RuntimeException failure = null;
        for (TaskName name : timetable.names()) {
            try {
                tick(timetable.require(name), requireNonNull(ledger.tasks().get(name)))
                        .ifPresent(runs::add);
            } catch (RuntimeException e) {
                // Thrown at the end: a task whose schedule cannot be read, say, does not keep the others from running.
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return runs;
    }

    /** What is due now, and what is due next. */
    List<Ticker.Time> look() {
        transactions.requireOwn("a tick");
        TaskLedger ledger = ledger();
        noteTick(ledger.lastTick());
        looked = ledger;
        List<Ticker.Time> times = new ArrayList<>();
        for (TaskName name : timetable.names()) {
            Task task = timetable.require(name);
            try {
                times.add(timetable.time(task, requireNonNull(ledger.tasks().get(name))));
                unreadable.remove(name);
            } catch (RuntimeException e) {
                if (unreadable.add(name)) {
                    LOG.warn("it cannot be said when the task {} is due; the others run", name, e);
                    alarms.unreadable(name, e);
                }
            }
        }
        return times;
    }

    Optional<Occurrence> tick(TaskName name) {
        transactions.requireOwn("a task");
        Task task = timetable.require(name);
        TaskLedger ledger = looked == null ? ledger() : looked;
        return tick(task, requireNonNull(ledger.tasks().get(name)));
    }

    Occurrence byHand(TaskName name) {
        return beginByHand(name).carryOut();
    }

    BegunRun beginByHand(TaskName name) {
        transactions.requireOwn("a task");
        Task task = timetable.require(name);
        requirePermitted(task);
        ledger();
        Optional<BegunRun> begun = Optional.empty();
        for (Instant at = time.instant(); begun.isEmpty(); at = at.plusMillis(1)) {
            begun = begin(task, Slot.byHand(at), scheduled, Deed.of("task.run", "task", name.value()));
        }
        return begun.get();
    }

    /** A run that is in no timetable: the person who has asked for it looks at what became of it, so that it alarms nobody. */
    Optional<BegunRun> begin(Task task, String key, @Nullable PlanDigest approved) {
        transactions.requireOwn("a run");
        requirePermitted(task);
        Deed deed = Deed.of(task.name().value(), "run", key).planned(approved).ended(Deed.Outcome.STARTED);
        return begin(task, new Slot(key, time.instant()), ASKED_FOR, deed);
    }

    private void requirePermitted(Task task) {
        if (!permits.test(task)) {
            throw new TaskNotPermittedException(task.name());
        }
    }

    /** Empty if there is such a slot. The trail has who asked for it; what became of it is in the ledger. */
    private Optional<BegunRun> begin(Task task, Slot slot, Reporting reporting, Deed deed) {
        Leases.Attempt attempt = acquire(task);
        if (attempt instanceof Leases.Attempt.Held held) {
            throw new LeaseHeldException(held);
        }
        Leases.Grant grant = ((Leases.Attempt.Granted) attempt).grant();
        boolean begins = false;
        try {
            Occurrence begun = Occurrence.running(
                    task.name(), slot, true, 1, 0, grant.holder().toString(), time.instant());
            begins = transactions.<Boolean>call(tx -> {
                boolean added = occurrences.add(tx, begun);
                if (added) {
                    deed.record(transactions, tx);
                }
                return added;
            });
            return begins ? Optional.of(begunRun(task, begun, grant, reporting)) : Optional.empty();
        } finally {
            if (!begins) {
                release(task, grant);
            }
        }
    }

    private BegunRun begunRun(Task task, Occurrence begun, Leases.Grant grant, Reporting reporting) {
        Consumer<String> fail = why -> transactions.run(tx ->
                occurrences.update(tx, begun.ended(Occurrence.State.FAILED, time.instant(), null, Map.of(), why)));
        return new BegunRun(
                begun,
                () -> {
                    try {
                        RunGuard guard = new RunGuard(
                                task, begun, grant, leases, transactions, occurrences, time, () -> stopped);
                        return work(task, begun, guard, reporting);
                    } catch (LeaseLostException e) {
                        fail.accept(reporting.reason().apply(e));
                        throw e;
                    } finally {
                        release(task, grant);
                    }
                },
                why -> {
                    try {
                        fail.accept(why);
                    } finally {
                        release(task, grant);
                    }
                });
    }

    /** Whether a run that the ledger shows as running is not: its process has died, or has lost the lease. */
    boolean isInterrupted(Occurrence run) {
        return run.state() == Occurrence.State.RUNNING
                && leases.holder(lease(run.task()))
                        .map(Leases.Attempt.Held::holder)
                        .filter(holder -> holder.toString().equals(run.node()) && !holder.isGone())
                        .isEmpty()
                // It may have ended since it was read: the ledger is written before the lease is given back.
                && occurrences
                        .find(run.task(), run.slot().key())
                        .filter(now -> now.state() == Occurrence.State.RUNNING)
                        .isPresent();
    }

    /** What is done with a run that has ended, and how its failure is written down. */
    private record Reporting(Consumer<? super Occurrence> ended, Function<? super Throwable, String> reason) {}

    private static String lease(TaskName task) {
        return "task:" + task;
    }

    /** All tasks; those that are seen for the first time begin now. */
    private TaskLedger ledger() {
        TaskLedger ledger = occurrences.ledger();
        if (ledger.tasks().keySet().containsAll(timetable.names())) {
            return ledger;
        }
        Instant now = time.instant();
        transactions.run(tx -> occurrences.register(
                tx,
                timetable.names().stream()
                        .map(name -> TaskSetting.firstSeen(name, now))
                        .toList()));
        return occurrences.ledger();
    }

    /** Notes that something ticks, and says so if nothing has for long. */
    private void noteTick(@Nullable Instant last) {
        Instant now = time.instant();
        if (last != null && last.plus(settings.silence()).isBefore(now)) {
            alarms.nothingTicked(last);
        }
        if (last == null || last.plus(TICKS_TOGETHER).isBefore(now)) {
            transactions.run(tx -> occurrences.ticked(tx, now));
        }
    }

    private Optional<Occurrence> tick(Task task, TaskState state) {
        if (task.onEachNode()) {
            return tickHere(task, state);
        }
        Due due = timetable.due(task, state);
        if (stopped || due instanceof Due.Nothing || !permits.test(task)) {
            return Optional.empty();
        }
        if (due.untouched() != null && !task.hasWork()) {
            settleIdle(task);
            return Optional.empty();
        }
        if (!(acquire(task) instanceof Leases.Attempt.Granted granted)) {
            return Optional.empty();
        }
        Leases.Grant grant = granted.grant();
        try {
            Begun begun = begin(task, grant);
            if (begun.run() == null) {
                begun.settled().ifPresent(settled -> alarms.ended(settled));
                return begun.settled();
            }
            RunGuard guard =
                    new RunGuard(task, begun.run(), grant, leases, transactions, occurrences, time, () -> stopped);
            return Optional.of(work(task, begun.run(), guard, scheduled));
        } catch (LeaseLostException e) {
            LOG.warn("task {} has ended before its time: {}", task.name(), e.getMessage());
            return Optional.empty();
        } finally {
            release(task, grant);
        }
    }

    /** Runs what each node does for itself. Nothing is noted but the last run of each node. */
    private Optional<Occurrence> tickHere(Task task, TaskState state) {
        Slot slot = timetable.dueHere(task, state).orElse(null);
        if (stopped || slot == null) {
            return Optional.empty();
        }
        if (!timetable.beginHere(task, slot) || !task.hasWork() || !permits.test(task)) {
            return Optional.empty();
        }
        String node = Holder.thisProcess().toString();
        Slot ofNode = new Slot("node-" + Integer.toHexString(node.hashCode()), slot.at());
        Occurrence begun = Occurrence.running(task.name(), ofNode, false, 1, 0, node, time.instant());
        RunGuard guard = new RunGuard(task, begun, null, leases, transactions, occurrences, time, () -> stopped);
        Occurrence ended = outcome(task, begun, guard, scheduled);
        transactions.run(tx -> {
            if (!occurrences.add(tx, ended)) {
                occurrences.update(tx, ended);
            }
        });
        alarms.ended(ended);
        return Optional.of(ended);
    }

    /** Settles a slot without work. It has no row, and does not count as missed when there is work again. */
    private void settleIdle(Task task) {
        transactions.run(tx -> {
            TaskState state = occurrences.lock(tx, task.name()).orElseThrow();
            Slot idle = timetable.due(task, state).untouched();
            if (idle != null) {
                occurrences.save(tx, state.setting().withIdle(idle.at()));
            }
        });
    }

    private Leases.Attempt acquire(Task task) {
        Leases.Grant left = unreleased.remove(task.name());
        if (left != null) {
            leases.release(left);
        }
        return leases.acquire(
                lease(task.name()), Holder.thisProcess(), task.policy().limits().lease());
    }

    /** A lease that cannot be given back now is given back before it is taken again. */
    private void release(Task task, Leases.Grant grant) {
        try {
            leases.release(grant);
        } catch (RuntimeException e) {
            unreleased.put(task.name(), grant);
            LOG.warn("the lease of the task {} could not be given back", task.name(), e);
        }
    }

    /** What was written at the beginning: a run that begins, or a slot that was settled without one. */
    private record Begun(@Nullable Occurrence run, Optional<Occurrence> settled) {}

    /** Decides again under the lease and the lock, and notes what begins. */
    private Begun begin(Task task, Leases.Grant grant) {
        return transactions.call(tx -> {
            leases.renew(tx, grant, task.policy().limits().lease());
            TaskState state = occurrences.lock(tx, task.name()).orElseThrow();
            Due due = timetable.due(task, state);
            Instant now = time.instant();
            if (due instanceof Due.Run run) {
                if (run.replaced() != null) {
                    occurrences.update(tx, run.replaced());
                }
                Occurrence begun = Occurrence.running(
                        task.name(),
                        run.slot(),
                        false,
                        run.attempt(),
                        run.missed(),
                        grant.holder().toString(),
                        now);
                if (run.isNew() && !occurrences.add(tx, begun)) {
                    return new Begun(null, Optional.empty());
                }
                if (!run.isNew()) {
                    occurrences.update(tx, begun);
                }
                return new Begun(begun, Optional.empty());
            }
            if (due instanceof Due.Missed missed) {
                if (missed.replaced() != null) {
                    occurrences.update(tx, missed.replaced());
                }
                Occurrence settled = Occurrence.missed(task.name(), missed.slot(), missed.missed(), now);
                return new Begun(null, occurrences.add(tx, settled) ? Optional.of(settled) : Optional.empty());
            }
            if (due instanceof Due.GivenUp givenUp) {
                occurrences.update(tx, givenUp.occurrence());
                return new Begun(null, Optional.of(givenUp.occurrence()));
            }
            return new Begun(null, Optional.empty());
        });
    }

    private Occurrence work(Task task, Occurrence begun, RunGuard guard, Reporting reporting) {
        Occurrence ended = outcome(task, begun, guard, reporting);
        transactions.run(tx -> {
            guard.inTransaction(tx);
            occurrences.update(tx, ended);
        });
        reporting.ended().accept(ended);
        return ended;
    }

    /** What is logged meanwhile says by keys of the log context which task runs, and for which slot. */
    private Occurrence outcome(Task task, Occurrence begun, RunGuard guard, Reporting reporting) {
        MDC.put("cartable.task", task.name().value());
        MDC.put("cartable.slot", begun.slot().key());
        try {
            return run(task, begun, guard, reporting);
        } finally {
            MDC.remove("cartable.task");
            MDC.remove("cartable.slot");
        }
    }

    private Occurrence run(Task task, Occurrence begun, RunGuard guard, Reporting reporting) {
        try {
            // What a node does for itself has no lease, and a stop must not undo what it notes of its work.
            Counts counts = task.onEachNode() ? task.run(guard) : transactions.during(guard, () -> task.run(guard));
            return guard.isUnfinished()
                    ? unfinished(begun, counts.values(), null)
                    : begun.ended(Occurrence.State.DONE, time.instant(), null, counts.values(), null);
        } catch (RunEndsException e) {
            return unfinished(begun, Map.of(), e.facts().get("reason"));
        } catch (LeaseLostException e) {
            throw e;
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("task {} has failed at attempt {}", task.name(), begun.attempt(), e);
            return failed(task, begun, reporting.reason().apply(e));
        }
    }

    /** A run by hand does not go on: no slot waits for it. */
    private Occurrence unfinished(Occurrence begun, Map<String, Long> counts, @Nullable String reason) {
        Instant now = time.instant();
        return begun.ended(Occurrence.State.UNFINISHED, now, begun.byHand() ? null : now, counts, reason);
    }

    private Occurrence failed(Task task, Occurrence begun, String reason) {
        Instant now = time.instant();
        return task.policy()
                .waitAfter(begun.attempt())
                .filter(wait -> !begun.byHand() && !task.onEachNode())
                .map(wait -> begun.ended(Occurrence.State.RETRYING, now, now.plus(wait), Map.of(), reason))
                .orElseGet(() -> begun.ended(Occurrence.State.FAILED, now, null, Map.of(), reason));
    }
}
