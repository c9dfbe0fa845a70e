package dev.cartable.notice.port;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.NoticeStatistics;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the history of notices and the pauses of channels. Safe for use by several threads. */
interface OutboxReader {
    /** The channels of the notices that wait, due or not. */
    Set<Channel> waitingChannels();

    /** How many notices wait or are being sent, by channel; channels without any are left out. Held ones do not wait. */
    Map<Channel, Long> waiting();

    /** Until when a channel is left alone, if that is after {@code now}. */
    Optional<Outbox.Pause> paused(Channel channel, Instant now);

    /** The domains that are left alone by a channel, those too whose time is over and that have not taken a message since. */
    List<Outbox.DomainPause> pausedDomains(Channel channel);

    /** The notice as the history has it. */
    Optional<Notice.Entry> find(NoticeId id);

    /** What went in the message with the id of a notice: this notice, and those that were {@linkplain Outbox#bind bound} to it; empty if it is unknown. */
    List<Notice> inMessage(NoticeId message);

    /** The states of the notices with these keys. Unknown keys are left out. */
    Map<Notice.Key, NoticeState> states(Collection<Notice.Key> keys);

    /** The history, newest first, read on demand. Close the stream. */
    Stream<Notice.Entry> history(NoticeFilter filter);

    /** How many notices there are in each state, those without any left out. */
    Map<NoticeState, Long> counts();

    /** The part of {@link #counts()} that is not {@linkplain NoticeState#isFinal() final}. Takes no longer where the history is long. */
    Map<NoticeState, Long> unfinished();

    /** How many of the notices that were queued from {@code from} on and before {@code to} there are by channel, kind and state, in this order. */
    List<NoticeStatistics.Count> counts(Instant from, Instant to);

    /** Since when the oldest notice waits or is being sent; one that is held does not wait. */
    Optional<Instant> oldestWaiting();
}
