package dev.cartable.tck;

import static dev.cartable.tck.SampleRecords.DAY;
import static dev.cartable.tck.SampleRecords.EARLY;
import static dev.cartable.tck.SampleRecords.LATE;
import static dev.cartable.tck.SampleRecords.absence;
import static dev.cartable.tck.SampleRecords.period;
import static dev.cartable.tck.SampleRecords.plan;
import static dev.cartable.tck.SampleRecords.session;
import static dev.cartable.tck.SampleRecords.subscription;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.pupil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.model.WeeklyPlan;
import dev.cartable.school.port.RecordStore;
import dev.cartable.school.port.RecordStore.Relation;
import dev.cartable.school.port.RecordStores;
import dev.cartable.work.Tx;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the stores of records promise, over records that are written through the record store. Invoices have a contract of their own. */
public abstract class RecordsContract extends StoresContract<RecordStores> {
    @Test
    void withoutARecordThereIsNothing() {
        assertThat(read(stores().studySessions().between(EARLY, LATE))).isEmpty();
        assertThat(read(stores().weeklyPlans().validBetween(EARLY, LATE))).isEmpty();
        assertThat(read(stores().subscriptions().inactiveSince(DAY, NOW))).isEmpty();
        assertThat(read(stores().absences().between(EARLY, LATE))).isEmpty();
        assertThat(stores().calendar().calendar().periods()).isEmpty();
        assertThat(stores().studySessions().sessions(List.of())).isEmpty();
        assertThat(stores().subscriptions().of(List.of())).isEmpty();
        assertThat(stores().absences().absences(List.of())).isEmpty();
        assertThat(stores().weeklyPlans().plans(List.of())).isEmpty();
    }

    @Test
    void everyRelationThatCanBeWrittenIsThere() {
        assertThat(Relation.values())
                .filteredOn(stores().recordStore()::writable)
                .allMatch(stores().recordStore()::available);
    }

    @Test
    void sessionsOfTheDaysThatAreAskedForComeByPupilStartAndId() {
        List<StudySession> expected = List.of(
                session(1, "b", DAY, LocalTime.MIDNIGHT),
                session(1, "a", DAY, LocalTime.of(8, 0)),
                session(1, "c", DAY.plusDays(1), LocalTime.of(7, 0)),
                session(2, "B", DAY, LocalTime.of(8, 0)),
                session(2, "b2", DAY, LocalTime.of(8, 0)),
                session(3, "z", DAY.plusDays(1), LocalTime.of(23, 59, 59)));
        List<StudySession> all = new ArrayList<>(expected);
        all.add(session(1, "before", DAY.minusDays(1), LocalTime.of(23, 59, 59)));
        all.add(session(2, "after", DAY.plusDays(2), LocalTime.MIDNIGHT));
        Collections.shuffle(all, new Random(1));
        saved(Relation.STUDY_SESSION, (store, tx) -> store.saveStudySessions(tx, all));

        assertThat(read(stores().studySessions().between(DAY, DAY.plusDays(1)))).containsExactlyElementsOf(expected);
        assertThat(stores().studySessions().of(List.of(pupil(3), pupil(1), pupil(9), pupil(3)), DAY, DAY.plusDays(1)))
                .containsExactly(expected.get(0), expected.get(1), expected.get(2), expected.get(5));
        assertThat(stores().studySessions().of(List.of(), DAY, DAY)).isEmpty();
        assertThat(stores().studySessions().sessions(List.of("before", "unknown", "a", "a")))
                .extracting(StudySession::id)
                .containsExactlyInAnyOrder("before", "a");
    }

    @Test
    void aSessionInAnHourThatTheClockLeavesOutKeepsItsTime() {
        StudySession gap = session(1, "gap", LocalDate.of(2026, 3, 29), LocalTime.of(2, 30));
        saved(Relation.STUDY_SESSION, (store, tx) -> store.saveStudySessions(tx, List.of(gap)));

        assertThat(read(stores().studySessions().between(EARLY, LATE))).containsExactly(gap);
        assertThat(read(stores().studySessions().between(LocalDate.of(2026, 3, 29), LocalDate.of(2026, 3, 29))))
                .containsExactly(gap);
    }

    @Test
    void thousandsOfSessionsAndAbsencesAreReadOnceEachInOrder() {
        List<StudySession> sessions = many(
                5_200, i -> session(1 + i % 7, "s" + i, DAY, LocalTime.of(8, 0).plusMinutes(i % 3)));
        List<Absence> absences = many(5_200, i -> absence(1 + i % 7, "a" + i, DAY.minusDays(i % 3)));
        saved(Relation.STUDY_SESSION, (store, tx) -> store.saveStudySessions(tx, sessions));
        saved(Relation.ABSENCE, (store, tx) -> store.saveAbsences(tx, absences));

        List<StudySession> read = read(stores().studySessions().between(DAY, DAY));
        assertThat(read).hasSize(5_200).doesNotHaveDuplicates();
        assertThat(read)
                .isSortedAccordingTo((a, b) -> Arrays.compare(
                        new String[] {a.pupil().value(), a.startsAt().toString(), a.id()},
                        new String[] {b.pupil().value(), b.startsAt().toString(), b.id()}));
        List<Absence> away = read(stores().absences().between(DAY.minusDays(2), DAY));
        assertThat(away).hasSize(5_200).doesNotHaveDuplicates();
        assertThat(away)
                .isSortedAccordingTo((a, b) -> Arrays.compare(
                        new String[] {a.pupil().value(), a.day().toString(), a.id()},
                        new String[] {b.pupil().value(), b.day().toString(), b.id()}));
    }

    @Test
    void onlySessionsThatAreNotThereAreAdded() {
        saved(Relation.STUDY_SESSION, (store, tx) -> store.saveStudySessions(tx, List.of(session(1))));
        StudySession moved = session(1, "s1", DAY, LocalTime.of(20, 0));

        assertThat(this.<Integer>call(tx -> stores().recordStore().addStudySessions(tx, List.of(moved, session(2)))))
                .isOne();
        assertThat(read(stores().studySessions().between(EARLY, LATE))).containsExactly(session(1), session(2));
    }

    @Test
    void onlySessionsThatWereProgrammedAndAreUnchangedAreWithdrawn() {
        StudySession own = session(3);
        List<StudySession> programmed =
                Stream.of(1, 2, 4).map(SampleRecords::programmed).toList();
        saved(Relation.STUDY_SESSION, (store, tx) -> store.addStudySessions(tx, programmed));
        saved(Relation.STUDY_SESSION, (store, tx) -> store.saveStudySessions(tx, List.of(session(2), own)));

        assertThat(this.<Integer>call(
                        tx -> stores().recordStore().withdrawStudySessions(tx, List.of("s1", "s2", "s3", "unknown"))))
                .isOne();
        assertThat(this.<Integer>call(tx -> stores().recordStore().withdrawStudySessions(tx, List.of())))
                .isZero();
        assertThat(read(stores().studySessions().between(EARLY, LATE)))
                .containsExactly(session(2), own, programmed.get(2));
    }

    @Test
    void plansThatAreValidOnSomeDayComeById() {
        List<WeeklyPlan> plans = List.of(
                plan(1, null, null),
                plan(2, DAY, null),
                plan(3, null, DAY),
                plan(4, DAY.plusDays(1), null),
                plan(5, null, DAY.minusDays(1)));
        saved(Relation.WEEKLY_PLAN, (store, tx) -> store.saveWeeklyPlans(tx, plans));

        assertThat(read(stores().weeklyPlans().validBetween(DAY, DAY)))
                .extracting(WeeklyPlan::id)
                .containsExactly("w1", "w2", "w3");
        assertThat(read(stores().weeklyPlans().validBetween(DAY.minusDays(1), DAY.plusDays(1))))
                .containsExactlyElementsOf(plans);
        assertThat(stores().weeklyPlans().plans(List.of("w4", "unknown"))).containsExactly(plans.get(3));
    }

    @Test
    void everyDayOfTheWeekIsKept() {
        List<WeeklyPlan> plans = Stream.of(DayOfWeek.values())
                .map(day -> new WeeklyPlan("w" + day, pupil(1), "x", day, LocalTime.of(7, 45, 30), 1, null, null, null))
                .toList();
        saved(Relation.WEEKLY_PLAN, (store, tx) -> store.saveWeeklyPlans(tx, plans));

        assertThat(read(stores().weeklyPlans().validBetween(DAY, DAY))).containsExactlyInAnyOrderElementsOf(plans);
    }

    @Test
    void subscriptionsThatHoldAndWhosePupilWasNotActiveSinceComeByPupil() {
        Instant since = NOW.minusSeconds(3_600);
        List<Subscription> all = List.of(
                new Subscription(pupil(1), DAY, DAY, null),
                new Subscription(pupil(2), DAY, null, since.minusMillis(1)),
                new Subscription(pupil(3), DAY.minusDays(9), DAY.plusDays(9), since),
                new Subscription(pupil(4), DAY.plusDays(1), null, null),
                new Subscription(pupil(5), DAY.minusDays(9), DAY.minusDays(1), null));
        saved(Relation.SUBSCRIPTION, (store, tx) -> store.saveSubscriptions(tx, all));

        assertThat(read(stores().subscriptions().inactiveSince(DAY, since))).containsExactly(all.get(0), all.get(1));
        assertThat(stores().subscriptions().of(List.of(pupil(3), pupil(9)))).containsExactly(all.get(2));
    }

    @Test
    void absencesOfTheDaysThatAreAskedForComeByPupilDayAndId() {
        Absence bare = new Absence(
                "bare", pupil(2), DAY, Absence.Type.ABSENT, Absence.Part.DAY, null, 0, false, null, null, NOW, null);
        List<Absence> expected =
                List.of(absence(1, "b", DAY.minusDays(1)), absence(1, "A", DAY), absence(1, "a", DAY), bare);
        List<Absence> all = new ArrayList<>(expected);
        all.add(absence(1, "before", DAY.minusDays(2)));
        all.add(absence(2, "after", DAY.plusDays(1)));
        Collections.shuffle(all, new Random(1));
        saved(Relation.ABSENCE, (store, tx) -> store.saveAbsences(tx, all));

        assertThat(read(stores().absences().between(DAY.minusDays(1), DAY))).containsExactlyElementsOf(expected);
        assertThat(stores().absences().of(List.of(pupil(1), pupil(9), pupil(1)), DAY.minusDays(1), DAY))
                .containsExactlyElementsOf(expected.subList(0, 3));
        assertThat(stores().absences().of(List.of(), DAY, DAY)).isEmpty();
        assertThat(stores().absences().absences(List.of("bare", "unknown", "before")))
                .extracting(Absence::id)
                .containsExactlyInAnyOrder("bare", "before");
    }

    @Test
    void anAbsenceIsExcusedOnTheFirstDayAndForTheLastReason() {
        Absence unexcused = new Absence(
                "a1",
                pupil(1),
                DAY,
                Absence.Type.ABSENT,
                Absence.Part.DAY,
                null,
                0,
                false,
                null,
                "?",
                Samples.NOW,
                null);
        saved(Relation.ABSENCE, (store, tx) -> store.saveAbsences(tx, List.of(unexcused, absence(2))));

        assertThat(this.<Boolean>call(tx -> stores().recordStore().excuseAbsence(tx, "a1", DAY, "Fièvre")))
                .isTrue();
        assertThat(this.<Boolean>call(tx -> stores().recordStore().excuseAbsence(tx, "a1", DAY.plusDays(1), "Grippe")))
                .isTrue();
        assertThat(this.<Boolean>call(tx -> stores().recordStore().excuseAbsence(tx, "unknown", DAY, "Fièvre")))
                .isFalse();

        assertThat(stores().absences().absences(List.of("a1"))).singleElement().satisfies(absence -> {
            assertThat(absence.excused()).isTrue();
            assertThat(absence.excusedOn()).isEqualTo(DAY);
            assertThat(absence.reason()).isEqualTo("Grippe");
            assertThat(absence.recordedAt()).isEqualTo(unexcused.recordedAt());
        });
        assertThat(stores().absences().absences(List.of("a2"))).containsExactly(absence(2));
    }

    @Test
    void anAcceptedExcuseIsKnownUntilTheSchoolSaysSomethingElse() {
        Absence before = unexcused(5, null);
        saved(Relation.ABSENCE, (store, tx) -> store.saveAbsences(tx, List.of(before, absence(2))));
        assertThat(accepted()).isEmpty();

        this.<Boolean>call(tx -> stores().recordStore().excuseAbsence(tx, "a1", DAY, "Fièvre"));
        this.<Boolean>call(tx -> stores().recordStore().excuseAbsence(tx, "a1", DAY, "Grippe"));

        assertThat(accepted()).containsExactly(Map.entry("a1", before.statement()));
        Absence excused = stores().absences().absences(List.of("a1")).get(0);
        saved(Relation.ABSENCE, (store, tx) -> store.saveAbsences(tx, List.of(unexcused(9, excused))));
        assertThat(accepted()).as("how late the pupil was is a detail").isNotEmpty();

        saved(Relation.ABSENCE, (store, tx) -> store.saveAbsences(tx, List.of(before)));
        assertThat(accepted()).isEmpty();
        this.<Boolean>call(tx -> stores().recordStore().excuseAbsence(tx, "a1", DAY, "Fièvre"));
        this.<Integer>call(tx -> stores().recordStore().removeAbsences(tx, List.of("a1")));
        saved(Relation.ABSENCE, (store, tx) -> store.saveAbsences(tx, List.of(before)));
        assertThat(accepted()).isEmpty();
    }

    private Map<String, String> accepted() {
        return stores().recordStore().acceptedExcuses(List.of("a1", "a2", "unknown"));
    }

    /** @param excuse of which it has the excuse; null for none */
    private static Absence unexcused(int minutes, @Nullable Absence excuse) {
        Absence absence = new Absence(
                "a1",
                pupil(1),
                DAY,
                Absence.Type.LATE,
                Absence.Part.DAY,
                null,
                minutes,
                false,
                null,
                "?",
                Samples.NOW,
                null);
        return excuse == null ? absence : absence.withExcuseOf(excuse);
    }

    @Test
    void anAbsenceThatWasWithdrawnIsGone() {
        saved(Relation.ABSENCE, (store, tx) -> store.saveAbsences(tx, List.of(absence(1), absence(2))));

        assertThat(this.<Integer>call(tx -> stores().recordStore().removeAbsences(tx, List.of("a1", "unknown"))))
                .isOne();
        assertThat(stores().absences().absences(List.of("a1", "a2"))).containsExactly(absence(2));
    }

    @Test
    void theCalendarHasAllPeriodsAndOneIsKnownByTypeNameAndFirstDay() {
        CalendarPeriod term = new CalendarPeriod(
                CalendarPeriod.Type.TERM, "Vacances 1", period(1).first(), DAY.plusDays(90));
        CalendarPeriod longer = new CalendarPeriod(
                period(1).type(),
                period(1).name(),
                period(1).first(),
                period(1).last().plusDays(1));
        saved(Relation.CALENDAR_PERIOD, (store, tx) -> store.saveCalendar(tx, List.of(period(1), term, period(2))));
        saved(Relation.CALENDAR_PERIOD, (store, tx) -> store.saveCalendar(tx, List.of(longer)));

        assertThat(stores().calendar().calendar().periods()).containsExactlyInAnyOrder(longer, term, period(2));
        assertThat(stores().calendar().calendar().termAt(DAY.plusDays(60))).contains(term);

        assertThat(this.<Integer>call(tx -> stores().recordStore().removeCalendar(tx, List.of(period(1), period(5)))))
                .isOne();
        assertThat(stores().calendar().calendar().periods()).containsExactlyInAnyOrder(term, period(2));
    }

    @Test
    void whatIsStoredAsItIsGivenIsNotWrittenAndTheLastOfTheSameCounts() {
        assertThat(twice((store, tx) -> store.saveStudySessions(tx, List.of(session(1), session(2)))))
                .containsExactly(2, 0);
        assertThat(twice((store, tx) -> store.saveWeeklyPlans(tx, List.of(plan(1), plan(2)))))
                .containsExactly(2, 0);
        assertThat(twice((store, tx) -> store.saveSubscriptions(tx, List.of(subscription(1), subscription(2)))))
                .containsExactly(2, 0);
        assertThat(twice((store, tx) -> store.saveAbsences(tx, List.of(absence(1), absence(2)))))
                .containsExactly(2, 0);
        assertThat(twice((store, tx) -> store.saveCalendar(tx, List.of(period(1), period(2)))))
                .containsExactly(2, 0);

        StudySession moved = session(1, "s1", DAY, LocalTime.of(20, 0));
        assertThat(this.<Integer>call(
                        tx -> stores().recordStore().saveStudySessions(tx, List.of(session(1), session(2), moved))))
                .isOne();
        assertThat(stores().studySessions().sessions(List.of("s1"))).containsExactly(moved);
    }

    private List<Integer> twice(BiFunction<RecordStore, Tx, Integer> save) {
        assumeTrue(stores().recordStore().writable(Relation.ABSENCE), "these relations are the host's own");
        return Stream.of(1, 2)
                .map(time -> this.<Integer>call(tx -> save.apply(stores().recordStore(), tx)))
                .toList();
    }

    private void saved(Relation relation, BiFunction<RecordStore, Tx, Integer> save) {
        assumeTrue(stores().recordStore().writable(relation), "this relation is the host's own");
        assertThat(this.<Integer>call(tx -> save.apply(stores().recordStore(), tx)))
                .isPositive();
    }
}
