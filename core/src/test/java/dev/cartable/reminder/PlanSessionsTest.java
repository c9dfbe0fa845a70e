package dev.cartable.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.Cartable;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.reminder.PlanSessions.Counts;
import dev.cartable.reminder.PlanSessions.SessionsNotWritableException;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.RecordStores;
import dev.cartable.work.HostKey;
import java.lang.reflect.Proxy;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From Monday, 30 November 2026, 08:00. */
class PlanSessionsTest {
    private Instant now = Instant.parse("2026-11-30T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final Cartable cartable = Cartable.builder()
            .stores(stores)
            .reminderStores(stores)
            .zone(ZoneId.of("Africa/Conakry"))
            .time(() -> now)
            .key(HostKey.of(new byte[32]))
            .build();

    @AfterEach
    void close() {
        cartable.close();
    }

    @Test
    void theSessionsOfTheNextDaysAreProgrammedOnce() {
        plan("w1", DayOfWeek.TUESDAY, "17:30", null, null);
        plan("w2", DayOfWeek.WEDNESDAY, "18:00", null, null);

        var plan = sessions().plan(10);
        assertThat(plan.counts()).isEqualTo(new Counts(4, 4, 0, 0, 0, 0));
        assertThat(all()).isEmpty();
        assertThat(sessions().run(10, step -> {})).isEqualTo(new Counts(4, 4, 0, 0, 0, 0));

        assertThat(all())
                .containsExactly(
                        "w1@2026-12-01 2026-12-01T17:30", "w1@2026-12-08 2026-12-08T17:30",
                        "w2@2026-12-02 2026-12-02T18:00", "w2@2026-12-09 2026-12-09T18:00");
        assertThat(sessions().run(10, step -> {})).isEqualTo(new Counts(4, 0, 4, 0, 0, 0));
        now = now.plusSeconds(24 * 3600);
        assertThat(sessions().run(9, step -> {}).planned()).isZero();
    }

    @Test
    void aSessionThatWasMovedOrCancelledIsLeftAsItIs() {
        plan("w1", DayOfWeek.TUESDAY, "17:30", null, null);
        sessions().run(2, step -> {});
        StudySession moved = new StudySession(
                "w1@2026-12-01",
                new PupilId("ali"),
                "Maths",
                LocalDate.of(2026, 12, 3).atTime(9, 0),
                45,
                null,
                StudySession.State.CANCELLED);
        stores.unitOfWork().run(tx -> stores.recordStore().saveStudySessions(tx, List.of(moved)));

        assertThat(sessions().run(2, step -> {})).isEqualTo(new Counts(1, 0, 1, 0, 0, 0));
        assertThat(stores.studySessions().sessions(List.of(moved.id()))).containsExactly(moved);
    }

    @Test
    void aProgrammedSessionFollowsItsPlanAndIsWithdrawnWithIt() {
        plan("w1", DayOfWeek.TUESDAY, "17:30", null, null);
        plan("w2", DayOfWeek.WEDNESDAY, "18:00", null, null);
        sessions().run(10, step -> {});
        StudySession own = new StudySession(
                "w2@2026-12-16",
                new PupilId("ali"),
                "Maths",
                LocalDate.of(2026, 12, 16).atTime(9, 0),
                45,
                null,
                StudySession.State.PLANNED);
        stores.unitOfWork().run(tx -> stores.recordStore().saveStudySessions(tx, List.of(own)));
        plan("w1", DayOfWeek.TUESDAY, "16:00", null, LocalDate.of(2026, 12, 7));
        plan("w2", DayOfWeek.FRIDAY, "18:00", null, null);

        var plan = sessions().plan(10);
        assertThat(plan.counts()).isEqualTo(new Counts(5, 1, 0, 0, 1, 3));
        try (Stream<PlanSessions.Step> steps = plan.steps()) {
            assertThat(steps).hasSize(5);
        }
        assertThat(sessions().run(10, step -> {})).isEqualTo(plan.counts());
        assertThat(all())
                .containsExactly(
                        "w1@2026-12-01 2026-12-01T16:00",
                        "w2@2026-12-04 2026-12-04T18:00",
                        "w2@2026-12-16 2026-12-16T09:00");
        assertThat(sessions().run(10, step -> {})).isEqualTo(new Counts(2, 0, 2, 0, 0, 0));
        CalendarPeriod holiday = new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Pont", LocalDate.of(2026, 12, 4), LocalDate.of(2026, 12, 20));
        stores.unitOfWork().run(tx -> stores.recordStore().saveCalendar(tx, List.of(holiday)));
        assertThat(sessions().run(10, step -> {})).isEqualTo(new Counts(3, 0, 1, 1, 0, 1));
        now = Instant.parse("2026-12-01T16:00:00Z");
        plan("w1", DayOfWeek.MONDAY, "16:00", null, LocalDate.of(2026, 11, 30));
        assertThat(sessions().run(10, step -> {}).withdrawn())
                .as("one that has begun")
                .isZero();
    }

    @Test
    void aSessionInTheHourThatClocksSkipIsProgrammedBehindIt() {
        now = Instant.parse("2026-03-28T08:00:00Z");
        try (Cartable paris = Cartable.builder()
                .stores(stores)
                .reminderStores(stores)
                .zone(ZoneId.of("Europe/Paris"))
                .time(() -> now)
                .build()) {
            plan("w1", DayOfWeek.SUNDAY, "02:30", null, null);
            for (int i = 0; i < 2; i++) {
                paris.reminders().planSessions().run(2, step -> {});
                assertThat(all()).containsExactly("w1@2026-03-29 2026-03-29T03:00");
            }
        }
    }

    @Test
    void holidaysWhatIsOverAndWhatIsNotValidAreLeftOut() {
        plan("monday", DayOfWeek.MONDAY, "08:00", null, null);
        plan("later", DayOfWeek.MONDAY, "08:01", null, null);
        plan("old", DayOfWeek.TUESDAY, "09:00", null, LocalDate.of(2026, 11, 30));
        plan("new", DayOfWeek.TUESDAY, "09:00", LocalDate.of(2026, 12, 2), null);
        plan("holiday", DayOfWeek.THURSDAY, "09:00", null, null);
        CalendarPeriod holiday = new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Pont", LocalDate.of(2026, 12, 3), LocalDate.of(2026, 12, 3));
        stores.unitOfWork().run(tx -> stores.recordStore().saveCalendar(tx, List.of(holiday)));

        assertThat(sessions().run(7, step -> {})).isEqualTo(new Counts(3, 1, 0, 2, 0, 0));
        assertThat(all()).containsExactly("later@2026-11-30 2026-11-30T08:01");
    }

    @Test
    void nothingIsProgrammedForAnErasedPupilThoughTheHostStillHasThePlan() {
        plan("w1", DayOfWeek.TUESDAY, "17:30", null, null);
        cartable.privacy().erase(new PupilId("ali"));
        plan("w1", DayOfWeek.TUESDAY, "17:30", null, null);

        assertThat(sessions().run(2, step -> {})).isEqualTo(new Counts(0, 0, 0, 0, 0, 0));
        assertThat(all()).isEmpty();
    }

    @Test
    void sessionsOfTheHostsOwnTablesAreNotProgrammed() {
        RecordStore views = proxy(RecordStore.class, method -> method.equals("writable") ? Boolean.FALSE : null);
        RecordStores records = proxy(RecordStores.class, method -> switch (method) {
            case "recordStore" -> views;
            case "unitOfWork" -> stores.unitOfWork();
            case "leases" -> stores.leases();
            default -> null;
        });
        try (Cartable host = Cartable.builder()
                .stores(stores)
                .reminderStores(stores)
                .recordStores(records)
                .studySessions(stores.studySessions())
                .weeklyPlans(stores.weeklyPlans())
                .zone(ZoneId.of("Africa/Conakry"))
                .build()) {
            PlanSessions use = host.reminders().planSessions();
            assertThatExceptionOfType(SessionsNotWritableException.class)
                    .isThrownBy(() -> use.run(10, step -> {}))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("SESSIONS_NOT_WRITABLE"));
            assertThatExceptionOfType(SessionsNotWritableException.class).isThrownBy(() -> use.plan(10));
        }
    }

    private static <T> T proxy(Class<T> type, Function<String, @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.apply(method.getName())));
    }

    @Test
    void thePlansStepsAreReadAgain() {
        plan("w1", DayOfWeek.TUESDAY, "17:30", null, null);
        var plan = sessions().plan(14);

        for (int i = 0; i < 2; i++) {
            try (Stream<PlanSessions.Step> steps = plan.steps()) {
                assertThat(steps).hasSize(2).allMatch(step -> step.outcome() == PlanSessions.Outcome.PLANNED);
            }
        }
    }

    @Test
    void daysAheadAreOneToAYear() {
        assertThatIllegalArgumentException().isThrownBy(() -> sessions().plan(0));
        assertThatIllegalArgumentException().isThrownBy(() -> sessions().plan(367));
    }

    @Test
    void theTaskProgramsTwoWeeks() {
        plan("w1", DayOfWeek.TUESDAY, "17:30", null, null);
        cartable.tasks().tick();
        now = Instant.parse("2026-12-01T05:00:00Z");
        cartable.tasks().tick();

        assertThat(all()).hasSize(2);
    }

    private PlanSessions sessions() {
        return cartable.reminders().planSessions();
    }

    private void plan(String id, DayOfWeek day, String time, @Nullable LocalDate from, @Nullable LocalDate to) {
        WeeklyPlan plan =
                new WeeklyPlan(id, new PupilId("ali"), "Maths", day, LocalTime.parse(time), 45, null, from, to);
        stores.unitOfWork().run(tx -> stores.recordStore().saveWeeklyPlans(tx, List.of(plan)));
    }

    private List<String> all() {
        try (Stream<StudySession> all =
                stores.studySessions().between(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 12, 31))) {
            return all.map(session -> session.id() + " " + session.startsAt())
                    .sorted()
                    .toList();
        }
    }
}
