package dev.cartable.quota.port;

import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads sessions of the network and what access servers reported of them. Safe for use by several threads. */
interface SessionStoreReader {
    /** The readings of these keys since an instant, in no certain order; a key without any is left out. */
    Map<Session.Key, List<SessionReading>> readings(Map<Session.Key, Instant> since);

    /**
     * Of each of these keys the latest checkpoint that is not later than the instant, and all that are later, in their order. A key
     * without any is left out.
     */
    Map<Session.Key, List<Session.Checkpoint>> checkpoints(Map<Session.Key, Instant> at);

    /** What happened to these access servers since an instant. */
    List<NasEvent> events(Map<NasId, Instant> since);

    /** The access servers whose stored readings have octets and none of them gigawords, in their order. */
    List<NasId> withoutGigawords();

    /**
     * The keys that have a session on an access server which began by an instant, and had not ended before it or was reported
     * since.
     */
    Set<Session.Key> around(NasId server, Instant at);

    /** What the sessions of a user have contributed to days, by key, start and day. */
    List<Session.DayUsage> uses(UserId user);

    /** The open sessions of these users, each one's oldest first. Users without any are left out. */
    Map<UserId, List<Session>> open(Collection<UserId> users);

    /** All open sessions, by user, server, id and start, read on demand. Close the stream. */
    Stream<Session> open();

    /**
     * Sessions by user, server, id and start, those that have ended too, read on demand. Close the stream.
     *
     * @param user only of this user; null for all
     */
    Stream<Session> all(@Nullable UserId user);
}
