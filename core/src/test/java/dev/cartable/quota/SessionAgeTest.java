package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Stores;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.SessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That it does not matter how long a session has lived, and how often its access server has restarted. */
class SessionAgeTest extends SessionWorld {
    private static final Duration HOUR = Duration.ofHours(1);

    /** Readings, checkpoints and events that the last call has read. */
    private int read;

    private RecordSessions record(QuotaSettings settings) {
        Stores stores = school.stores();
        return new RecordSessions(
                new SessionPorts(
                        new QuotaPorts(
                                stores.unitOfWork(),
                                stores.leases(),
                                stores.users(),
                                stores.profiles(),
                                stores.usage()),
                        counting(stores.sessions()),
                        stores.usageLedger()),
                settings,
                WindowCalendar.of(QuotaWorld.ZONE),
                school::now);
    }

    private SessionStore counting(SessionStore store) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    Object result;
                    try {
                        method.setAccessible(true);
                        result = method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (Set.of("readings", "checkpoints", "events").contains(method.getName())) {
                        read += result instanceof Map<?, ?> map
                                ? map.values().stream()
                                        .mapToInt(rows -> ((Collection<?>) rows).size())
                                        .sum()
                                : ((Collection<?>) result).size();
                    }
                    return result;
                });
    }

    private int kept(Session.Key key) {
        return school.stores()
                        .sessions()
                        .readings(Map.of(key, Instant.EPOCH))
                        .getOrDefault(key, List.of())
                        .size()
                + checkpoints(key).size();
    }

    private List<Session.Checkpoint> checkpoints(Session.Key key) {
        return school.stores()
                .sessions()
                .checkpoints(Map.of(key, Instant.EPOCH))
                .getOrDefault(key, List.of());
    }

    @Test
    void neitherWhatIsReadNorWhatIsKeptOfASessionGrowsWithItsAge() {
        RecordSessions record = record(QuotaSettings.defaults());
        Session.Key key = key(JOHN, "1");
        record.record(reading(key, Status.START, school.now(), 0));
        Map<Integer, Integer> keptAfter = new HashMap<>();
        int mostRead = 0;
        for (int hour = 1; hour <= 24 * 61; hour++) {
            school.pass(HOUR);
            read = 0;
            record.record(reading(key, Status.INTERIM_UPDATE, school.now(), 100L * hour));
            mostRead = Math.max(mostRead, read);
            keptAfter.put(hour, kept(key));
        }

        assertThat(mostRead).isLessThanOrEqualTo(20);
        int readingsOfEightDays = 24 * 8;
        assertThat(keptAfter.values()).allSatisfy(rows -> assertThat(rows).isLessThan(readingsOfEightDays * 5 / 4));
        assertThat(keptAfter.getOrDefault(24 * 61, Integer.MAX_VALUE))
                .isLessThan(keptAfter.getOrDefault(24 * 20, 0) + 20);
        assertThat(sessions())
                .singleElement()
                .matches(session -> session.traffic().equals(new Traffic(0, 100L * 24 * 61)));
        assertThat(days(JOHN).values().stream().mapToLong(Traffic::down).sum()).isEqualTo(100L * 24 * 61);
    }

    @Test
    void whatIsReadDoesNotGrowWithTheRestartsOfTheServer() {
        RecordSessions record = record(QuotaSettings.defaults());
        record.record(reading(key(AWA, "2"), Status.STOP, school.now(), 7));
        int mostRead = 0;
        for (int minute = 1; minute <= 2_000; minute++) {
            school.pass(Duration.ofMinutes(1));
            read = 0;
            record.record(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, school.now()));
            SessionReading interim = new SessionReading(
                    key(JOHN, "1"), Status.INTERIM_UPDATE, school.now(), null, null, Duration.ofMinutes(minute));
            record.record(interim);
            mostRead = Math.max(mostRead, read);
        }
        assertThat(mostRead).isLessThanOrEqualTo(40);
    }

    @Test
    void aLateReadingOfALongSessionIsCountedInItsOwnDayAndOneThatIsOlderThanTheFirstCheckpointIsRefused() {
        RecordSessions record = record(QuotaSettings.defaults());
        Session.Key key = key(JOHN, "1");
        Instant begin = school.now();
        record.record(reading(key, Status.START, begin, 0));
        for (int day = 1; day <= 40; day++) {
            school.pass(Duration.ofDays(1));
            record.record(reading(key, Status.INTERIM_UPDATE, school.now(), 24_000L * day));
        }
        Instant late = school.now().minus(Duration.ofDays(7));
        long all = 24_000L * 33;
        assertThat(record.record(reading(key, Status.INTERIM_UPDATE, late.plus(Duration.ofHours(12)), all + 20_000))
                        .counted())
                .hasSize(1);
        long onThatDay = days(JOHN)
                .getOrDefault(LocalDate.ofInstant(late, QuotaWorld.ZONE), Traffic.NONE)
                .down();
        assertThat(onThatDay).isGreaterThan(24_000);
        assertThat(days(JOHN).values().stream().mapToLong(Traffic::down).sum()).isEqualTo(24_000L * 40);

        // The host takes older readings from now on, and what is folded stays folded.
        QuotaSettings patient = new QuotaSettings(
                QuotaSettings.defaults().levels(),
                QuotaSettings.defaults().firstDay(),
                QuotaSettings.defaults().onChange(),
                Duration.ofDays(60),
                Duration.ofDays(90),
                QuotaSettings.defaults().staleAfter());
        SessionReading old = reading(key, Status.INTERIM_UPDATE, begin.plus(Duration.ofDays(3)), 999_999_999);
        assertThat(record(patient).record(old).refused())
                .singleElement()
                .matches(refusal -> refusal.problem() == QuotaProblem.TOO_LATE);
        assertThat(days(JOHN).values().stream().mapToLong(Traffic::down).sum()).isEqualTo(24_000L * 40);
        NasEvent restart = new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, begin.plus(Duration.ofDays(3)));
        assertThat(record(patient).record(restart).ended()).isEmpty();
        record.record(reading(key, Status.INTERIM_UPDATE, school.now(), 24_000L * 41));
        assertThat(sessions()).singleElement().returns(begin, Session::started);
        assertThat(days(JOHN).values().stream().mapToLong(Traffic::down).sum()).isEqualTo(24_000L * 41);
    }

    @Test
    void theEighthReadingMakesACheckpointAndTheSeventhNone() {
        RecordSessions record = record(QuotaSettings.defaults());
        Session.Key key = key(JOHN, "1");
        for (int reading = 1; reading <= 7; reading++) {
            record.record(reading(key, Status.INTERIM_UPDATE, minute(reading - 10), reading));
        }
        assertThat(checkpoints(key)).isEmpty();

        record.record(reading(key, Status.INTERIM_UPDATE, minute(0), 8));

        assertThat(checkpoints(key)).extracting(Session.Checkpoint::until).containsExactly(minute(0));
    }

    @Test
    void anEventThatMakesACheckpointVoidMakesAnotherOne() {
        RecordSessions record = record(QuotaSettings.defaults());
        Session.Key key = key(JOHN, "1");
        for (int reading = 1; reading <= 8; reading++) {
            record.record(reading(key, Status.INTERIM_UPDATE, minute(reading - 8), reading));
        }

        record.record(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(-7)));

        assertThat(checkpoints(key)).extracting(Session.Checkpoint::until).containsExactly(minute(0));
    }
}
