package dev.cartable.quota.port;

import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What access servers report of sessions, and what follows from it. Whoever writes locks first, with {@link #lock} or
 * {@link #lockServer}, so that what follows from readings is worked out by one at a time. Safe for use by several threads and
 * nodes.
 */
public interface SessionStore extends SessionStoreReader {
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

    /** Keeps checkpoints; one of the same key and instant is overwritten. */
    void keep(Tx tx, Collection<Session.Checkpoint> checkpoints);

    /** Removes checkpoints, by key and instant. */
    void drop(Tx tx, Collection<Session.Checkpoint> checkpoints);

    /**
     * Removes all readings and checkpoints of these keys that are before the latest checkpoint which is not later than the instant,
     * and notes that this one is the first. Does nothing where there is no such checkpoint.
     */
    void fold(Tx tx, Map<Session.Key, Instant> before);

    /** Remembers what happened to an access server. Returns whether it was not known yet. */
    boolean add(Tx tx, NasEvent event);

    /** Removes what happened to access servers before {@code before}. Returns how many events that were. */
    int forgetEvents(Tx tx, Instant before);

    /** Removes sessions, by key and start. */
    void remove(Tx tx, Collection<Session> sessions);

    /** Inserts sessions, and overwrites those whose key and start are there. */
    void put(Tx tx, Collection<Session> sessions);

    /** Adds to what sessions have contributed to days, or takes from it. What has become nothing is removed. */
    void contribute(Tx tx, Collection<Session.DayUsage> changes);

    /**
     * Forgets readings and checkpoints from before {@code before}, of keys that have no open session and no later reading: at most
     * {@code max} readings. Sessions and their contributions stay.
     *
     * @return how many readings
     */
    int forget(Tx tx, Instant before, int max);
}
