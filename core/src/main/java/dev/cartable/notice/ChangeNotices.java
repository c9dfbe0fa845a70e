package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.Address;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.BulkRun;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case of a person who retries, cancels or releases notices. Each is looked at again when it is written, and changed only if
 * it is still in a state that the change takes; what is being sent is left alone. No digest approves a change, because the queue
 * moves all the time. One run at a time, held by the lease {@value #LEASE}. Safe for use by several threads and nodes.
 */
public final class ChangeNotices {
    /** The lease that a run holds. */
    public static final String LEASE = "notices";

    private final Outbox outbox;
    private final Change change;
    private final InstantSource clock;
    private final Consumer<? super Tx> waits;
    private final BulkRun bulk;

    /** @param waits is called in each transaction after which notices wait again */
    ChangeNotices(
            UnitOfWork unitOfWork,
            Leases leases,
            Outbox outbox,
            Change change,
            InstantSource clock,
            Consumer<? super Tx> waits) {
        this.waits = requireNonNull(waits, "waits");
        this.outbox = requireNonNull(outbox, "outbox");
        this.change = requireNonNull(change, "change");
        this.clock = requireNonNull(clock, "clock");
        this.bulk =
                new BulkRun(unitOfWork, leases, LEASE, "a " + change.name().toLowerCase(Locale.ROOT) + " of notices");
    }

    /** What a person may do about notices by hand. */
    @SuppressWarnings(
            "ImmutableEnumChecker") // The sets cannot be changed; as EnumSets they keep the order of the states.
    enum Change {
        RETRY(
                EnumSet.of(NoticeState.FAILED),
                EnumSet.of(NoticeState.FAILED, NoticeState.UNCERTAIN, NoticeState.UNCONFIRMED)),
        CANCEL(EnumSet.of(NoticeState.QUEUED, NoticeState.HELD), EnumSet.of(NoticeState.QUEUED, NoticeState.HELD)),
        RELEASE(EnumSet.of(NoticeState.HELD), EnumSet.of(NoticeState.HELD));

        private final Set<NoticeState> matching;
        private final Set<NoticeState> named;

        Change(Set<NoticeState> matching, Set<NoticeState> named) {
            this.matching = Collections.unmodifiableSet(matching);
            this.named = Collections.unmodifiableSet(named);
        }
    }

    /** The notices that a person wants changed. */
    public sealed interface Selection {
        /** The notices with these ids, in their order. */
        static Selection ids(Collection<NoticeId> ids) {
            return new Ids(new LinkedHashSet<>(ids));
        }

        /** The notices that meet these conditions. Without a state: those in each of the {@link ChangeNotices#states()}. */
        static Selection matching(NoticeFilter filter) {
            return new Matching(filter);
        }

        /** The notices with these ids, in their order. */
        record Ids(Set<NoticeId> ids) implements Selection {
            public Ids {
                ids = Collections.unmodifiableSet(new LinkedHashSet<>(ids));
            }
        }

        /** The notices that meet these conditions. */
        record Matching(NoticeFilter filter) implements Selection {
            public Matching {
                requireNonNull(filter, "filter");
            }
        }
    }

    /**
     * What a change does about one notice, or did.
     *
     * @param entry the notice before the change; null if there is none with this id
     * @param refusal why it is left as it is; null if it is changed
     */
    public record Step(
            NoticeId notice,
            Notice.@Nullable Entry entry,
            @Nullable Refusal refusal) {
        public Step {
            requireNonNull(notice, "notice");
            if (entry == null && refusal == null) {
                throw new IllegalArgumentException("notice " + notice + " is not there, so that it cannot be changed");
            }
        }

        /** Whether the notice is changed. */
        public boolean changes() {
            return refusal == null;
        }
    }

    /** Why a notice is left as it is. */
    public enum Refusal {
        /** There is no notice with this id. */
        UNKNOWN,
        /** It is in a state that the change does not take. */
        OTHER_STATE,
        /** Its address was deleted, so that it cannot be sent any more. */
        ADDRESS_DELETED
    }

    /**
     * A run in numbers.
     *
     * @param input the notices that were looked at
     * @param changed those that were changed
     * @param skipped those that were left as they are, each for a reason
     */
    public record Counts(long input, long changed, long skipped) implements dev.cartable.work.Counts {
        Counts plus(boolean changes) {
            return new Counts(input + 1, changed + (changes ? 1 : 0), skipped + (changes ? 0 : 1));
        }
    }

    /** The states of notices that the change takes where they are selected by conditions. */
    public Set<NoticeState> states() {
        return change.matching;
    }

    /**
     * What a run would do now. Writes nothing.
     *
     * @param each is called with each step
     * @throws IllegalArgumentException if the selection names a state that the change does not take
     */
    public Counts plan(Selection selection, Consumer<? super Step> each) {
        return BulkRun.plan(new Pass(selection), each).counts();
    }

    /**
     * Changes the notices, chunk by chunk.
     *
     * @param each is called with each step after the commit of its chunk
     * @throws IllegalArgumentException if the selection names a state that the change does not take; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts run(Selection selection, Consumer<? super Step> each) {
        return bulk.write(new Pass(selection), each);
    }

    /** A notice that was selected; without an entry if there is none with this id. */
    private record Selected(NoticeId id, Notice.@Nullable Entry entry) {}

    private final class Pass implements BulkPass<Selected, Step, Counts> {
        private final Selection selection;
        private final Set<NoticeState> states;
        private Counts counts = new Counts(0, 0, 0);

        Pass(Selection selection) {
            this.selection = selection;
            this.states = selection instanceof Selection.Ids ? change.named : change.matching;
            if (selection instanceof Selection.Matching matching) {
                NoticeState state = matching.filter().state();
                if (state != null && !states.contains(state)) {
                    throw new IllegalArgumentException(
                            change + " takes notices that are " + states + ", not " + state + "; nothing was changed");
                }
            }
        }

        @Override
        public void read(Consumer<? super Selected> items) {
            if (selection instanceof Selection.Ids named) {
                named.ids()
                        .forEach(id ->
                                items.accept(new Selected(id, outbox.find(id).orElse(null))));
            } else if (selection instanceof Selection.Matching matching) {
                NoticeFilter filter = matching.filter();
                states.stream()
                        .filter(state -> filter.state() == null || filter.state() == state)
                        .forEach(state -> read(filter.in(state), items));
            }
        }

        private void read(NoticeFilter filter, Consumer<? super Selected> items) {
            try (Stream<Notice.Entry> entries = outbox.history(filter)) {
                entries.forEach(
                        entry -> items.accept(new Selected(entry.notice().id(), entry)));
            }
        }

        @Override
        public List<Step> decide(List<Selected> chunk) {
            return chunk.stream()
                    .map(one -> new Step(one.id(), one.entry(), refusal(one.entry())))
                    .toList();
        }

        private @Nullable Refusal refusal(Notice.@Nullable Entry entry) {
            if (entry == null) {
                return Refusal.UNKNOWN;
            }
            if (!states.contains(entry.state()) && !isNamedPrintedLetter(entry)) {
                return Refusal.OTHER_STATE;
            }
            boolean deleted = entry.notice().address().equals(Address.DELETED);
            return change == Change.RETRY && deleted ? Refusal.ADDRESS_DELETED : null;
        }

        /** The paper may have been lost or spoilt, which a person sees. */
        private boolean isNamedPrintedLetter(Notice.Entry entry) {
            return change == Change.RETRY
                    && selection instanceof Selection.Ids
                    && entry.state() == NoticeState.SENT
                    && entry.notice().channel().equals(Channel.LETTER);
        }

        @Override
        public boolean writes(Step step) {
            return step.changes();
        }

        /** Where a chunk fails, the run stops: what was changed stays so, and the rest is selected again. */
        @Override
        public boolean retriesOneByOne() {
            return false;
        }

        @Override
        public List<Step> write(List<Step> steps, UnitOfWork transactions) {
            Set<NoticeId> ids = steps.stream().map(Step::notice).collect(Collectors.toSet());
            Set<NoticeId> changed = transactions.<Set<NoticeId>>call(tx -> {
                Set<NoticeId> done = change(tx, ids);
                if (change != Change.CANCEL && !done.isEmpty()) {
                    waits.accept(tx);
                }
                return done;
            });
            return steps.stream()
                    .map(step -> changed.contains(step.notice())
                            ? step
                            : new Step(step.notice(), step.entry(), Refusal.OTHER_STATE))
                    .toList();
        }

        @Override
        public void take(Step step) {
            counts = counts.plus(step.changes());
        }

        @Override
        public Counts counts() {
            return counts;
        }
    }

    private Set<NoticeId> change(Tx tx, Set<NoticeId> ids) {
        return switch (change) {
            case RETRY -> outbox.retry(tx, ids, clock.instant());
            case CANCEL -> outbox.cancel(tx, ids, NoticeReason.CANCELLED.name(), clock.instant());
            case RELEASE -> outbox.release(tx, ids, clock.instant());
        };
    }
}
