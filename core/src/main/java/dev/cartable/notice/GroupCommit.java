package dev.cartable.notice;

import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.RequestBatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the lines of one channel write, in as few commits as there can be. A commit is most of what a message costs the
 * database, so more lines cost it hardly more than one. Safe for use by several threads.
 */
final class GroupCommit {
    private static final int MOST = 1_000;

    private final UnitOfWork work;
    private final Outbox outbox;
    private final Duration lease;
    private final RequestBatcher<Entry, Set<NoticeId>> commits = new RequestBatcher<>(this::commit, MOST);

    GroupCommit(UnitOfWork work, Outbox outbox, Duration lease) {
        this.work = work;
        this.outbox = outbox;
        this.lease = lease;
    }

    /** What one line writes: steps of their own first, then outcomes, then the notices that go next. Used by one thread. */
    static final class Entry {
        private final List<Consumer<Tx>> steps = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private final Map<NoticeId, Consumer<Tx>> consequences = new LinkedHashMap<>();
        private List<Claimed> next = List.of();

        void step(Consumer<Tx> step) {
            steps.add(step);
        }

        void outcome(Outcome outcome) {
            outcomes.add(outcome);
        }

        /** What follows from an outcome, unless the claim was lost meanwhile. */
        void consequence(Claimed claimed, Consumer<Tx> consequence) {
            consequences.put(claimed.notice().id(), consequence);
        }

        boolean isEmpty() {
            return steps.isEmpty() && outcomes.isEmpty();
        }
    }

    /**
     * Commits an entry, and that some notices are on their way.
     *
     * @return those that are still this process's to send, and perhaps those of other lines; another process has taken the rest
     * @throws RuntimeException if the commit failed, which holds for all whose entries were in it; nothing of them is written
     */
    Set<NoticeId> write(Entry entry, List<Claimed> next) {
        entry.next = next;
        Set<NoticeId> ours = commits.call(entry);
        entry.steps.clear();
        entry.outcomes.clear();
        entry.consequences.clear();
        return ours;
    }

    private List<Set<NoticeId>> commit(List<Entry> group) {
        return Collections.nCopies(group.size(), work.call(tx -> write(tx, group)));
    }

    private Set<NoticeId> write(Tx tx, List<Entry> group) {
        group.forEach(entry -> entry.steps.forEach(step -> step.accept(tx)));
        Set<NoticeId> finished = outbox.finish(
                tx, group.stream().flatMap(entry -> entry.outcomes.stream()).toList());
        group.forEach(entry -> entry.consequences.forEach((notice, consequence) -> {
            if (finished.contains(notice)) {
                consequence.accept(tx);
            }
        }));
        List<Claimed> next =
                group.stream().flatMap(entry -> entry.next.stream()).toList();
        Set<NoticeId> begun = outbox.sending(
                tx, next.stream().flatMap(one -> one.all().stream()).toList(), lease);
        next.forEach(message -> putBackIncomplete(tx, message, begun));
        return begun;
    }

    /** Where a person has cancelled a part of a message meanwhile, the rest goes later: the words that are ready hold that part. */
    private void putBackIncomplete(Tx tx, Claimed message, Set<NoticeId> begun) {
        if (!isWhole(message, begun)) {
            message.all().stream()
                    .filter(one -> begun.contains(one.notice().id()))
                    .forEach(one -> {
                        if (!one.isBound()) {
                            outbox.bind(tx, one, null);
                        }
                        outbox.putBack(tx, one, one.notice().dueAt(), null, false);
                    });
        }
    }

    /** Whether all notices of a message were begun. */
    static boolean isWhole(Claimed message, Set<NoticeId> begun) {
        return message.all().stream().allMatch(one -> begun.contains(one.notice().id()));
    }
}
