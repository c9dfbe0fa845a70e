package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.school.model.Address;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The notices that wait, and the history of all. A notice is written when it is queued and when it is final; what
 * happens in between is in a small table that only holds what waits. Safe for use by several threads and nodes.
 *
 * <p>{@code now} is the caller's time; claims are leased by the store's clock.
 */
public interface Outbox extends OutboxReader {
    /**
     * Queues the notices, save those whose {@linkplain Notice#key() key} has been queued before, by any transaction.
     * Never fails on a known key.
     *
     * @return the ids of those that are new
     */
    Set<NoticeId> add(Tx tx, Collection<Notice> notices);

    /**
     * Takes up to {@code max} notices that are due at {@code now} and that are not claimed, longest due first, for
     * {@code lease}. A row that another node is claiming at the same moment is skipped, not waited for. A claim whose holder
     * {@linkplain Leases.Holder#isGone() is gone} counts as none.
     *
     * <p>Notices with one {@linkplain Notice#digestKey() digest key} that are due and were never handed over are claimed together, those
     * beyond {@code max} too: the one with the smallest id has the others. As long as it waits, is due and is not {@link #sending}, no other
     * call claims the others. Those that were {@linkplain #bind bound} to one message are claimed together as well, and with no others. Any other
     * notice is claimed alone.
     */
    List<Claimed> claim(Tx tx, Channel channel, int max, Leases.Holder holder, Duration lease, Instant now);

    /**
     * Binds a claimed notice to a message, before {@link #sending}: from then on it goes with the others of this message alone. Does nothing
     * if the claim was lost.
     *
     * @param message the notice whose id the message has; null for a message of its own
     */
    void bind(Tx tx, Claimed claimed, @Nullable NoticeId message);

    /** Writes the present address of a claimed notice into the history. Does nothing if the claim was lost. */
    void readdress(Tx tx, Claimed claimed, Address address);

    /**
     * Notes that claimed notices are about to be handed over: from this commit until its outcome is written, a crash leaves
     * such a notice {@link NoticeState#SENDING}. Counts as an attempt and renews the claim.
     *
     * @return those that are still this process's; if a claim has run out and another has taken the notice, it must not be sent
     */
    Set<NoticeId> sending(Tx tx, Collection<Claimed> claimed, Duration lease);

    /**
     * Writes the outcomes of claimed notices to the history and takes them from the waiting ones. An outcome whose claim was
     * lost is ignored.
     *
     * @return the notices whose outcome was written
     */
    Set<NoticeId> finish(Tx tx, Collection<Outcome> outcomes);

    /**
     * Puts a claimed notice back until {@code dueAt}. One that {@linkplain Claimed#maybeSent may have been sent} stays
     * {@link NoticeState#SENDING} if the attempt is not counted, so that the next claim says so too. Does nothing if the claim was lost.
     *
     * @param countsAttempt whether the attempt that {@link #sending} counted stays counted; if not, the count is what
     *     {@code claimed} says, also where {@link #sending} was not called
     */
    void putBack(Tx tx, Claimed claimed, Instant dueAt, @Nullable String reason, boolean countsAttempt);

    /**
     * Lets final notices wait again, with all their attempts, due at {@code now}: those that are {@link NoticeState#FAILED},
     * {@link NoticeState#UNCERTAIN} or {@link NoticeState#UNCONFIRMED}, and printed letters, as long as they have an address. Others are left
     * as they are. A claim from before is lost. Each goes in a message of its own; one whose id was that of a message with others goes in
     * {@linkplain NoticeId#ofAnotherMessage() another one}.
     *
     * @return the notices that were changed
     */
    Set<NoticeId> retry(Tx tx, Collection<NoticeId> notices, Instant now);

    /**
     * Ends notices as {@link NoticeState#CANCELLED}: those that are {@link NoticeState#QUEUED} or {@link NoticeState#HELD}.
     * Others are left as they are. A claim from before is lost.
     *
     * @return the notices that were changed
     */
    Set<NoticeId> cancel(Tx tx, Collection<NoticeId> notices, String reason, Instant now);

    /**
     * Ends notices that are {@link NoticeState#QUEUED}, where no courier sends them. Others are left as they are. A claim from before is
     * lost.
     *
     * @param state a final one
     * @return the notices that were changed
     */
    Set<NoticeId> end(Tx tx, Collection<NoticeId> notices, NoticeState state, String reason, Instant now);

    /**
     * Holds up to {@code max} notices back, until a person releases them: those that wait, claimed or not, and those that are
     * {@link NoticeState#SENDING} by a claim that has run out. A claim from before is lost. A held notice is never claimed.
     *
     * @return how many were changed; fewer than {@code max} if no more are left, save those that another transaction is changing
     */
    int hold(Tx tx, int max, String reason, Instant now);

    /**
     * Lets {@link NoticeState#HELD} notices wait again, due when they were at first. Others are left as they are.
     *
     * @return the notices that were changed
     */
    Set<NoticeId> release(Tx tx, Collection<NoticeId> notices, Instant now);

    /**
     * Writes what was learned later about notices that are {@link NoticeState#SENT}, or until now {@link NoticeState#UNCONFIRMED} or {@link
     * NoticeState#UNCERTAIN}. Others are left as they are, as are those that stay or become unconfirmed.
     *
     * @param state a final one
     * @return the notices that were changed
     */
    Set<NoticeId> amend(Tx tx, Collection<NoticeId> notices, NoticeState state, String reason, Instant now);

    /** The states of the notices with these keys, which nobody else can change until this transaction ends. Unknown keys are left out. */
    Map<Notice.Key, NoticeState> lock(Tx tx, Collection<Notice.Key> keys);

    /** Leaves a channel alone until {@code until}. */
    void pause(Tx tx, Channel channel, Instant until, String reason);

    /** Leaves a domain alone, by one channel. A pause from before is replaced. */
    void pauseDomain(Tx tx, DomainPause pause);

    /** Ends the pauses of domains; those that are not paused are left as they are. */
    void resumeDomains(Tx tx, Channel channel, Collection<String> domains);

    /**
     * A notice that this process may send. The calls that take one concern it alone, without the {@code others}.
     *
     * @param attempts how often it was tried before
     * @param maybeSent whether it may have been sent before: a process died while it was sending it, or had no answer. Later claims say so
     *     too, until it is put back after an attempt that counts, or finished
     * @param fence distinguishes this claim from later ones of the same notice
     * @param message the message that it is {@linkplain #bind bound} to; null if to none
     * @param others what was claimed with it, in the order of their ids, each without others
     */
    record Claimed(
            Notice notice,
            int attempts,
            boolean maybeSent,
            long fence,
            @Nullable NoticeId message,
            List<Claimed> others) {
        /** A notice that goes alone. */
        public Claimed(Notice notice, int attempts, boolean maybeSent, long fence) {
            this(notice, attempts, maybeSent, fence, null, List.of());
        }

        public Claimed {
            others = List.copyOf(others);
        }

        /** It and the others, each alone. */
        public List<Claimed> all() {
            return others.isEmpty()
                    ? List.of(this)
                    : Stream.concat(Stream.of(alone()), others.stream()).toList();
        }

        /** It without the others. */
        public Claimed alone() {
            return new Claimed(notice, attempts, maybeSent, fence, message, List.of());
        }

        /** The same, of which it is not known whether they have been sent. */
        public Claimed asMaybeSent() {
            return new Claimed(
                    notice,
                    attempts,
                    true,
                    fence,
                    message,
                    others.stream().map(Claimed::asMaybeSent).toList());
        }

        /** The first of some with the others of them. */
        public static Claimed together(List<Claimed> some) {
            Claimed first = some.get(0);
            return some.size() == 1
                    ? first
                    : new Claimed(
                            first.notice,
                            first.attempts,
                            first.maybeSent,
                            first.fence,
                            first.message,
                            some.subList(1, some.size()));
        }

        /** Whether it was bound to a message. */
        public boolean isBound() {
            return message != null;
        }
    }

    /**
     * What became of a notice.
     *
     * @param state a final one
     * @param reason why, or what the channel answered
     * @param at when that was
     * @param text what was handed over, for the history; null if nothing is to be kept
     */
    record Outcome(
            Claimed claimed, NoticeState state, @Nullable String reason, Instant at, Notice.@Nullable SentText text) {
        /** An outcome without words for the history. */
        public Outcome(Claimed claimed, NoticeState state, @Nullable String reason, Instant at) {
            this(claimed, state, reason, at, null);
        }

        public Outcome {
            requireNonNull(at, "at");
            if (!state.isFinal()) {
                throw new IllegalArgumentException("notice " + claimed.notice().id() + " cannot end as " + state
                        + ", which is not final; put it back instead");
            }
        }
    }

    /** A channel that is left alone. */
    record Pause(Channel channel, Instant until, String reason) {}

    /**
     * A domain of e-mail addresses that is left alone.
     *
     * @param domain such as {@code gmail.com}
     */
    record DomainPause(Channel channel, String domain, Instant until, String reason) {
        public DomainPause {
            requireNonNull(channel, "channel");
            requireNonNull(domain, "domain");
            requireNonNull(until, "until");
            requireNonNull(reason, "reason");
        }
    }
}
