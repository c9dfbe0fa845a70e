package dev.cartable.tck;

import static dev.cartable.tck.SampleQuotas.user;
import static dev.cartable.tck.SampleQuotas.userId;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.SampleSessions.NAS;
import static dev.cartable.tck.SampleSessions.interim;
import static dev.cartable.tck.SampleSessions.key;
import static dev.cartable.tck.SampleSessions.restart;
import static dev.cartable.tck.SampleSessions.start;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.quota.CloseStaleSessions;
import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Validity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How stores count sessions, and admit to them, when several work at once: see {@link dev.cartable.quota.RecordSessions}. */
public abstract class SessionsContract extends StoresContract<Stores> {
    private static final int THREADS = 8;
    private static final int USERS = 6;
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2100, 1, 1);

    @BeforeEach
    final void someUsers() {
        write(tx -> stores().userStore().save(tx, many(USERS, SampleQuotas::user)));
        assertThat(user(1).active()).isTrue();
    }

    private Cartable cartable(Instant now) {
        return Cartable.builder()
                .stores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .build();
    }

    private void everybodyHas(int simultaneous) {
        Cartable cartable = cartable(NOW);
        cartable.quotas()
                .assign(
                        Holder.DEFAULT,
                        cartable.quotas()
                                .profiles()
                                .add(
                                        "Tous",
                                        profile -> profile.sessions(new SessionRules(null, null, simultaneous))
                                                .validity(Validity.months(1)))
                                .id(),
                        "test");
    }

    @Test
    void ofManyWhoAskAtOnceAsManyAsAreAllowedAreAdmitted() {
        everybodyHas(3);
        List<Admission> answers =
                Together.run(THREADS, thread -> cartable(NOW).quotas().admit(key(thread, 1)));

        assertThat(answers).filteredOn(Admission.Granted.class::isInstance).hasSize(3);
        assertThat(answers)
                .filteredOn(Admission.TooManySessions.class::isInstance)
                .hasSize(THREADS - 3)
                .allSatisfy(answer ->
                        assertThat(((Admission.TooManySessions) answer).open()).hasSize(3));
        assertThat(read(stores().sessions().open())).hasSize(3);
    }

    @Test
    void theSameSessionThatIsAskedForByManyAtOnceIsOneSession() {
        everybodyHas(1);
        List<Admission> answers =
                Together.run(THREADS, thread -> cartable(NOW).quotas().admit(key(1, 1)));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer).isInstanceOf(Admission.Granted.class))
                .filteredOn(answer -> ((Admission.Granted) answer).fresh())
                .hasSize(1);
        assertThat(read(stores().sessions().open())).hasSize(1);
    }

    @Test
    void aSessionIsCountedExactlyWhoeverTellsItsReadingsAtOnce() {
        everybodyHas(1);
        Instant begin = NOW.minus(Duration.ofHours(40));
        List<SessionReading> reported = new ArrayList<>(List.of(start(1, 1, begin)));
        reported.addAll(IntStream.rangeClosed(1, 80)
                .mapToObj(i -> interim(1, 1, begin.plus(Duration.ofMinutes(30L * i)), i * 1_000_003L))
                .toList());
        Together.run(THREADS, thread -> {
            List<SessionReading> mine = new ArrayList<>(reported);
            Collections.shuffle(mine, new Random(thread));
            for (int i = 0; i < mine.size(); i += 3) {
                cartable(NOW).quotas().recordSessions(mine.subList(i, Math.min(mine.size(), i + 3)));
            }
            return thread;
        });

        assertThat(read(stores().sessions().all(null)))
                .singleElement()
                .returns(new Traffic(0, 80 * 1_000_003L), Session::traffic);
        assertThat(total(stores().usage().days(userId(1), FIRST, LAST))).isEqualTo(80 * 1_000_003L);
        Usage usage = read(stores().usage().all()).get(0);
        assertThat(usage.counters().month().traffic().down()
                        + before(usage.counters().month().key().firstDay()))
                .isEqualTo(80 * 1_000_003L);
        requireLedger();
    }

    /** What was used before the month that the counter is in. */
    private long before(LocalDate month) {
        return total(stores().usage().days(userId(1), FIRST, month.minusDays(1)));
    }

    private static long total(Map<LocalDate, Traffic> days) {
        return days.values().stream().mapToLong(Traffic::down).sum();
    }

    private void requireLedger() {
        for (int i = 0; i < USERS; i++) {
            NavigableMap<LocalDate, Traffic> sums = new TreeMap<>();
            for (Session.DayUsage use : stores().sessions().uses(userId(i))) {
                sums.merge(use.day(), use.amount().counted(), Traffic::plus);
            }
            assertThat(stores().usage().days(userId(i), FIRST, LAST)).isEqualTo(sums);
        }
    }

    @Test
    void batchesOfTheSameUsersInAnyOrderNeverBlockEachOtherForGood() {
        everybodyHas(1);
        Together.run(THREADS, thread -> {
            for (int round = 0; round < 5; round++) {
                List<SessionReading> batch = new ArrayList<>();
                for (int i = 0; i < USERS; i++) {
                    int number = thread * 100 + round;
                    batch.add(interim(number, i, NOW.minusSeconds(10), 10));
                    batch.add(interim(number, i, NOW, 20));
                }
                Collections.rotate(batch, thread + round);
                assertThat(cartable(NOW).quotas().recordSessions(batch).counted())
                        .hasSize(2 * USERS);
            }
            return thread;
        });
        assertThat(read(stores().usage().all()))
                .hasSize(USERS)
                .allSatisfy(usage ->
                        assertThat(usage.counters().day().traffic()).isEqualTo(new Traffic(0, THREADS * 5 * 20L)));
        requireLedger();
    }

    @Test
    void aRestartThatIsToldWhileReadingsAreToldPartsSessionsAllTheSame() {
        everybodyHas(1);
        List<SessionReading> reported = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            reported.add(interim(i, i, NOW.minusSeconds(60), 100));
            reported.add(interim(i, i, NOW, 300));
        }
        Together.run(THREADS, thread -> {
            if (thread == 0) {
                cartable(NOW).quotas().recordNas(restart(NAS, NOW.minusSeconds(30)));
            } else {
                List<SessionReading> mine = new ArrayList<>(reported);
                Collections.shuffle(mine, new Random(thread));
                mine.forEach(cartable(NOW).quotas()::recordSession);
            }
            return thread;
        });
        assertThat(read(stores().sessions().all(null))).hasSize(2 * USERS);
        assertThat(read(stores().usage().all()))
                .allSatisfy(
                        usage -> assertThat(usage.counters().day().traffic()).isEqualTo(new Traffic(0, 400)));
        requireLedger();
    }

    @Test
    void staleSessionsAreClosedOnceBySeveralNodes() {
        everybodyHas(1);
        cartable(NOW).quotas().recordSessions(many(1_200, i -> start(i, i % USERS, NOW)));
        Instant later = NOW.plus(Duration.ofHours(1));

        List<CloseStaleSessions.Counts> runs = Together.run(
                4, thread -> cartable(later).quotas().closeStaleSessions().run(closing -> {}));

        assertThat(runs.stream().mapToLong(CloseStaleSessions.Counts::stale).sum())
                .isEqualTo(1_200);
        assertThat(read(stores().sessions().open())).isEmpty();
    }
}
