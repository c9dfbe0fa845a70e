package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom a session is granted, and whom not. */
class AdmitSessionTest extends SessionWorld {
    @Test
    void asManySessionsAsAreAllowedAreGrantedAndTheNextIsRefusedWithThem() {
        everybodyHas(simultaneous(2));

        assertThat(admit(JOHN, "1")).isInstanceOf(Admission.Granted.class);
        school.pass(Duration.ofMinutes(1));
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.Granted.class);

        assertThat(admit(JOHN, "3")).isInstanceOfSatisfying(Admission.TooManySessions.class, refused -> {
            assertThat(refused.allowed()).isEqualTo(2);
            assertThat(refused.open())
                    .extracting(session -> session.key().session())
                    .containsExactly("1", "2");
        });
        assertThat(admit(AWA, "3")).isInstanceOf(Admission.Granted.class);
        assertThat(sessions()).hasSize(3);
    }

    @Test
    void aSessionThatIsOpenIsGrantedAgainAndNothingIsWritten() {
        everybodyHas(simultaneous(1));
        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.fresh()).isTrue());
        List<Session> before = sessions();
        school.pass(Duration.ofMinutes(1));

        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.fresh()).isFalse());
        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    void aSessionThatHasStoppedLeavesItsPlace() {
        everybodyHas(simultaneous(1));
        admit(JOHN, "1");
        tell(
                SessionReading.of(key(JOHN, "1"), Status.START, minute(1)),
                reading(key(JOHN, "1"), Status.STOP, minute(2), 5));

        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.Granted.class);
        assertThat(admit(JOHN, "1")).isInstanceOf(Admission.TooManySessions.class);
    }

    @Test
    void anIdThatIsAdmittedAgainAfterItsEndIsAnotherSessionAlsoWhenTheServersClockIsAhead() {
        everybodyHas(simultaneous(1));
        admit(JOHN, "1");
        tell(reading(key(JOHN, "1"), Status.STOP, minute(4), 5));

        assertThat(admit(JOHN, "1")).isInstanceOf(Admission.Granted.class);
        assertThat(sessions()).extracting(Session::isOpen).containsExactly(false, true);
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.TooManySessions.class);
    }

    @Test
    void aSessionThatNobodyAdmittedTakesAPlaceToo() {
        everybodyHas(simultaneous(1));
        tell(SessionReading.of(key(JOHN, "9"), Status.START, minute(0)));

        assertThat(admit(JOHN, "1")).isInstanceOf(Admission.TooManySessions.class);
    }

    @Test
    void staleAndIdleSessionsTakeNoPlaceAlsoBeforeTheyAreClosed() {
        everybodyHas(new SessionRules(null, Duration.ofMinutes(10), 1));
        admit(JOHN, "1");
        school.pass(Duration.ofMinutes(30));
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.TooManySessions.class);
        school.pass(Duration.ofSeconds(1));
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.Granted.class);
        assertThat(admit(JOHN, "3")).isInstanceOf(Admission.TooManySessions.class);

        school.pass(Duration.ofMinutes(12));
        tell(
                reading(key(JOHN, "2"), Status.INTERIM_UPDATE, minute(-11), 0),
                reading(key(JOHN, "2"), Status.INTERIM_UPDATE, minute(0), 0));

        assertThat(admit(JOHN, "3")).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void aStaleSessionThatIsAdmittedAgainTakesItsPlaceAgain() {
        everybodyHas(new SessionRules(null, Duration.ofMinutes(10), 1));
        admit(JOHN, "1");
        tell(reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(1), 5));
        school.pass(Duration.ofMinutes(32));

        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.fresh()).isTrue());
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.TooManySessions.class);
        assertThat(close().unchanged()).isOne();
    }

    @Test
    void aSessionThatStartsLongAfterItWasAdmittedIsNotIdleYet() {
        everybodyHas(new SessionRules(null, Duration.ofMinutes(10), 1));
        admit(JOHN, "1");
        school.pass(Duration.ofMinutes(15));
        tell(SessionReading.of(key(JOHN, "1"), Status.START, minute(0)));

        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.TooManySessions.class);
    }

    @Test
    void whoMayNotUseTheNetworkIsRefusedWithTheState() {
        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.NotServed.class,
                        refused -> assertThat(refused.allowance().state()).isEqualTo(Allowance.State.NO_PROFILE));
        everybodyHas(simultaneous(1));
        school.use(JOHN, 2L << 30);
        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.NotServed.class,
                        refused -> assertThat(refused.allowance().exceeded()).contains(Window.DAY));
        assertThat(sessions()).isEmpty();
        assertThatExceptionOfType(QuotaException.class).isThrownBy(() -> admit(new UserId("nobody"), "1"));
    }

    @Test
    void whoIsAdmittedIsToldWhatTheAccessServerHasToKnow() {
        everybodyHas(new SessionRules(Duration.ofHours(8), Duration.ofMinutes(10), 1));
        school.use(JOHN, 1L << 29);

        assertThat(admit(JOHN, "1")).isInstanceOfSatisfying(Admission.Granted.class, granted -> {
            assertThat(granted.attributes().sessionTimeout()).isEqualTo(Duration.ofHours(8));
            assertThat(granted.attributes().remaining()).isEqualTo(DataSize.ofBytes(1L << 29));
        });
    }

    @Test
    void withoutARuleThereIsNoLimit() {
        everybodyHas(SessionRules.NONE);
        for (int i = 0; i < 20; i++) {
            assertThat(admit(JOHN, "s" + i)).isInstanceOf(Admission.Granted.class);
        }
    }

    @Test
    void eightThreadsAreGrantedNoMoreThanIsAllowed() throws Exception {
        everybodyHas(simultaneous(3));
        Set<String> granted = Collections.synchronizedSet(new HashSet<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String session = "s" + i;
            Thread thread = new Thread(() -> {
                if (admit(JOHN, session) instanceof Admission.Granted) {
                    granted.add(session);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(granted).hasSize(3);
    }
}
