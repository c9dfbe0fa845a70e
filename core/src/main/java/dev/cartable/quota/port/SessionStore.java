package dev.cartable.quota.port;

import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionKey;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionUse;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What access servers tell of sessions, and what follows from it. Whoever writes locks first, with {@link #lock} or
 * {@link #lockServer}, so that what follows from readings is worked out by one at a time. Safe for use by several threads and
 * nodes.
 */
public interface SessionStore {
    /**
     * Locks the sessions of these users until the transaction ends: whoever locks one of them meanwhile waits, and then sees
     * what came of it. Many may do so for different users of one access server, but not while somebody has
     * {@linkplain #lockServer locked the server}. Locks are taken in the order of servers, then of users.
     */
    void lock(Tx tx, Collection<NasId> servers, Collection<UserId> users);

    /** Locks an access server alone, until the transaction ends: nobody locks sessions of it meanwhile. */
    void lockServer(Tx tx, NasId server);

    /** Remembers the readings that are not known yet. Returns those; all others were known. */
    Set<SessionReading> add(Tx tx, Collection<SessionReading> readings);

    /** The readings of these keys, in no certain order; a key without any is left out. */
    Map<SessionKey, List<SessionReading>> readings(Collection<SessionKey> keys);

    /** Remembers what happened to an access server. Returns whether it was not known yet. */
    boolean add(Tx tx, NasEvent event);

    /** What happened to these access servers. */
    List<NasEvent> events(Collection<NasId> servers);

    /**
     * The keys that have a session on an access server which began by an instant, and had not ended before it or was told of
     * since.
     */
    Set<SessionKey> around(NasId server, Instant at);

    /** Removes sessions, by key and start. */
    void remove(Tx tx, Collection<Session> sessions);

    /** Inserts sessions, and overwrites those whose key and start are there. */
    void put(Tx tx, Collection<Session> sessions);

    /** Adds to what sessions have contributed to days, or takes from it. What has become nothing is removed. */
    void contribute(Tx tx, Collection<SessionUse> changes);

    /** What the sessions of a user have contributed to days, by key, start and day. */
    List<SessionUse> uses(UserId user);

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

    /**
     * Forgets readings that were taken before {@code before}, of keys that have no open session and no later reading: at most
     * {@code max} of them. Sessions and their contributions stay.
     *
     * @return how many
     */
    int forget(Tx tx, Instant before, int max);
}
