package dev.cartable.notice;

import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of one channel write, in as few commits as there can be: while one line commits, the others gather, and
 * whoever comes next commits for all of them. A commit is most of what a message costs the database, so more lines cost it
 * hardly more than one. Safe for use by several threads.
 */
final class GroupCommit {
    private final UnitOfWork work;
    private final Outbox outbox;
    private final Duration lease;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock committing = new ReentrantLock();

    GroupCommit(UnitOfWork work, Outbox outbox, Duration lease) {
        this.work = work;
        this.outbox = outbox;
        this.lease = lease;
    }

    /** What one line writes: steps of their own first, then outcomes, then the notice that goes next. Used by one thread. */
    static final class Entry {
        private final List<Consumer<Tx>> steps = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private @Nullable Claimed next;
        private boolean ours;
        private @Nullable Throwable failure;
        private boolean done;

        void step(Consumer<Tx> step) {
            steps.add(step);
        }

        void outcome(Outcome outcome) {
            outcomes.add(outcome);
        }

        boolean isEmpty() {
            return steps.isEmpty() && outcomes.isEmpty();
        }
    }

    /**
     * Commits an entry, and that {@code next} is on its way, if there is one.
     *
     * @return whether {@code next} is still this process's to send; false if another has taken it meanwhile
     * @throws RuntimeException if the commit failed, which holds for all whose entries were in it; nothing of them is written
     */
    boolean write(Entry entry, @Nullable Claimed next) {
        entry.next = next;
        entry.done = false;
        entry.failure = null;
        waiting.add(entry);
        committing.lock();
        try {
            if (!entry.done) {
                commit();
            }
        } finally {
            committing.unlock();
        }
        if (entry.failure instanceof Error error) {
            throw error;
        }
        if (entry.failure instanceof RuntimeException exception) {
            throw exception;
        }
        entry.steps.clear();
        entry.outcomes.clear();
        return entry.ours;
    }

    private void commit() {
        List<Entry> group = new ArrayList<>();
        for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
            group.add(entry);
        }
        Set<NoticeId> ours = Set.of();
        Throwable failure = null;
        try {
            ours = work.call(tx -> write(tx, group));
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (Entry entry : group) {
            entry.done = true;
            entry.failure = failure;
            entry.ours = entry.next != null && ours.contains(entry.next.notice().id());
        }
    }

    private Set<NoticeId> write(Tx tx, List<Entry> group) {
        group.forEach(entry -> entry.steps.forEach(step -> step.accept(tx)));
        outbox.finish(
                tx, group.stream().flatMap(entry -> entry.outcomes.stream()).toList());
        List<Claimed> next = group.stream()
                .flatMap(entry -> Optional.ofNullable(entry.next).stream())
                .toList();
        return outbox.sending(tx, next, lease);
    }
}
