package dev.cartable.notice;

import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
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
import org.jspecify.annotations.Nullable;

/**
 * What the lines of one channel write, in as few commits as there can be. A commit is most of what a message costs the
 * database, so more lines cost it hardly more than one. Safe for use by several threads.
 */
final class GroupCommit {
    private static final int MOST = 1_000;
    private static final int MOST_FAILURES = 2;

    private final UnitOfWork work;
    private final Outbox outbox;
    private final Duration lease;
    private final RequestBatcher<Entry, Attempt> commits = new RequestBatcher<>(this::commit, MOST);

    GroupCommit(UnitOfWork work, Outbox outbox, Duration lease) {
        this.work = work;
        this.outbox = outbox;
        this.lease = lease;
    }

    /** What one line writes: steps of their own first, then outcomes, then the notices that go next. Used by one thread. */
    static final class Entry {
        private final List<Consumer<Tx>> steps = new ArrayList<>();
        private final List<Consumer<Tx>> beginSteps = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private final Map<NoticeId, Consumer<Tx>> consequences = new LinkedHashMap<>();
        private List<Claimed> next = List.of();

        void step(Consumer<Tx> step) {
            steps.add(step);
        }

        /** A step of the commit that begins the next notices; dropped if that commit fails. */
        void beginStep(Consumer<Tx> step) {
            beginSteps.add(step);
        }

        void outcome(Outcome outcome) {
            outcomes.add(outcome);
        }

        /** What follows from an outcome, unless the claim was lost meanwhile. */
        void consequence(Claimed claimed, Consumer<Tx> consequence) {
            consequences.put(claimed.notice().id(), consequence);
        }

        /** Takes back what was to become of a notice. Returns whether there was anything. */
        boolean withdraw(NoticeId notice) {
            consequences.remove(notice);
            return outcomes.removeIf(outcome -> outcome.claimed().notice().id().equals(notice));
        }

        boolean isEmpty() {
            return steps.isEmpty() && outcomes.isEmpty();
        }
    }

    /** The code of the host failed for one notice, so the commit with it failed. */
    static final class HostFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Claimed claimed;

        HostFailure(Claimed claimed, Throwable cause) {
            super("the type of notice " + claimed.notice().id() + " failed", cause);
            this.claimed = claimed;
        }

        Claimed claimed() {
            return claimed;
        }

        String reason() {
            Throwable cause = getCause();
            return NoticeReason.NOT_CHECKED.with(AnswerSanitizer.of(cause == null ? this : cause));
        }
    }

    /**
     * What came of an entry, and perhaps of those of other lines.
     *
     * @param begun those that are still this process's to send; another process has taken the rest
     * @param finished those whose outcome was written; the claims of the rest were lost
     */
    record Written(Set<NoticeId> begun, Set<NoticeId> finished) {
        private static final Written NOTHING = new Written(Set.of(), Set.of());
    }

    /** @param failure null if it was written */
    private record Attempt(Written written, @Nullable RuntimeException failure) {}

    /**
     * Commits an entry, and that some notices are on their way.
     *
     * @throws RuntimeException if the entry could not be written, alone neither; nothing of it is written, and what begins the next
     *     notices is dropped
     */
    Written write(Entry entry, List<Claimed> next) {
        entry.next = next;
        if (next.isEmpty()) {
            entry.beginSteps.clear();
        }
        Attempt attempt;
        try {
            attempt = commits.call(entry);
        } finally {
            entry.beginSteps.clear();
            entry.next = List.of();
        }
        if (attempt.failure() != null) {
            throw attempt.failure();
        }
        entry.steps.clear();
        entry.outcomes.clear();
        entry.consequences.clear();
        return attempt.written();
    }

    /** One commit for all; if it fails, one for each, so that what fails for one line costs the others nothing. */
    private List<Attempt> commit(List<Entry> group) {
        Attempt together = commitOnce(group);
        return together.failure() == null || group.size() == 1
                ? Collections.nCopies(group.size(), together)
                : commitEach(group);
    }

    /** A store that fails for several in a row is away: it is not tried for each of the others. */
    private List<Attempt> commitEach(List<Entry> group) {
        List<Attempt> all = new ArrayList<>();
        int inARow = 0;
        Attempt last = new Attempt(Written.NOTHING, null);
        for (Entry entry : group) {
            if (inARow < MOST_FAILURES) {
                last = commitOnce(List.of(entry));
                boolean storeFailed = last.failure() != null && !(last.failure() instanceof HostFailure);
                inARow = storeFailed ? inARow + 1 : 0;
            }
            all.add(last);
        }
        return all;
    }

    private Attempt commitOnce(List<Entry> group) {
        try {
            return new Attempt(FollowUp.<Written>call(work, tx -> write(tx, group)), null);
        } catch (RuntimeException e) {
            return new Attempt(Written.NOTHING, e);
        }
    }

    private Written write(Tx tx, List<Entry> group) {
        group.forEach(entry -> {
            entry.steps.forEach(step -> step.accept(tx));
            entry.beginSteps.forEach(step -> step.accept(tx));
        });
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
        return new Written(begun, finished);
    }

    /** Where a person has cancelled a part of a message meanwhile, the rest goes later: the words that are ready hold that part. */
    private void putBackIncomplete(Tx tx, Claimed message, Set<NoticeId> begun) {
        if (!isWhole(message, begun)) {
            message.all().forEach(one -> {
                if (!one.isBound()) {
                    outbox.bind(tx, one, null);
                }
                outbox.putBack(tx, one, one.notice().dueAt(), null, false);
            });
        }
    }

    /** Whether all notices of a message were begun. */
    static boolean isWhole(Claimed message, Set<NoticeId> begun) {
        return message.all().stream()
                .allMatch(one -> begun.contains(one.notice().id()));
    }
}
