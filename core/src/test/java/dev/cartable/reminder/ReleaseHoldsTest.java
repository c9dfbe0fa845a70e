package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.reminder.ReleaseHolds.AlreadyDecided;
import dev.cartable.reminder.ReleaseHolds.Released;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.model.AbsenceSettings.Brake;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.LeaseLostException;
import dev.cartable.work.Leases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run that holds the absences of both pupils, and two nodes that decide about it. */
class ReleaseHoldsTest {
    private static final String RUN = "absence-2026-12-01";

    private final ReminderWorld school = new ReminderWorld(builder -> builder.reminders(
            settings -> settings.withAbsences(settings.absences().withBrake(new Brake(50, 2)))));

    @BeforeEach
    void hold() {
        school.set("2026-11-30T17:00");
        school.send(ABSENCE);
        school.set("2026-12-01T08:00");
        school.absent("a1", ALI, "2026-12-01");
        school.absent("a2", BINTA, "2026-12-01");
        school.set("2026-12-01T17:00");
        assertThat(school.send(ABSENCE).queued()).isZero();
    }

    @Test
    void aRunUnderWayIsNotJoinedByAnotherBetweenTheDecisionAndWhatFollows() {
        AtomicBoolean tried = new AtomicBoolean();
        Cartable node = nodeThatStopsAt("askedAt", () -> {
            assertThatExceptionOfType(LeaseHeldException.class)
                    .isThrownBy(
                            () -> school.cartable().reminders().send().run(Request.only(Set.of(ABSENCE)), step -> {}));
            assertThatExceptionOfType(LeaseHeldException.class)
                    .isThrownBy(() -> school.cartable().reminders().holds().discard(RUN));
            tried.set(true);
        });

        assertThat(node.reminders().holds().release(RUN, step -> {}))
                .isInstanceOfSatisfying(
                        Released.class,
                        released -> assertThat(released.counts().queued()).isEqualTo(2));
        assertThat(tried).isTrue();
    }

    @Test
    void aNodeThatHasLostItsLeaseDecidesNothing() {
        Cartable node = nodeThatStopsAt("hold", () -> {
            school.set("2026-12-01T18:00");
            school.stores().leases().acquire(SendReminders.LEASE, Leases.Holder.thisProcess(), Duration.ofMinutes(1));
        });

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> node.reminders().holds().discard(RUN));

        assertThat(school.stores().reminders().hold(RUN)).map(Hold::state).contains(Hold.State.OPEN);
    }

    @Test
    void whoDecidesSecondLearnsWhatWasDecided() {
        school.cartable().reminders().holds().discard(RUN);

        assertThat(school.cartable().reminders().holds().release(RUN, step -> {}))
                .isInstanceOfSatisfying(
                        AlreadyDecided.class,
                        decided -> assertThat(decided.hold().state()).isEqualTo(Hold.State.DISCARDED));
        assertThat(school.ledger(ABSENCE))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).endsWith("DISCARDED RUN_DISCARDED: " + RUN));
    }

    @Test
    void ofTwoNodesOneAlarmsAgain() {
        school.set("2026-12-01T20:00");
        Cartable node = nodeThatStopsAt(
                "holds",
                () -> assertThat(school.cartable().reminders().holds().alarmAgain())
                        .hasSize(1));

        assertThat(node.reminders().holds().alarmAgain()).isEmpty();
    }

    /** A node that does something else, once, after it has called this method of the ledger. */
    private Cartable nodeThatStopsAt(String method, Runnable pause) {
        AtomicBoolean paused = new AtomicBoolean();
        ReminderStore ledger = proxy(ReminderStore.class, (called, arguments) -> {
            Object result = invoke(school.stores().reminders(), called, arguments);
            if (called.getName().equals(method) && !paused.getAndSet(true)) {
                pause.run();
            }
            return result;
        });
        return school.node(proxy(
                Stores.class,
                (called, arguments) ->
                        called.getName().equals("reminders") ? ledger : invoke(school.stores(), called, arguments)));
    }

    private interface Call {
        Object on(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                List.of(type).toArray(Class<?>[]::new),
                (proxy, method, arguments) -> call.on(method, arguments)));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            method.setAccessible(true); // some are declared by an interface of the package of ports
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
