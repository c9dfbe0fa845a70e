package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.SampleSessions.NAS;
import static dev.cartable.tck.SampleSessions.OTHER;
import static dev.cartable.tck.SampleSessions.ended;
import static dev.cartable.tck.SampleSessions.full;
import static dev.cartable.tck.SampleSessions.interim;
import static dev.cartable.tck.SampleSessions.key;
import static dev.cartable.tck.SampleSessions.open;
import static dev.cartable.tck.SampleSessions.restart;
import static dev.cartable.tck.SampleSessions.start;
import static dev.cartable.tck.SampleSessions.use;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a {@link SessionStore} promises. */
public abstract class SessionStoreContract extends StoresContract<QuotaStores> {
    private static final Instant LATER = NOW.plusSeconds(60);

    @Test
    void nothingIsThereAtFirst() {
        assertThat(readings(key(1, 1))).isEmpty();
        assertThat(store().readings(Map.of())).isEmpty();
        assertThat(events(NAS)).isEmpty();
        assertThat(store().events(Map.of())).isEmpty();
        assertThat(store().around(NAS, NOW)).isEmpty();
        assertThat(store().open(List.of(userId(1)))).isEmpty();
        assertThat(store().open(List.of())).isEmpty();
        assertThat(read(store().open())).isEmpty();
        assertThat(read(store().all(null))).isEmpty();
        assertThat(store().uses(userId(1))).isEmpty();
    }

    // Readings

    @Test
    void manyWhoLockNewUsersInOppositeOrdersAllGetThrough() {
        int rounds = 20;
        assertThat(Together.run(8, thread -> {
                    for (int round = 0; round < rounds; round++) {
                        int first = 50 * round;
                        List<UserId> users = many(50, i -> userId(thread % 2 == 0 ? first + i : first + 49 - i));
                        write(tx -> store().lock(tx, List.of(), users));
                    }
                    return rounds;
                }))
                .hasSize(8);
    }

    @Test
    void readingsComeBackAsTheyWereTold() {
        List<SessionReading> reported =
                List.of(full(1, 1, NOW), start(1, 1, NOW.plusNanos(1_000)), start(2, 1, NOW), start(1, 2, NOW));

        assertThat(add(reported)).containsExactlyInAnyOrderElementsOf(reported);

        assertThat(readings(key(1, 1), key(2, 1), key(9, 9)))
                .hasSize(2)
                .hasEntrySatisfying(
                        key(1, 1),
                        found -> assertThat(found).containsExactlyInAnyOrder(reported.get(0), reported.get(1)))
                .containsEntry(key(2, 1), List.of(reported.get(2)));
    }

    @Test
    void aReadingIsNewOnceAlsoInOneCall() {
        assertThat(add(List.of(full(1, 1, NOW), full(1, 1, NOW)))).containsExactly(full(1, 1, NOW));
        assertThat(add(List.of(full(1, 1, NOW), full(2, 1, NOW)))).containsExactly(full(2, 1, NOW));
        assertThat(add(List.of(interim(1, 1, NOW, 5), interim(1, 1, NOW, 6)))).hasSize(2);
        assertThat(add(List.of())).isEmpty();
        assertThat(readings(key(1, 1)).get(key(1, 1))).hasSize(3);
    }

    @Test
    void readingsThatSeveralTellAtOnceAreNewForOneOfThem() {
        List<SessionReading> reported = many(100, i -> interim(i, 1, NOW, i));
        List<Set<SessionReading>> fresh = Together.run(4, thread -> {
            List<SessionReading> mine = new ArrayList<>(reported);
            if (thread % 2 == 0) {
                Collections.reverse(mine);
            }
            return this.<Set<SessionReading>>call(tx -> store().add(tx, mine));
        });
        assertThat(fresh.stream().flatMap(Set::stream)).containsExactlyInAnyOrderElementsOf(reported);
    }

    @Test
    void readingsAreForgottenWhenTheyAreOldAndNothingCanFollowThem() {
        add(List.of(start(1, 1, NOW), full(1, 1, NOW.plusSeconds(1))));
        add(List.of(start(2, 1, NOW), full(2, 1, LATER)));
        add(List.of(start(3, 1, NOW)));
        write(tx -> store().put(tx, List.of(ended(1, 1, NOW, NOW.plusSeconds(1)), open(3, 1, NOW))));

        assertThat(forget(NOW, 10)).isZero();
        assertThat(forget(LATER, 1)).isOne();
        assertThat(forget(LATER, 10)).isOne();
        assertThat(forget(LATER, 10)).isZero();

        assertThat(readings(key(1, 1), key(2, 1), key(3, 1)).keySet()).containsExactlyInAnyOrder(key(2, 1), key(3, 1));
    }

    private int forget(Instant before, int max) {
        return call(tx -> store().forget(tx, before, max));
    }

    // Access servers

    @Test
    void whatHappenedToAServerIsRememberedOnce() {
        NasEvent off = new NasEvent(NAS, NasEvent.Status.ACCOUNTING_OFF, NOW);
        assertThat(add(restart(NAS, NOW))).isTrue();
        assertThat(add(restart(NAS, NOW))).isFalse();
        assertThat(add(off)).isTrue();
        assertThat(add(restart(NAS, LATER))).isTrue();
        assertThat(add(restart(OTHER, NOW))).isTrue();

        assertThat(events(NAS)).containsExactlyInAnyOrder(restart(NAS, NOW), off, restart(NAS, LATER));
        assertThat(events(NAS, OTHER)).hasSize(4);
        assertThat(store().events(Map.of(NAS, LATER, OTHER, LATER))).containsExactly(restart(NAS, LATER));
    }

    @Test
    void oldEventsAreForgotten() {
        add(restart(NAS, NOW));
        add(restart(OTHER, NOW));
        add(restart(NAS, LATER));
        undone(tx -> store().forgetEvents(tx, LATER));

        assertThat(this.<Integer>call(tx -> store().forgetEvents(tx, LATER))).isEqualTo(2);
        assertThat(events(NAS, OTHER)).containsExactly(restart(NAS, LATER));
    }

    @Test
    void serversThatReportNoGigawordsAreKnown() {
        Session.Key without = new Session.Key(OTHER, "1", userId(1));
        assertThat(store().withoutGigawords()).isEmpty();
        add(List.of(start(1, 1, NOW), SessionReading.of(without, SessionReading.Status.START, NOW)));
        assertThat(store().withoutGigawords()).isEmpty();

        add(List.of(
                new SessionReading(key(1, 1), SessionReading.Status.STOP, LATER, Octets.of(1), Octets.full(2), null),
                new SessionReading(without, SessionReading.Status.STOP, LATER, Octets.of(1), Octets.of(2), null)));
        assertThat(store().withoutGigawords()).containsExactly(OTHER);
    }

    private List<NasEvent> events(NasId... servers) {
        Map<NasId, Instant> since = new HashMap<>();
        List.of(servers).forEach(server -> since.put(server, Instant.EPOCH));
        return store().events(since);
    }

    // Checkpoints

    @Test
    void aCheckpointComesBackAsItWasKeptAndTheOnesAfterItToo() {
        Session.Checkpoint bare = bare(NOW);
        Session.Checkpoint full = new Session.Checkpoint(
                LATER,
                NOW,
                SessionReading.of(key(1, 1), SessionReading.Status.INTERIM_UPDATE, NOW),
                NOW.plusSeconds(1),
                NOW.plusSeconds(2),
                new Traffic(3, 4),
                new Traffic(5, 6),
                true,
                Duration.ofSeconds(7),
                NOW.plusSeconds(8),
                SessionReading.of(key(1, 1), SessionReading.Status.FREED_IDLE, NOW.plusSeconds(9)),
                NOW.plusSeconds(10),
                NOW.plusSeconds(11),
                false);
        Session.Checkpoint last = bare(LATER.plusSeconds(1));
        write(tx -> store().keep(tx, List.of(last, full, bare)));
        write(tx -> store().keep(tx, List.of(full)));

        assertThat(store().checkpoints(Map.of())).isEmpty();
        assertThat(store().checkpoints(Map.of(key(1, 1), LATER, key(2, 1), LATER)))
                .isEqualTo(Map.of(key(1, 1), List.of(full, last)));
        assertThat(store().checkpoints(Map.of(key(1, 1), NOW.minusSeconds(1))))
                .isEqualTo(Map.of(key(1, 1), List.of(bare, full, last)));
        undone(tx -> store().drop(tx, List.of(full)));
        write(tx -> store().drop(tx, List.of(full)));
        assertThat(store().checkpoints(Map.of(key(1, 1), LATER))).isEqualTo(Map.of(key(1, 1), List.of(bare, last)));
    }

    @Test
    void whatIsBeforeACheckpointIsRemovedWhenItIsFolded() {
        add(List.of(start(1, 1, NOW), start(1, 1, LATER), start(2, 1, NOW)));
        Session.Checkpoint early = bare(NOW.plusSeconds(1));
        Session.Checkpoint late = bare(LATER);
        write(tx -> store().keep(tx, List.of(early, late)));
        write(tx -> store().fold(tx, Map.of(key(1, 1), NOW, key(2, 1), LATER)));
        assertThat(readings(key(1, 1)).get(key(1, 1))).hasSize(2);
        undone(tx -> store().fold(tx, Map.of(key(1, 1), LATER)));
        write(tx -> store().fold(tx, Map.of(key(1, 1), LATER, key(2, 1), LATER)));

        assertThat(readings(key(1, 1), key(2, 1)))
                .isEqualTo(Map.of(key(1, 1), List.of(start(1, 1, LATER)), key(2, 1), List.of(start(2, 1, NOW))));
        assertThat(store().checkpoints(Map.of(key(1, 1), NOW))).isEqualTo(Map.of(key(1, 1), List.of(late.asFirst())));
        assertThat(forget(LATER.plusSeconds(1), 10)).isEqualTo(2);
        assertThat(forget(LATER.plusSeconds(1), 10)).isZero();
        assertThat(store().checkpoints(Map.of(key(1, 1), LATER))).isEmpty();
    }

    private static Session.Checkpoint bare(Instant until) {
        return new Session.Checkpoint(
                until,
                NOW,
                start(1, 1, NOW),
                NOW,
                NOW,
                Traffic.NONE,
                Traffic.NONE,
                false,
                null,
                null,
                null,
                null,
                null,
                false);
    }

    private Map<Session.Key, List<SessionReading>> readings(Session.Key... keys) {
        Map<Session.Key, Instant> since = new HashMap<>();
        List.of(keys).forEach(key -> since.put(key, Instant.EPOCH));
        return store().readings(since);
    }

    @Test
    void readingsBeforeAnInstantAreLeftOut() {
        add(List.of(start(1, 1, NOW), start(1, 1, LATER), start(2, 1, NOW)));

        assertThat(store().readings(Map.of(key(1, 1), LATER, key(2, 1), LATER)))
                .isEqualTo(Map.of(key(1, 1), List.of(start(1, 1, LATER))));
    }

    @Test
    void sessionsAroundAnInstantAreThoseThatARestartThenMayEndOrPart() {
        Session toldAfterItsEnd = new Session(
                key(5, 1), NOW.minusSeconds(60), LATER, NOW, NOW.minusSeconds(1), Session.End.STOPPED, Traffic.NONE);
        write(tx -> store().put(
                        tx,
                        List.of(
                                open(1, 1, NOW.minusSeconds(60)),
                                open(2, 1, NOW.plusSeconds(1)),
                                ended(3, 2, NOW.minusSeconds(60), NOW.minusSeconds(1)),
                                ended(4, 2, NOW.minusSeconds(60), NOW),
                                toldAfterItsEnd)));

        assertThat(store().around(NAS, NOW)).containsExactlyInAnyOrder(key(1, 1), key(4, 2), key(5, 1));
        assertThat(store().around(OTHER, NOW)).isEmpty();
    }

    // Sessions

    @Test
    void sessionsComeBackAsTheyWerePutAndAreOverwrittenByKeyAndStart() {
        write(tx -> store().put(tx, List.of(open(2, 1, NOW), open(1, 1, LATER), open(1, 1, NOW), open(1, 2, NOW))));
        write(tx -> store().put(tx, List.of(ended(1, 1, NOW, LATER))));
        write(tx -> store().put(tx, List.of()));

        assertThat(read(store().all(null)))
                .containsExactly(ended(1, 1, NOW, LATER), open(1, 1, LATER), open(2, 1, NOW), open(1, 2, NOW));
        assertThat(read(store().all(userId(2)))).containsExactly(open(1, 2, NOW));
        assertThat(read(store().open())).containsExactly(open(1, 1, LATER), open(2, 1, NOW), open(1, 2, NOW));
        assertThat(store().open(List.of(userId(1), userId(3))))
                .isEqualTo(Map.of(userId(1), List.of(open(2, 1, NOW), open(1, 1, LATER))));
    }

    @Test
    void removedSessionsAreGone() {
        write(tx -> store().put(tx, List.of(open(1, 1, NOW), open(1, 1, LATER), open(2, 1, NOW))));

        write(tx -> store().remove(tx, List.of(open(1, 1, NOW), open(9, 9, NOW))));
        write(tx -> store().remove(tx, List.of()));

        assertThat(read(store().all(null))).containsExactly(open(1, 1, LATER), open(2, 1, NOW));
    }

    @Test
    void moreSessionsThanAPageAreReadInOrder() {
        List<Session> all = new ArrayList<>(many(2_500, i -> open(1_000 + i, 1, NOW)));
        all.addAll(many(10, i -> open(1_000 + i, 2, NOW)));
        write(tx -> store().put(tx, all));

        assertThat(read(store().all(null))).isEqualTo(all);
        assertThat(read(store().open())).isEqualTo(all);
        assertThat(read(store().all(userId(1)))).isEqualTo(all.subList(0, 2_500));
    }

    @Test
    void contributionsAddUpAndThoseThatBecomeNothingAreGone() {
        contribute(use(1, 1, 0, 5, 50), use(1, 1, 1, 7, 70), use(2, 2, 0, 1, 1));
        contribute(use(1, 1, 0, 1, -10), use(1, 1, 1, -7, -70));
        contribute();

        assertThat(store().uses(userId(1))).containsExactly(use(1, 1, 0, 6, 40));
        assertThat(store().uses(userId(2))).containsExactly(use(2, 2, 0, 1, 1));
    }

    // Locks

    @Test
    void whoLocksTheSameUserWaitsAndSeesWhatCameOfIt() {
        assumeSideBySide();
        write(tx -> store().lock(tx, Set.of(NAS), Set.of(userId(1))));
        List<Together.Running<List<Session>>> second = new ArrayList<>();
        write(tx -> {
            store().lock(tx, Set.of(NAS), Set.of(userId(1), userId(2)));
            second.add(Together.start(() -> this.<List<Session>>call(other -> {
                store().lock(other, Set.of(OTHER), Set.of(userId(1)));
                return store().open(Set.of(userId(1))).getOrDefault(userId(1), List.of());
            })));
            awaitBlockedOrDone(second.get(0));
            assertThat(second.get(0).task().isDone()).isFalse();
            store().put(tx, List.of(open(1, 1, NOW)));
        });
        assertThat(second.get(0).result()).containsExactly(open(1, 1, NOW));
    }

    @Test
    void whoLocksAServerWaitsForThoseWhoWriteItsSessions() {
        assumeSideBySide();
        write(tx -> store().lockServer(tx, NAS));
        List<Together.Running<Set<NasEvent>>> second = new ArrayList<>();
        write(tx -> {
            store().lock(tx, Set.of(NAS), Set.of(userId(1)));
            second.add(Together.start(() -> this.<Set<NasEvent>>call(other -> {
                store().lockServer(other, NAS);
                return Set.copyOf(events(NAS));
            })));
            awaitBlockedOrDone(second.get(0));
            assertThat(second.get(0).task().isDone()).isFalse();
            store().add(tx, restart(NAS, NOW));
        });
        assertThat(second.get(0).result()).containsExactly(restart(NAS, NOW));
    }

    @Test
    void locksThatAreTakenInAnyOrderNeverBlockEachOtherForGood() {
        List<Integer> done = Together.run(8, thread -> {
            for (int round = 0; round < 10; round++) {
                int first = 8 * round;
                List<Integer> users = new ArrayList<>(many(8, i -> first + i));
                Collections.rotate(users, thread + round);
                List<NasId> servers = thread % 2 == 0 ? List.of(NAS, OTHER) : List.of(OTHER, NAS);
                write(tx -> store().lock(
                                tx,
                                servers,
                                users.stream().map(SampleQuotas::userId).toList()));
            }
            return thread;
        });
        assertThat(done).hasSize(8);
    }

    // Together

    private boolean add(NasEvent event) {
        return this.<Boolean>call(tx -> store().add(tx, event));
    }

    private Set<SessionReading> add(List<SessionReading> readings) {
        return call(tx -> store().add(tx, readings));
    }

    private void contribute(Session.DayUsage... changes) {
        write(tx -> store().contribute(tx, Stream.of(changes).toList()));
    }

    private SessionStore store() {
        return stores().sessions();
    }
}
