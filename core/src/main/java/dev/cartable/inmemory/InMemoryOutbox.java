package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.NoticeStatistics;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Outbox;
import dev.cartable.school.model.Address;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outbox in memory. Safe for use by several threads; what waits is gone with the process, so it is no outbox for a
 * school.
 */
final class InMemoryOutbox implements Outbox {
    private static final Comparator<InMemoryNotice> BY_ID =
            Comparator.comparing(row -> row.notice().id().toString());

    private static final Comparator<InMemoryNotice> LONGEST_DUE_FIRST =
            Comparator.comparing(InMemoryNotice::dueAt).thenComparing(BY_ID);

    private final InMemoryUnitOfWork unitOfWork;
    private final InstantSource clock;
    private final InMemoryTable<NoticeId, InMemoryNotice> notices;
    private final InMemoryTable<Notice.Key, NoticeId> keys;
    private final InMemoryTable<Channel, Pause> pauses;
    private final InMemoryTable<PausedDomain, DomainPause> domainPauses;

    /**
     * An empty outbox.
     *
     * @param clock the store's clock, by which claims run out
     */
    public InMemoryOutbox(InMemoryUnitOfWork unitOfWork, InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.clock = requireNonNull(clock, "clock");
        this.notices = new InMemoryTable<>(unitOfWork, Comparator.comparing(NoticeId::toString));
        this.keys = new InMemoryTable<>(unitOfWork, Comparator.comparing(Notice.Key::hex));
        this.pauses = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.domainPauses = new InMemoryTable<>(
                unitOfWork, Comparator.comparing(PausedDomain::channel).thenComparing(PausedDomain::domain));
    }

    private record PausedDomain(Channel channel, String domain) {}

    @Override
    public Set<NoticeId> add(Tx tx, Collection<Notice> added) {
        unitOfWork.own(tx);
        Set<NoticeId> fresh = new LinkedHashSet<>();
        for (Notice notice : added) {
            if (keys.putIfAbsent(tx, notice.key(), notice.id())) {
                put(tx, InMemoryNotice.queued(notice));
                fresh.add(notice.id());
            }
        }
        return fresh;
    }

    @Override
    public Set<Channel> waitingChannels() {
        return notices.all().stream()
                .filter(row -> row.state() == NoticeState.QUEUED || row.state() == NoticeState.SENDING)
                .map(row -> row.notice().channel())
                .collect(Collectors.toSet());
    }

    @Override
    public Map<Channel, Long> waiting() {
        return notices.all().stream()
                .filter(row -> row.state() == NoticeState.QUEUED || row.state() == NoticeState.SENDING)
                .collect(Collectors.groupingBy(row -> row.notice().channel(), TreeMap::new, Collectors.counting()));
    }

    @Override
    public List<Claimed> claim(Tx tx, Channel channel, int max, Leases.Holder holder, Duration lease, Instant now) {
        unitOfWork.own(tx);
        Instant storeNow = clock.instant();
        List<InMemoryNotice> waiting = notices.all().stream()
                .filter(row -> row.notice().channel().equals(channel) && row.isDue(now))
                .sorted(LONGEST_DUE_FIRST)
                .toList();
        Map<String, List<InMemoryNotice>> groups = waiting.stream()
                .filter(row -> row.digestKey() != null)
                .sorted(BY_ID)
                .collect(Collectors.groupingBy(row -> requireNonNull(row.digestKey())));
        List<InMemoryNotice> due = waiting.stream()
                .filter(row -> row.isFree(storeNow) && isFirst(row, groups))
                .limit(max)
                .toList();
        List<Claimed> claimed = new ArrayList<>();
        for (InMemoryNotice row : due) {
            List<InMemoryNotice> group =
                    row.digestKey() == null ? List.of(row) : groups.getOrDefault(row.digestKey(), List.of());
            claimed.add(Claimed.together(group.stream()
                    .filter(one -> one.isFree(storeNow))
                    .map(one -> take(tx, one, holder, storeNow.plus(lease)))
                    .toList()));
        }
        return claimed;
    }

    private static boolean isFirst(InMemoryNotice row, Map<String, List<InMemoryNotice>> groups) {
        return row.digestKey() == null
                || groups.getOrDefault(row.digestKey(), List.of(row)).get(0).equals(row);
    }

    private Claimed take(Tx tx, InMemoryNotice row, Leases.Holder holder, Instant until) {
        InMemoryNotice taken = row.claimed(holder, until);
        put(tx, taken);
        boolean maybeSent = row.state() == NoticeState.SENDING;
        return new Claimed(row.notice(), row.attempts(), maybeSent, taken.fence(), row.message(), List.of());
    }

    @Override
    public void bind(Tx tx, Claimed claimed, @Nullable NoticeId message) {
        InMemoryNotice row = claimedRow(tx, claimed);
        if (row != null) {
            put(tx, row.boundTo(message));
        }
    }

    @Override
    public void readdress(Tx tx, Claimed claimed, Address address) {
        InMemoryNotice row = claimedRow(tx, claimed);
        if (row != null) {
            put(tx, row.readdressed(address));
        }
    }

    @Override
    public Set<NoticeId> sending(Tx tx, Collection<Claimed> claims, Duration lease) {
        Set<NoticeId> ours = new LinkedHashSet<>();
        for (Claimed claimed : claims) {
            InMemoryNotice row = claimedRow(tx, claimed);
            if (row != null) {
                put(tx, row.sending(clock.instant().plus(lease)));
                ours.add(claimed.notice().id());
            }
        }
        return ours;
    }

    @Override
    public Set<NoticeId> finish(Tx tx, Collection<Outcome> outcomes) {
        Set<NoticeId> ours = new LinkedHashSet<>();
        for (Outcome outcome : outcomes) {
            InMemoryNotice row = claimedRow(tx, outcome.claimed());
            if (row != null) {
                put(
                        tx,
                        row.finished(outcome.state(), outcome.reason(), outcome.at())
                                .withText(outcome.text()));
                ours.add(outcome.claimed().notice().id());
            }
        }
        return ours;
    }

    @Override
    public void putBack(Tx tx, Claimed claimed, Instant dueAt, @Nullable String reason, boolean countsAttempt) {
        InMemoryNotice row = claimedRow(tx, claimed);
        if (row != null) {
            int attempts = countsAttempt ? row.attempts() : claimed.attempts();
            NoticeState state = countsAttempt || !claimed.maybeSent() ? NoticeState.QUEUED : NoticeState.SENDING;
            put(tx, row.putBack(state, dueAt, attempts, reason, clock.instant()));
        }
    }

    @Override
    public Set<NoticeId> retry(Tx tx, Collection<NoticeId> ids, Instant now) {
        return change(tx, ids, InMemoryNotice::canBeRetried, row -> row.retried(now));
    }

    @Override
    public Set<NoticeId> cancel(Tx tx, Collection<NoticeId> ids, String reason, Instant now) {
        return change(
                tx,
                ids,
                row -> row.state() == NoticeState.QUEUED || row.state() == NoticeState.HELD,
                row -> row.finished(NoticeState.CANCELLED, reason, now));
    }

    @Override
    public Set<NoticeId> end(Tx tx, Collection<NoticeId> ids, NoticeState state, String reason, Instant now) {
        return change(tx, ids, row -> row.state() == NoticeState.QUEUED, row -> row.finished(state, reason, now));
    }

    @Override
    public Set<NoticeId> release(Tx tx, Collection<NoticeId> ids, Instant now) {
        return change(
                tx,
                ids,
                row -> row.state() == NoticeState.HELD,
                row -> row.putBack(NoticeState.QUEUED, row.notice().dueAt(), row.attempts(), null, now));
    }

    private Set<NoticeId> change(
            Tx tx, Collection<NoticeId> ids, Predicate<InMemoryNotice> applies, UnaryOperator<InMemoryNotice> change) {
        unitOfWork.own(tx);
        Set<NoticeId> changed = new LinkedHashSet<>();
        for (NoticeId id : ids) {
            InMemoryNotice row = notices.get(id);
            if (row != null && applies.test(row)) {
                put(tx, change.apply(row));
                changed.add(id);
            }
        }
        return changed;
    }

    @Override
    public int hold(Tx tx, int max, String reason, Instant now) {
        unitOfWork.own(tx);
        Instant storeNow = clock.instant();
        List<InMemoryNotice> unsent = notices.all().stream()
                .filter(row -> row.isUnsent(storeNow))
                .limit(max)
                .toList();
        unsent.forEach(row -> put(tx, row.held(reason, now)));
        return unsent.size();
    }

    @Override
    public Set<NoticeId> amend(Tx tx, Collection<NoticeId> ids, NoticeState state, String reason, Instant now) {
        return change(
                tx,
                ids,
                row -> row.state() == NoticeState.SENT
                        || ((row.state() == NoticeState.UNCONFIRMED || row.state() == NoticeState.UNCERTAIN)
                                && state != NoticeState.UNCONFIRMED),
                row -> row.finished(state, reason, now));
    }

    @Override
    public Map<Notice.Key, NoticeState> lock(Tx tx, Collection<Notice.Key> wanted) {
        unitOfWork.own(tx);
        return states(wanted);
    }

    @Override
    public Map<Notice.Key, NoticeState> states(Collection<Notice.Key> wanted) {
        Map<Notice.Key, NoticeState> states = new HashMap<>();
        for (Notice.Key key : wanted) {
            NoticeId id = keys.get(key);
            InMemoryNotice row = id == null ? null : notices.get(id);
            if (row != null) {
                states.put(key, row.state());
            }
        }
        return states;
    }

    @Override
    public void pause(Tx tx, Channel channel, Instant until, String reason) {
        pauses.put(tx, channel, new Pause(channel, until, reason));
    }

    @Override
    public Optional<Pause> paused(Channel channel, Instant now) {
        return Optional.ofNullable(pauses.get(channel))
                .filter(pause -> pause.until().isAfter(now));
    }

    @Override
    public void pauseDomain(Tx tx, DomainPause pause) {
        domainPauses.put(tx, new PausedDomain(pause.channel(), pause.domain()), pause);
    }

    @Override
    public void resumeDomains(Tx tx, Channel channel, Collection<String> domains) {
        unitOfWork.own(tx);
        domains.forEach(domain -> domainPauses.remove(tx, new PausedDomain(channel, domain)));
    }

    @Override
    public List<DomainPause> pausedDomains(Channel channel) {
        return domainPauses.all().stream()
                .filter(pause -> pause.channel().equals(channel))
                .toList();
    }

    @Override
    public Optional<Notice.Entry> find(NoticeId id) {
        return Optional.ofNullable(notices.get(id)).map(InMemoryNotice::entry);
    }

    @Override
    public List<Notice> inMessage(NoticeId message) {
        return notices.all().stream()
                .filter(row ->
                        message.equals(row.message() == null ? row.notice().id() : row.message()))
                .map(InMemoryNotice::notice)
                .toList();
    }

    @Override
    public Stream<Notice.Entry> history(NoticeFilter filter) {
        return notices.backwards().map(InMemoryNotice::entry).filter(filter::matches);
    }

    @Override
    public Map<NoticeState, Long> counts() {
        Map<NoticeState, Long> counts = new EnumMap<>(NoticeState.class);
        notices.all().forEach(row -> counts.merge(row.state(), 1L, Long::sum));
        return counts;
    }

    @Override
    public Map<NoticeState, Long> unfinished() {
        Map<NoticeState, Long> counts = counts();
        counts.keySet().removeIf(NoticeState::isFinal);
        return counts;
    }

    @Override
    public List<NoticeStatistics.Count> counts(Instant from, Instant to) {
        return notices.all().stream()
                .filter(row -> !row.notice().queuedAt().isBefore(from)
                        && row.notice().queuedAt().isBefore(to))
                .collect(Collectors.groupingBy(
                        row -> new NoticeStatistics.Count(
                                row.notice().channel(), row.notice().kind(), row.state(), 0),
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(count -> new NoticeStatistics.Count(
                        count.getKey().channel(),
                        count.getKey().kind(),
                        count.getKey().state(),
                        count.getValue()))
                .sorted(Comparator.comparing(NoticeStatistics.Count::channel)
                        .thenComparing(count -> count.kind().name())
                        .thenComparing(count -> count.state().name()))
                .toList();
    }

    @Override
    public Optional<Instant> oldestWaiting() {
        return notices.all().stream()
                .filter(row -> row.state() == NoticeState.QUEUED || row.state() == NoticeState.SENDING)
                .map(row -> row.notice().queuedAt())
                .min(Comparator.naturalOrder());
    }

    /** Empties some final notices that were queued before an instant; counts them only, without a transaction. */
    int forgetDetails(@Nullable Tx tx, Instant before, int max) {
        List<InMemoryNotice> old = notices.all().stream()
                .filter(row -> row.state().isFinal() && row.notice().queuedAt().isBefore(before) && !row.isForgotten())
                .limit(max)
                .toList();
        if (tx != null) {
            old.forEach(row -> put(tx, row.forgotten(null)));
        }
        return old.size();
    }

    /** Empties some notices, and suppresses those that wait. */
    void forget(Tx tx, Predicate<Notice> which, String reason, Instant now) {
        unitOfWork.own(tx);
        for (InMemoryNotice row : notices.all()) {
            if (which.test(row.notice())) {
                InMemoryNotice settled =
                        row.state().isFinal() ? row : row.finished(NoticeState.SUPPRESSED, reason, now);
                put(tx, settled.forgotten(reason));
            }
        }
    }

    /** Puts another subject in the place of that of some notices, and takes away their revision and slot. */
    void rename(Tx tx, Set<NoticeId> some, Subject subject) {
        notices.among(some).values().forEach(row -> put(tx, row.about(subject)));
    }

    /** Removes the keys of notices to these people, or about them, and of others. Returns the notices. */
    Set<NoticeId> forgetKeys(Tx tx, Set<Recipient> people, Set<NoticeId> others) {
        Set<NoticeId> ids = new LinkedHashSet<>();
        for (InMemoryNotice row : notices.all()) {
            Notice notice = row.notice();
            Recipient about =
                    new Recipient(notice.subject().type(), notice.subject().id());
            boolean theirs =
                    people.contains(notice.recipient()) || people.contains(about) || others.contains(notice.id());
            if (theirs && keys.remove(tx, notice.key())) {
                ids.add(notice.id());
            }
        }
        return ids;
    }

    /** Changes the texts of all notices and pauses. */
    void redact(Tx tx, UnaryOperator<String> change) {
        for (InMemoryNotice row : notices.all()) {
            InMemoryNotice changed = row.redacted(change);
            if (!changed.equals(row)) {
                put(tx, changed);
            }
        }
        pauses.all()
                .forEach(pause -> pauses.put(
                        tx, pause.channel(), new Pause(pause.channel(), pause.until(), change.apply(pause.reason()))));
        domainPauses
                .all()
                .forEach(pause -> pauseDomain(
                        tx,
                        new DomainPause(pause.channel(), pause.domain(), pause.until(), change.apply(pause.reason()))));
    }

    private void put(Tx tx, InMemoryNotice row) {
        notices.put(tx, row.notice().id(), row);
    }

    /** The row if the claim still stands. */
    private @Nullable InMemoryNotice claimedRow(Tx tx, Claimed claimed) {
        unitOfWork.own(tx);
        InMemoryNotice row = notices.get(claimed.notice().id());
        return row != null && row.holder() != null && row.fence() == claimed.fence() ? row : null;
    }
}
