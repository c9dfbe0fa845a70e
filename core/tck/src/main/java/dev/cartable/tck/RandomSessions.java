package dev.cartable.tck;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.school.model.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sessions of the network that happen by chance, most of them across a midnight, and what access servers report about them: late, in
 * any order, twice, or never; with and without gigawords and session times; and restarts of the servers.
 */
final class RandomSessions {
    static final List<NasId> SERVERS = List.of(new NasId("ap-1"), new NasId("ap-2"));

    private static final int LONGEST_MINUTES = 60 * 24 * 3;

    private final Stores stores;
    private final Cartable cartable;
    private final Random random;
    private final Set<SessionReading> stored = new HashSet<>();
    private final Set<NasEvent> happened = new HashSet<>();
    private final List<SessionReading> untold = new ArrayList<>();
    private final List<SessionReading> reported = new ArrayList<>();
    private final Set<Session.Key> keys = new TreeSet<>();
    private int number;

    RandomSessions(Stores stores, Cartable cartable, Random random) {
        this.stores = stores;
        this.cartable = cartable;
        this.random = random;
    }

    /** All readings that were ever stored, those of Cartable too. */
    Set<SessionReading> readings() {
        return stored;
    }

    /** All events that were ever stored. */
    Set<NasEvent> events() {
        return happened;
    }

    /** Lets one thing happen. */
    void something(List<User> users, Instant now) {
        happen(users, now);
        Map<Session.Key, Instant> ofKeys = new HashMap<>();
        keys.forEach(key -> ofKeys.put(key, Instant.EPOCH));
        stores.sessions().readings(ofKeys).values().forEach(stored::addAll);
        Map<NasId, Instant> ofServers = new HashMap<>();
        SERVERS.forEach(server -> ofServers.put(server, Instant.EPOCH));
        happened.addAll(stores.sessions().events(ofServers));
    }

    private void happen(List<User> users, Instant now) {
        switch (random.nextInt(12)) {
            case 0, 1 -> happen(any(users), now);
            case 2 ->
                cartable.quotas()
                        .recordNas(
                                new NasEvent(any(SERVERS), any(List.of(NasEvent.Status.values())), past(now, 60 * 24)));
            case 3 -> cartable.quotas().closeStaleSessions().run(closing -> {});
            case 4 -> cartable.quotas().admit(key(any(users)));
            case 5 -> {
                if (!reported.isEmpty()) {
                    cartable.quotas().recordSession(any(reported));
                }
            }
            default -> tell(users, now);
        }
    }

    /** A session that began some time ago, and goes on until now, or ended meanwhile. */
    private void happen(User user, Instant now) {
        Session.Key key = key(user);
        boolean gigawords = random.nextBoolean();
        boolean times = random.nextBoolean();
        Instant begun = past(now, LONGEST_MINUTES);
        untold.add(SessionReading.of(key, Status.START, begun));
        long up = 0;
        long down = 0;
        Instant at = begun;
        boolean goesOn = true;
        while (goesOn) {
            at = at.plus(Duration.ofMinutes(1 + random.nextInt(60 * 9)));
            if (at.isAfter(now.plus(Duration.ofMinutes(random.nextInt(5))))) {
                return;
            }
            up += random.nextInt(400);
            down += random.nextInt(8) == 0 ? 3_000_000_000L : random.nextInt(900);
            goesOn = random.nextInt(6) > 0;
            untold.add(new SessionReading(
                    key,
                    goesOn ? Status.INTERIM_UPDATE : Status.STOP,
                    at,
                    octets(up, gigawords),
                    octets(down, gigawords),
                    times ? Duration.between(begun, at) : null));
        }
    }

    private static Octets octets(long bytes, boolean gigawords) {
        return gigawords ? Octets.full(bytes) : Octets.of(bytes & 0xFFFF_FFFFL);
    }

    /** Tells some of what has happened, the latest first as often as not. */
    private void tell(List<User> users, Instant now) {
        if (untold.isEmpty()) {
            happen(any(users), now);
        }
        Collections.shuffle(untold, random);
        List<SessionReading> batch = new ArrayList<>(untold.subList(0, Math.min(untold.size(), 1 + random.nextInt(3))));
        untold.removeAll(batch);
        if (random.nextInt(4) == 0) {
            batch.add(batch.get(0));
        }
        reported.addAll(cartable.quotas().recordSessions(batch).counted());
    }

    /** A new one, or one that an access server uses again. */
    private Session.Key key(User user) {
        int id = random.nextInt(5) == 0 && number > 0 ? random.nextInt(number) : number++;
        Session.Key key = new Session.Key(any(SERVERS), "session-" + id, user.id());
        keys.add(key);
        return key;
    }

    private Instant past(Instant now, int minutes) {
        return now.minus(Duration.ofMinutes(random.nextInt(minutes)));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
