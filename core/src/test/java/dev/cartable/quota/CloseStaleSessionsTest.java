package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions are freed of which nothing is heard, and readings forgotten that nothing can follow. */
class CloseStaleSessionsTest extends SessionWorld {
    @Test
    void sessionsWithoutAWordAreClosedOnceAndADryRunWritesNothing() {
        everybodyHas(simultaneous(1));
        admit(JOHN, "1");
        tell(SessionReading.of(key(AWA, "2"), Status.START, minute(0)));
        school.pass(Duration.ofMinutes(31));
        tell(SessionReading.of(key(AWA, "3"), Status.START, minute(0)));

        List<Session> planned = new ArrayList<>();
        assertThat(school.cartable().quotas().closeStaleSessions().plan(closing -> planned.add(closing.session())))
                .isEqualTo(new CloseStaleSessions.Counts(3, 2, 0, 1, 0));
        assertThat(planned).hasSize(2);
        assertThat(sessions()).allMatch(Session::isOpen);

        assertThat(close()).isEqualTo(new CloseStaleSessions.Counts(3, 2, 0, 1, 0));
        assertThat(close()).isEqualTo(new CloseStaleSessions.Counts(1, 0, 0, 1, 0));
        assertThat(sessions())
                .filteredOn(Session::isOpen)
                .singleElement()
                .returns("3", s -> s.key().session());
        assertThat(sessions())
                .filteredOn(s -> !s.isOpen())
                .allMatch(s -> school.now().equals(s.endedAt()));
    }

    @Test
    void aSessionThatOnlyAppearsWhileARunDecidesIsLeftToTheNextOne() {
        everybodyHas(simultaneous(2));
        tell(SessionReading.of(key(JOHN, "1"), Status.START, minute(0)));
        school.pass(Duration.ofMinutes(40));
        Instant stale = minute(-35);
        InMemoryStores stores = school.stores();
        QuotaPorts ports =
                new QuotaPorts(stores.unitOfWork(), stores.leases(), stores.users(), stores.profiles(), stores.usage());
        InstantSource looking = () -> {
            tell(SessionReading.of(key(JOHN, "2"), Status.START, stale));
            return school.now();
        };

        CloseStaleSessions.Counts done = new CloseStaleSessions(
                        new SessionPorts(ports, stores.sessions(), stores.usageLedger()),
                        QuotaSettings.defaults(),
                        WindowCalendar.of(QuotaWorld.ZONE),
                        looking)
                .run(closing -> {});

        assertThat(done).isEqualTo(new CloseStaleSessions.Counts(1, 1, 0, 0, 0));
        assertThat(close()).isEqualTo(new CloseStaleSessions.Counts(1, 1, 0, 0, 0));
    }

    @Test
    void sessionsInWhichNothingIsUsedForLongerThanTheProfileAllowsAreClosed() {
        everybodyHas(new SessionRules(null, Duration.ofMinutes(10), null));
        tell(
                SessionReading.of(key(JOHN, "1"), Status.START, minute(-20)),
                reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(-10), 50),
                reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(-1), 50));
        assertThat(close().idle()).isZero();
        tell(reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(0), 50));

        assertThat(close().idle()).isOne();
        assertThat(sessions()).singleElement().returns(Session.End.IDLE, Session::end);
    }

    @Test
    void freeingASessionOnTheNextDayDoesNotSayThatTheDayHasBegun() {
        everybodyHas(simultaneous(1));
        tell(reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(0), 50));
        school.pass(Duration.ofDays(1));

        assertThat(close().stale()).isOne();

        assertThat(school.stores().usage().all())
                .singleElement()
                .returns(
                        LocalDate.of(2026, 11, 21),
                        usage -> usage.counters().day().key().firstDay());
    }

    @Test
    void aLateReadingOfAFreedSessionCountsAndAStartBeginsAnotherOne() {
        everybodyHas(simultaneous(1));
        Session.Key key = key(JOHN, "1");
        tell(SessionReading.of(key, Status.START, minute(-60)), reading(key, Status.INTERIM_UPDATE, minute(-50), 50));
        close();

        tell(reading(key, Status.INTERIM_UPDATE, minute(-40), 80));
        assertThat(sessions()).singleElement().returns(false, Session::isOpen);
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(80);

        tell(SessionReading.of(key, Status.START, minute(1)));
        assertThat(sessions()).extracting(Session::isOpen).containsExactly(false, true);
    }

    @Test
    void readingsOfEndedSessionsAreForgottenWhenNothingCanFollowThem() {
        Session.Key key = key(JOHN, "1");
        tell(reading(key, Status.STOP, minute(0), 50));
        school.pass(QuotaSettings.defaults().remembered());
        assertThat(close().forgotten()).isZero();
        school.pass(Duration.ofSeconds(1));
        assertThat(close().forgotten()).isOne();

        assertThat(school.stores().sessions().readings(Map.of(key, Instant.EPOCH)))
                .isEmpty();
        assertThat(sessions()).hasSize(1);
        assertThat(days(JOHN)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 499, 500, 501, 1_203})
    void closingWorksInChunksOfAnyNumber(int number) {
        List<SessionReading> starts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            starts.add(SessionReading.of(key(i % 2 == 0 ? JOHN : AWA, "s" + i), Status.START, minute(-31)));
        }
        school.cartable().quotas().recordSessions(starts);

        assertThat(close()).isEqualTo(new CloseStaleSessions.Counts(number, number, 0, 0, 0));
    }
}
