package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderKinds.THRESHOLD;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.CM2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.reminder.ReleaseHolds.AlreadyDecided;
import dev.cartable.reminder.ReleaseHolds.Discarded;
import dev.cartable.reminder.ReleaseHolds.Released;
import dev.cartable.reminder.ReleaseHolds.UnknownRun;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.model.Hold;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A promotion of 20 pupils in a school of 42: 6 of them are 30 %, 8 are enough. */
class AbsenceBrakeTest {
    private static final PromotionId CE1 = new PromotionId("ce1");
    private static final PromotionId CE2 = new PromotionId("ce2");
    private static final String RUN = "absence-2026-12-01";

    private final List<Alarm> alarms = new ArrayList<>();
    private ReminderWorld school = ReminderWorld.listing(UnaryOperator.identity(), alarms::add);

    @BeforeEach
    void fill() {
        InMemoryStores stores = school.stores();
        stores.unitOfWork().run(tx -> {
            for (int i = 0; i < 40; i++) {
                Pupil pupil = new Pupil(pupil(i), new PersonName("P" + i, "Diallo"), i < 20 ? CE1 : CE2, null, true);
                Guardian guardian = new Guardian(
                        new GuardianId("g" + i),
                        new PersonName("G" + i, "Diallo"),
                        "g" + i + "@example.org",
                        null,
                        "en");
                stores.rosterStore().savePupils(tx, List.of(pupil));
                stores.rosterStore().saveGuardians(tx, List.of(guardian));
                stores.rosterStore()
                        .saveGuardianships(
                                tx, List.of(Guardianship.of(guardian.id(), pupil.id(), Guardianship.Relation.MOTHER)));
            }
            stores.userStore()
                    .save(
                            tx,
                            List.of(
                                    new User(new UserId("head"), "head", "head@example.org", "en", null, true),
                                    new User(new UserId("other"), "other", "other@example.org", "en", null, true)));
            stores.alerts().supervise(tx, CE1, Set.of(new UserId("head")));
            stores.alerts().supervise(tx, CM2, Set.of(new UserId("other")));
        });
        school.set("2026-11-20T17:00");
        school.send(ABSENCE, THRESHOLD);
    }

    @Test
    void aRunThatSaysThatTooManyAreAbsentIsHeldAndStaffAreAlarmed() {
        absent(8, "2026-12-01");

        assertThat(sendAt("2026-12-01T17:00")).isEqualTo(new Counts(8, 0, 0, 8, 0, 0));
        assertThat(school.deliver()).singleElement().satisfies(mail -> {
            assertThat(mail.address().value()).isEqualTo("head@example.org");
            assertThat(mail.text())
                    .contains("run=" + RUN + "\n", "promotion=ce1\n", "absent=8\n", "enrolled=20\n", "percent=40\n");
        });
        assertThat(school.ledger(ABSENCE))
                .hasSize(8)
                .allSatisfy(line -> assertThat(line).endsWith("HELD TOO_MANY_ABSENT: " + RUN));
        assertThat(sendAt("2026-12-01T17:05").queued()).isZero();
        assertThat(school.deliver()).as("one alarm").isEmpty();
    }

    @Test
    void theAlarmSaysHowManyAreAbsentWhenItIsSent() {
        absent(12, "2026-12-01");
        sendAt("2026-12-01T17:00");
        for (int i = 9; i < 12; i++) {
            school.records.absences.remove("a" + i + "2026-12-01");
        }
        school.late("a82026-12-01", pupil(8), "2026-12-01", 10);

        assertThat(school.deliver())
                .singleElement()
                .satisfies(mail ->
                        assertThat(mail.text()).contains("absent=8\n", "enrolled=20\n", "percent=40\n", "notified=\n"));
        school.records.absences.remove("a02026-12-01");
        assertThat(alarmAt("2026-12-01T20:00")).isEqualTo(1);
        assertThat(hold().absent()).isEqualTo(7);
        assertThat(school.deliver())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("absent=7\n", "percent=35\n"));
    }

    @Test
    void aRunReadsTheAbsencesOnce() {
        absent(12, "2026-12-01");
        int before = school.records.absenceReads;
        sendAt("2026-12-01T17:00");
        assertThat(school.records.absenceReads - before).isEqualTo(1);
        absent(3, "2026-12-02");
        before = school.records.absenceReads;
        sendAt("2026-12-02T17:00");
        assertThat(school.records.absenceReads - before).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"20000, 1", "20001, 2"})
    void aRunReadsUpTo20000FactsOnceAndLeavesNoneOfMoreOut(int facts, int reads) {
        school.set("2026-12-01T08:00");
        for (int i = 0; i < facts; i++) {
            school.late("late" + i, pupil(0), "2026-11-23", 10);
        }
        int before = school.records.absenceReads;

        assertThat(sendAt("2026-12-01T17:00")).isEqualTo(new Counts(facts, 0, 0, facts, 0, 0));
        assertThat(school.records.absenceReads - before).isEqualTo(reads);
    }

    @Test
    void aSupervisorWhoIsAddedWhileARunIsHeldIsAlarmedInTheEvening() {
        absent(8, "2026-12-01");
        sendAt("2026-12-01T17:00");
        school.deliver();
        InMemoryStores stores = school.stores();
        stores.unitOfWork()
                .run(tx -> stores.alerts().supervise(tx, CE1, Set.of(new UserId("head"), new UserId("other"))));
        school.absent("more", pupil(8), "2026-12-01");

        assertThat(sendAt("2026-12-01T17:05").suppressed()).isEqualTo(1);
        assertThat(school.deliver()).isEmpty();
        assertThat(alarmAt("2026-12-01T20:00")).isEqualTo(1);
        assertThat(school.deliver())
                .extracting(mail -> mail.address().value())
                .containsExactlyInAnyOrder("head@example.org", "other@example.org");
    }

    @Test
    void aHeldRunDoesNotHoldThatOfTheNextDay() {
        absent(8, "2026-12-01");
        sendAt("2026-12-01T17:00");
        absent(3, "2026-12-02");

        assertThat(sendAt("2026-12-02T17:00").queued()).isEqualTo(3);
        assertThat(school.cartable().reminders().holds().open())
                .extracting(Hold::run)
                .containsExactly(RUN);
    }

    @Test
    void ofTwoPromotionsWithTheSameShareTheLastByNameIsNamed() {
        halfOfBothPromotions();

        assertThat(sendAt("2026-12-01T17:00").queued()).isZero();
        assertThat(hold().promotion()).isEqualTo(CE2);
        assertThat(hold().absent()).isEqualTo(10);
    }

    @Test
    void theSchoolIsNamedIfItsShareIsThatOfItsPromotions() {
        halfOfBothPromotions();
        school.absent("ali", ALI, "2026-12-01");

        assertThat(sendAt("2026-12-01T17:00").queued()).isZero();
        assertThat(hold().promotion()).isNull();
        assertThat(hold().absent()).isEqualTo(21);
    }

    private void halfOfBothPromotions() {
        absent(10, "2026-12-01");
        for (int i = 20; i < 30; i++) {
            school.absent("a" + i, pupil(i), "2026-12-01");
        }
    }

    @Test
    void fewerPupilsOrASmallerShareAreNotHeld() {
        absent(7, "2026-12-01");
        assertThat(sendAt("2026-12-01T17:00").queued()).isEqualTo(7);

        for (int i = 20; i < 25; i++) {
            school.absent("other" + i, pupil(i), "2026-12-01");
        }
        assertThat(sendAt("2026-12-01T17:10").queued())
                .as("12 of 42 in the school")
                .isEqualTo(5);
        school.absent("other26", pupil(26), "2026-12-01");
        assertThat(sendAt("2026-12-01T17:10").queued())
                .as("13 of 42 are 30.9 %")
                .isZero();
        assertThat(hold().promotion()).isNull();
        assertThat(hold().absent()).isEqualTo(13);
        assertThat(hold().enrolled()).isEqualTo(42);
    }

    @Test
    void lateArrivalsAndAbsencesOfSeveralDaysAreNotHeld() {
        school.set("2026-12-01T08:00");
        for (int i = 0; i < 10; i++) {
            school.late("late" + i, pupil(i), "2026-12-01", 30);
            school.absent("a" + i, pupil(i), i < 5 ? "2026-11-30" : "2026-12-01");
        }

        assertThat(sendAt("2026-12-01T17:00").queued()).isEqualTo(20);
    }

    @Test
    void aReleasedRunNotifiesOfWhatIsStillTrueAndIsNotHeldAgain() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");
        school.deliver();
        for (int i = 3; i < 10; i++) {
            school.records.absences.remove("a" + i + "2026-12-01");
        }
        school.set("2026-12-02T09:00");

        assertThat(release())
                .isInstanceOfSatisfying(
                        Released.class,
                        released -> assertThat(released.counts().queued()).isEqualTo(3));
        assertThat(school.deliver())
                .hasSize(3)
                .allSatisfy(mail -> assertThat(mail.text()).contains("day=Tuesday 1 December 2026\n"));
        assertThat(school.ledger(ABSENCE))
                .filteredOn(line -> line.endsWith("SUPPRESSED NO_LONGER_TRUE"))
                .hasSize(7);
        assertThat(sendAt("2026-12-02T17:00").queued()).isZero();
        assertThat(school.cartable().reminders().holds().open()).isEmpty();
    }

    @Test
    void aRunThatIsReleasedAfterDaysStillNotifies() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");
        for (int day = 2; day <= 5; day++) {
            assertThat(sendAt("2026-12-0" + day + "T17:00").queued()).isZero();
        }
        assertThat(school.cartable().reminders().holds().open()).hasSize(1);

        release();
        school.deliver();
        assertThat(school.mails)
                .filteredOn(mail -> mail.subject().equals("reminder.absence"))
                .hasSize(10);
    }

    @Test
    void aRunThatIsReleasedAfterAWeekendNotifiesThoughAnotherGuardianIsBarred() {
        InMemoryStores stores = school.stores();
        stores.unitOfWork().run(tx -> {
            for (int i = 0; i < 10; i++) {
                Guardian father = new Guardian(
                        new GuardianId("f" + i),
                        new PersonName("F" + i, "Diallo"),
                        "f" + i + "@example.org",
                        null,
                        "en");
                stores.rosterStore().saveGuardians(tx, List.of(father));
                stores.rosterStore()
                        .saveGuardianships(
                                tx,
                                List.of(new Guardianship(
                                        father.id(),
                                        pupil(i),
                                        Guardianship.Relation.FATHER,
                                        false,
                                        false,
                                        false,
                                        null,
                                        null)));
            }
        });
        absent(10, "2026-12-04");
        sendAt("2026-12-04T17:00");
        school.set("2026-12-07T08:00");

        school.cartable().reminders().holds().release("absence-2026-12-04", step -> {});
        school.deliver();
        assertThat(school.mails)
                .filteredOn(mail -> mail.subject().equals("reminder.absence"))
                .hasSize(10);
    }

    @Test
    void oneMoreOfAReleasedDayIsNotHeld() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");
        release();
        school.deliver();
        school.set("2026-12-02T08:00");
        school.absent("more", pupil(11), "2026-12-01");

        assertThat(sendAt("2026-12-02T17:00").queued()).isEqualTo(1);
    }

    @Test
    void oneMoreOfADayReleasedForTheSchoolIsNotHeldForAPromotion() {
        school.set("2026-12-01T08:00");
        for (int i = 13; i < 27; i++) {
            school.absent("a" + i, pupil(i), "2026-12-01");
        }
        sendAt("2026-12-01T17:00");
        assertThat(hold().promotion()).isNull();
        release();
        school.absent("more", pupil(0), "2026-12-01");

        assertThat(sendAt("2026-12-01T18:00").queued()).isEqualTo(1);
    }

    @Test
    void tooManyMoreOfAReleasedDayAreHeldAgain() {
        absent(15, "2026-12-01");
        sendAt("2026-12-01T17:00");
        release();
        school.deliver();
        for (int i = 15; i < 39; i++) {
            school.absent("more" + i, pupil(i), "2026-12-01");
        }

        assertThat(sendAt("2026-12-01T18:00").queued()).isZero();
        assertThat(hold().run()).isEqualTo(RUN + ".2");
        assertThat(school.ledger(ABSENCE))
                .filteredOn(line -> line.endsWith("HELD TOO_MANY_ABSENT: " + RUN + ".2"))
                .hasSize(24);
        school.cartable().reminders().holds().release(RUN + ".2", step -> {});
        school.deliver();
        assertThat(school.mails)
                .filteredOn(mail -> mail.subject().equals("reminder.absence"))
                .hasSize(24);
    }

    @Test
    void whatIsRecordedBeforeARunIsReleasedIsHeldIfItIsTooMuch() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");
        for (int i = 20; i < 35; i++) {
            school.absent("more" + i, pupil(i), "2026-12-01");
        }

        assertThat(release())
                .isInstanceOfSatisfying(
                        Released.class,
                        released -> assertThat(released.counts().queued()).isEqualTo(10));
        assertThat(hold().run()).isEqualTo(RUN + ".2");
    }

    @Test
    void aDiscardedRunNotifiesNobodyNowOrLater() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");

        assertThat(school.cartable().reminders().holds().discard(RUN))
                .isInstanceOfSatisfying(
                        Discarded.class,
                        discarded -> assertThat(discarded.entries()).isEqualTo(10));
        assertThat(school.deliver()).as("the alarm, too, is pointless now").isEmpty();
        assertThat(sendAt("2026-12-01T18:00").queued()).isZero();
        assertThat(sendAt("2026-12-02T17:00").queued()).isZero();
        assertThat(school.ledger(ABSENCE))
                .hasSize(10)
                .allSatisfy(line -> assertThat(line).contains("DISCARDED"));
    }

    @Test
    void whoIsLinkedAfterARunWasDiscardedIsNotNotifiedEither() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");
        school.cartable().reminders().holds().discard(RUN);
        school.link(Guardianship.of(new GuardianId("g30"), pupil(0), Guardianship.Relation.RELATIVE));

        assertThat(sendAt("2026-12-01T18:00").queued()).isZero();
    }

    @Test
    void whatParentsEnteredThemselvesIsNoMistakeOfTheRollCall() {
        school.set("2026-12-01T08:00");
        for (int i = 0; i < 10; i++) {
            Absence absence = school.absent("a" + i, pupil(i), "2026-12-01");
            school.record(new Absence(
                    absence.id(),
                    absence.pupil(),
                    absence.day(),
                    absence.type(),
                    absence.part(),
                    null,
                    0,
                    true,
                    null,
                    null,
                    absence.recordedAt(),
                    i < 7 ? "guardian:g" + i : null));
        }

        assertThat(sendAt("2026-12-01T17:00").queued()).isEqualTo(3);
    }

    @Test
    void otherFactsOfADiscardedDayAreNotified() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");
        school.cartable().reminders().holds().discard(RUN);
        school.absent("new", pupil(15), "2026-12-01");

        assertThat(sendAt("2026-12-01T18:00").queued()).isEqualTo(1);
    }

    @Test
    void aDecisionIsMadeOnce() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");
        release();

        assertThat(school.cartable().reminders().holds().discard(RUN)).isInstanceOf(AlreadyDecided.class);
        assertThat(release())
                .isInstanceOfSatisfying(
                        Released.class,
                        again -> assertThat(again.counts().queued()).isZero());
        assertThat(school.cartable().reminders().holds().discard("absence-2026-12-24"))
                .isInstanceOf(UnknownRun.class);
    }

    @Test
    void whatIsNotDecidedIsAlarmedOfAgainEachEvening() {
        absent(10, "2026-12-01");
        sendAt("2026-12-01T17:00");
        assertThat(school.deliver()).hasSize(1);

        assertThat(alarmAt("2026-12-01T19:59")).isZero();
        assertThat(alarmAt("2026-12-01T20:00")).isEqualTo(1);
        assertThat(alarmAt("2026-12-01T20:05")).isZero();
        assertThat(alarmAt("2026-12-02T19:00")).isZero();
        assertThat(alarmAt("2026-12-02T20:00")).isEqualTo(1);
        assertThat(school.deliver()).hasSize(2);
        release();
        assertThat(alarmAt("2026-12-03T20:00")).isZero();
    }

    @Test
    void thresholdsWaitForTheDecisionInWhicheverOrderTheRulesAreAsked() {
        for (String day : List.of("2026-11-23", "2026-11-25", "2026-11-27")) {
            absent(3, day);
            sendAt(day + "T17:00");
        }
        school.deliver();
        absent(10, "2026-11-30");
        school.set("2026-11-30T17:00");

        assertThat(school.send(THRESHOLD).queued()).isZero();
        assertThat(school.ledger(THRESHOLD)).containsOnly("null SUPPRESSED ABSENCES_HELD");
        assertThat(school.cartable().reminders().holds().open())
                .as("no absence is held yet")
                .isEmpty();
        school.send(ABSENCE);
        assertThat(school.send(THRESHOLD).queued()).isZero();
        school.set("2026-12-01T17:00");
        assertThat(school.send(THRESHOLD).queued()).as("on the next day, too").isZero();
        school.set("2026-12-02T17:00");
        school.cartable().reminders().holds().release("absence-2026-11-30", step -> {});
        assertThat(school.send(THRESHOLD).queued())
                .as("three parents and the head of each pupil")
                .isEqualTo(6);
    }

    @Test
    void whatIsNotifiedAtOnceIsHeldAsSoonAsItIsTooMuch() {
        school = ReminderWorld.listing(
                settings -> settings.withAbsences(settings.absences().atOnce()), alarms::add);
        fill();
        absent(6, "2026-12-01");
        assertThat(betweenAt("2026-12-01T08:30").queued()).isEqualTo(6);
        school.set("2026-12-01T08:40");
        school.absent("b6", pupil(6), "2026-12-01");
        school.absent("b7", pupil(7), "2026-12-01");

        school.deliver();
        assertThat(betweenAt("2026-12-01T09:00").queued()).isZero();
        assertThat(hold().absent()).isEqualTo(8);
        assertThat(school.deliver())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("absent=8\n", "notified=6\n"));
        assertThat(release())
                .isInstanceOfSatisfying(
                        Released.class,
                        released -> assertThat(released.counts().queued()).isEqualTo(2));
        school.absent("b8", pupil(8), "2026-12-01");
        assertThat(betweenAt("2026-12-01T09:30").queued())
                .as("a person has looked at this day")
                .isEqualTo(1);
    }

    @Test
    void aReleaseIsForTheDayOfTheAbsencesAndNotForAnother() {
        school = ReminderWorld.listing(
                settings -> settings.withAbsences(settings.absences().atOnceAfter(Duration.ZERO)), alarms::add);
        fill();
        school.set("2026-12-02T08:00");
        for (int i = 0; i < 10; i++) {
            school.absent("late" + i, pupil(i), "2026-12-01");
        }
        betweenAt("2026-12-02T08:10");
        school.cartable().reminders().holds().release(hold().run(), step -> {});
        for (int i = 0; i < 7; i++) {
            school.absent("c" + i, pupil(i), "2026-12-02");
        }
        assertThat(betweenAt("2026-12-02T08:30").queued()).isEqualTo(7);
        school.absent("c7", pupil(7), "2026-12-02");

        assertThat(betweenAt("2026-12-02T09:00").queued()).isZero();
        assertThat(hold().absent()).isEqualTo(8);
    }

    @Test
    void whatWasNotifiedBeforeARunWasDiscardedStillCounts() {
        school = ReminderWorld.listing(
                settings -> settings.withAbsences(settings.absences().atOnceAfter(Duration.ZERO)), alarms::add);
        fill();
        absent(6, "2026-12-01");
        betweenAt("2026-12-01T08:30");
        school.absent("b6", pupil(6), "2026-12-01");
        school.absent("b7", pupil(7), "2026-12-01");
        betweenAt("2026-12-01T09:00");
        school.cartable().reminders().holds().discard(RUN);

        school.absent("b8", pupil(8), "2026-12-01");
        assertThat(betweenAt("2026-12-01T09:30").queued()).as("7 pupils").isEqualTo(1);
        school.absent("b9", pupil(9), "2026-12-01");
        assertThat(betweenAt("2026-12-01T10:00").queued()).as("8 pupils").isZero();
        assertThat(hold().run()).isEqualTo(RUN + ".2");
        assertThat(hold().absent()).isEqualTo(8);
    }

    @Test
    void withoutABrakeNothingIsHeld() {
        school = ReminderWorld.listing(
                settings -> settings.withAbsences(settings.absences().withBrake(null)), alarms::add);
        fill();
        absent(20, "2026-12-01");

        assertThat(sendAt("2026-12-01T17:00").queued()).isEqualTo(20);
    }

    @Test
    void aDryRunShowsWhatWouldBeHeldAndHoldsNothing() {
        absent(10, "2026-12-01");
        school.set("2026-12-01T17:00");

        assertThat(school.cartable()
                        .reminders()
                        .send()
                        .plan(Request.only(Set.of(ABSENCE)))
                        .counts())
                .isEqualTo(new Counts(10, 0, 0, 10, 0, 0));
        assertThat(school.cartable().reminders().holds().open()).isEmpty();
    }

    @Test
    void theTasksAlarmTheAdministratorOnceAndAgainInTheEvening() {
        absent(10, "2026-12-01");
        school.cartable().tasks().tick();
        school.set("2026-12-01T17:00");
        school.cartable().tasks().tick();
        assertThat(codes()).containsExactly(Alarm.Code.REMINDERS_HELD);
        assertThat(alarms)
                .filteredOn(alarm -> alarm.code() == Alarm.Code.REMINDERS_HELD)
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.task()).isEqualTo(new TaskName("reminder-absence"));
                    assertThat(alarm.facts()).containsEntry("run", RUN).containsEntry("absent", "10");
                });

        school.set("2026-12-01T18:00");
        school.cartable().tasks().tick();
        assertThat(codes()).hasSize(1);
        school.set("2026-12-01T20:00");
        school.cartable().tasks().tick();
        assertThat(codes()).containsExactly(Alarm.Code.REMINDERS_HELD, Alarm.Code.REMINDERS_STILL_HELD);
    }

    private List<Alarm.Code> codes() {
        return alarms.stream()
                .map(Alarm::code)
                .filter(code -> code.name().startsWith("REMINDERS"))
                .toList();
    }

    private static PupilId pupil(int i) {
        return new PupilId("p" + i);
    }

    private void absent(int pupils, String day) {
        school.set(day + "T08:00");
        for (int i = 0; i < pupils; i++) {
            school.absent("a" + i + day, pupil(i), day);
        }
    }

    private Hold hold() {
        return school.cartable().reminders().holds().open().get(0);
    }

    private ReleaseHolds.Result release() {
        return school.cartable().reminders().holds().release(RUN, step -> {});
    }

    private Counts sendAt(String time) {
        school.set(time);
        return school.send(ABSENCE);
    }

    private Counts betweenAt(String time) {
        school.set(time);
        return school.cartable().reminders().send().run(Request.betweenTimes(), step -> {});
    }

    private int alarmAt(String time) {
        school.set(time);
        return school.cartable().reminders().holds().alarmAgain().size();
    }
}
