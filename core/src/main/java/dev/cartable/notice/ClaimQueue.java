package dev.cartable.notice;

import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.WhenUncertain;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.Address;
import dev.cartable.work.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is due by one channel, claimed some at a time and given to the lines one by one.
 * Safe for use by several threads.
 */
final class ClaimQueue implements AutoCloseable {
    /** How long a line sleeps before it looks again whether it is to end. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    /** How many claims are kept at hand, all domains together, while some of them wait. */
    private static final int MOST_CLAIMS = 10;

    /** A message with more is split: so many lines are read in one short message, and in one mail. */
    private static final Map<Channel, Integer> MOST_JOINED = Map.of(Channel.SMS, 5, Channel.EMAIL, 50);

    private final DispatchParts parts;
    private final Channel channel;
    private final boolean recognisesRepeats;
    private final boolean carriesDigests;
    private final SendingGate.Pass gate;
    private final StopSignal stop;
    private final Instant start;
    private final OutcomeWriter outcomes;
    private final DomainGate domains;
    private final ChecksAhead ahead;
    private final Deque<Next> left = new ArrayDeque<>();
    private final Map<String, Integer> leftByDomain = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean allClaimed;
    private boolean domainsRead;

    ClaimQueue(
            DispatchParts parts,
            Courier courier,
            SendingGate.Pass gate,
            StopSignal stop,
            Instant start,
            OutcomeWriter outcomes,
            DomainGate domains) {
        this.parts = parts;
        this.channel = courier.channel();
        this.recognisesRepeats = courier.recognisesRepeats();
        this.carriesDigests = courier.carries(DigestNotice.KIND);
        this.gate = gate;
        this.stop = stop;
        this.start = start;
        this.outcomes = outcomes;
        this.domains = domains;
        this.ahead = new ChecksAhead(
                parts.preparer(),
                parts.timer(),
                courier.maxConnections() * courier.maxBatch(),
                parts.settings().claimSize());
    }

    private DispatchPreferences wishes() {
        return parts.preparer().preferences();
    }

    /**
     * A message of this process: one notice, or several.
     *
     * @param words puts it into words
     * @param preferences what the recipients of its claim want, read together
     * @param checks whether it is still true
     */
    record Next(Claimed claimed, Renderer words, Preferences preferences, ChecksAhead.Checks checks) {
        Next with(ChecksAhead.Checks read) {
            return new Next(claimed, words, preferences, read);
        }

        String domain() {
            return DomainGate.domain(claimed.notice().address());
        }
    }

    /**
     * The next notice for a line whose domain is free, in the order of the queue; empty if none is due, or if the channel is to be left
     * alone. Waits where all that is left is for domains at their limits. What the line has sent is written before more is claimed, or it
     * could be claimed again where it took longer than its lease. {@link #done} follows.
     *
     * @param mayWait whether to wait until a domain is free; if not, the answer is empty then
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Optional<Next> next(OutcomeWriter line, boolean mayWait) throws InterruptedException {
        while (true) {
            Duration wait;
            lock.lock();
            try {
                Optional<Next> next = free();
                boolean more = left.isEmpty() || !allClaimed;
                while (next.isEmpty() && more) {
                    line.write();
                    more = claim();
                    allClaimed = !more;
                    next = free();
                }
                if (next.isPresent()
                        || left.isEmpty()
                        || !mayWait
                        || stop.reason().isPresent()) {
                    return next.map(this::withChecks);
                }
                line.write();
                wait = untilFree();
            } finally {
                lock.unlock();
            }
            parts.timer().sleep(wait);
        }
    }

    private Next withChecks(Next next) {
        return next.with(ahead.next(next.claimed(), left.stream().map(Next::claimed)));
    }

    /** What {@link #next} gave is no longer under way. */
    void done(Next next) {
        domains.end(next.domain());
    }

    /** Takes the first notice whose domain is free, and puts back those whose domain is left alone meanwhile. */
    private Optional<Next> free() {
        Map<String, DomainGate.Turn> turns = new HashMap<>();
        for (Iterator<Next> all = left.iterator(); all.hasNext(); ) {
            Next next = all.next();
            String domain = next.domain();
            if (domain.isEmpty()) {
                all.remove();
                return Optional.of(next);
            }
            DomainGate.Turn turn = turns.computeIfAbsent(domain, any -> domains.ask(any, parts.now()));
            if (turn instanceof DomainGate.Turn.Now) {
                taken(all, domain);
                domains.begin(domain);
                return Optional.of(next);
            }
            if (turn instanceof DomainGate.Turn.Paused paused) {
                taken(all, domain);
                outcomes.holdBack(next.claimed(), paused.until(), NoticeReason.DOMAIN_PAUSED.with(domain));
            }
        }
        return Optional.empty();
    }

    private void taken(Iterator<Next> all, String domain) {
        all.remove();
        leftByDomain.merge(domain, -1, Integer::sum);
    }

    private Duration untilFree() {
        Duration wait = LONGEST_WAIT;
        for (String domain : left.stream().map(Next::domain).collect(Collectors.toSet())) {
            if (domains.ask(domain, parts.now()) instanceof DomainGate.Turn.Later later
                    && later.time().compareTo(wait) < 0) {
                wait = later.time();
            }
        }
        return wait;
    }

    /** Keeps a notice at hand, or puts it back where its domain is left alone, or has enough at hand already. */
    private void keep(Next next) {
        String domain = next.domain();
        if (domain.isEmpty()) {
            left.add(next);
            return;
        }
        if (!domainsRead) {
            domainsRead = true;
            domains.replace(parts.outbox().pausedDomains(channel));
        }
        DomainGate.Turn turn = domains.ask(domain, parts.now());
        int kept = leftByDomain.getOrDefault(domain, 0);
        boolean limited = (domains.isLimited(domain) || !(turn instanceof DomainGate.Turn.Now))
                && (kept >= domains.heldFor(domain)
                        || left.size() >= MOST_CLAIMS * parts.settings().claimSize());
        if (turn instanceof DomainGate.Turn.Paused paused) {
            outcomes.holdBack(next.claimed(), paused.until(), NoticeReason.DOMAIN_PAUSED.with(domain));
        } else if (limited) {
            outcomes.holdBack(
                    next.claimed(), parts.now().plus(domains.queue(domain)), NoticeReason.DOMAIN_LIMIT.with(domain));
        } else {
            left.add(next);
            leftByDomain.merge(domain, 1, Integer::sum);
        }
    }

    /** Puts back what no line has taken, after the last one has ended. An interrupt waits until that is done. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            String reason = stop.reason().orElse(NoticeReason.ENDED_EARLY.name());
            left.forEach(next -> outcomes.putBackUntried(next.claimed(), reason));
            outcomes.write();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether anything was due. */
    private boolean claim() {
        Optional<Silence> silence = gate.silence(parts.now());
        if (silence.isPresent()) {
            stop.because(NoticeReason.ENDED_EARLY.name());
            outcomes.counter().silent(silence.get());
            return false;
        }
        Optional<Outbox.Pause> pause = parts.outbox().paused(channel, parts.now());
        if (pause.isPresent()) {
            if (stop.becauseChannelIsDown(pause.get().reason())) {
                outcomes.counter()
                        .halt(channel, pause.get().reason(), pause.get().until());
            }
            return false;
        }
        List<Claimed> claimed = parts.work()
                .call(tx -> parts.outbox()
                        .claim(
                                tx,
                                channel,
                                parts.settings().claimSize(),
                                Leases.Holder.thisProcess(),
                                parts.settings().lease(),
                                start));
        List<Claimed> open =
                claimed.stream().filter(notice -> !settleUnasked(notice)).toList();
        Renderer words = parts.preparer().rendererForBatch();
        Preferences theirs = preferences(open);
        open.stream()
                .flatMap(notices -> messages(notices, theirs))
                .forEach(message -> keep(new Next(message, words, theirs, ChecksAhead.Checks.SINGLE)));
        outcomes.write();
        return !claimed.isEmpty();
    }

    private Preferences preferences(List<Claimed> claimed) {
        List<Recipient> recipients =
                claimed.stream().map(one -> one.notice().recipient()).toList();
        List<Address> addresses =
                claimed.stream().map(one -> one.notice().address()).toList();
        Preferences all = wishes().preferences();
        return claimed.isEmpty() ? all : all.prefetched(recipients, addresses);
    }

    /** What goes in one message each: what was bound to one, and what the person wants together, as far as it is readable. */
    private Stream<Claimed> messages(Claimed claimed, Preferences theirs) {
        if (claimed.others().isEmpty() || claimed.isBound()) {
            return Stream.of(claimed);
        }
        List<Claimed> all = claimed.all();
        boolean joined =
                carriesDigests && wishes().digests(theirs, claimed.notice().recipient());
        int most = joined ? MOST_JOINED.getOrDefault(channel, 1) : 1;
        return IntStream.iterate(0, from -> from < all.size(), from -> from + most)
                .mapToObj(from -> Claimed.together(all.subList(from, Math.min(all.size(), from + most))));
    }

    /** Settles what needs neither its type nor words. Returns whether it was settled. */
    private boolean settleUnasked(Claimed claimed) {
        Optional<NoticeType> type = parts.preparer().type(claimed.notice().kind());
        if (claimed.maybeSent() && type.isPresent() && !maySendAgain(type.get())) {
            outcomes.finish(claimed, NoticeState.UNCERTAIN, NoticeReason.DIED.name());
        } else if (claimed.attempts() >= parts.settings().attempts()) {
            if (claimed.maybeSent()) {
                outcomes.finish(
                        claimed, NoticeState.UNCERTAIN, NoticeReason.GIVEN_UP_AFTER_DEATH.with(claimed.attempts()));
            } else {
                outcomes.finish(claimed, NoticeState.FAILED, NoticeReason.GIVEN_UP.with(claimed.attempts()));
            }
        } else if (type.isEmpty()) {
            outcomes.holdBack(
                    claimed, NoticeReason.NO_TYPE.with(claimed.notice().kind()));
        } else {
            return false;
        }
        return true;
    }

    /** Whether a notice may still go in a message of its own: it waits, or a person can let it go again. */
    boolean mayGoAlone(NoticeId notice) {
        return parts.outbox()
                .find(notice)
                .filter(entry -> entry.state() != NoticeState.SUPPRESSED && entry.state() != NoticeState.CANCELLED)
                .isPresent();
    }

    /** Whether a notice that may have gone out already is sent again. */
    boolean maySendAgain(NoticeType type) {
        return recognisesRepeats && type.whenUncertain() == WhenUncertain.SEND_AGAIN;
    }

    /** Until when a notice waits: the end of the school's and the person's quiet hours, if it can wait. */
    Optional<Instant> quietUntil(Next next) {
        Notice notice = next.claimed().notice();
        boolean patient =
                parts.preparer().type(notice.kind()).filter(NoticeType::canWait).isPresent();
        return channel.equals(Channel.IN_APP) || !patient
                ? Optional.empty()
                : DispatchPreferences.quietUntil(
                        parts.settings().quietHours(),
                        next.preferences().quietHours(notice.recipient()).orElse(null),
                        parts.now());
    }
}
