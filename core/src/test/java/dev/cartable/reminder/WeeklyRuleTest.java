package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.WEEKLY;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.StudySession;
import dev.cartable.school.model.StudySession.State;
import dev.cartable.school.model.Subscription;
import dev.cartable.school.port.Subscriptions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The week from Monday, 30 November to Sunday, 6 December. */
class WeeklyRuleTest {
    private final ReminderWorld school = ReminderWorld.listing();

    @Test
    void theWeekAndTheNextOneAreSummedUpOnSundayEvening() {
        session("s1", "2026-12-01T17:30", "Mathématiques", State.DONE);
        session("s2", "2026-12-03T17:30", "Français", State.PLANNED);
        session("s3", "2026-12-04T17:30", "Chimie", State.CANCELLED);
        session("s4", "2026-12-08T17:30", "Mathématiques", State.PLANNED);
        session("s5", "2026-12-09T17:30", "Chimie", State.CANCELLED);
        session("before", "2026-11-29T17:30", "Latin", State.DONE);
        session("after", "2026-12-14T17:30", "Latin", State.PLANNED);
        school.records.subscriptions.put(ALI, activeOn("2026-12-04"));

        assertThat(runAt("2026-12-06T19:59")).isEmpty();
        assertThat(runAt("2026-12-06T20:00")).containsExactly("ali weekly");

        assertThat(school.mails.get(0).text())
                .contains("sessions=2\n", "done=1\n", "topics=Mathématiques et Français\n", "next_sessions=1\n")
                .contains("week=lundi 30 novembre 2026\n", "active_day=vendredi 4 décembre 2026\n")
                .contains("goals=- mardi 8 décembre 2026, 17:30 – Mathématiques – Fractions\n")
                .contains("link=https://ecole.example\n");
        assertThat(runAt("2026-12-06T20:05")).isEmpty();
    }

    @Test
    void withoutASessionInEitherWeekThereIsNone() {
        session("cancelled", "2026-12-01T17:30", "Latin", State.CANCELLED);

        assertThat(runAt("2026-12-06T20:00")).isEmpty();
        assertThat(school.ledger(WEEKLY)).containsExactly("null SUPPRESSED EMPTY");
    }

    @Test
    void inHolidaysThereIsNone() {
        school.records.calendar = SchoolCalendar.of(List.of(new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Pont", LocalDate.of(2026, 12, 5), LocalDate.of(2026, 12, 6))));
        session("s1", "2026-12-01T17:30", "Mathématiques", State.DONE);

        assertThat(runAt("2026-12-06T20:00")).isEmpty();
    }

    @Test
    void aSundayInTheHolidaysIsMadeUpForOnTheMorningOfAFirstSchoolDaySoonAfter() {
        holidays("2026-12-05", "2026-12-06");
        session("s2", "2026-12-08T17:30", "Mathématiques", State.PLANNED);
        session("early", "2026-12-07T07:00", "Latin", State.DONE);
        assertThat(runAt("2026-12-06T20:00")).isEmpty();
        assertThat(tickAt("2026-12-06T22:00")).isEmpty();
        assertThat(tickAt("2026-12-07T07:55")).as("not at night").isEmpty();

        assertThat(tickAt("2026-12-07T08:00")).containsExactly("ali weekly");
        assertThat(school.mails.get(0).text()).contains("next_sessions=1\n");
        assertThat(tickAt("2026-12-07T08:05")).isEmpty();
        session("s3", "2026-12-09T17:30", "Latin", State.PLANNED);
        assertThat(runAt("2026-12-07T20:00")).as("with the others that are due").isEmpty();
        assertThat(runAt("2026-12-13T20:00")).as("the next one").containsExactly("ali weekly");
    }

    @Test
    void aSummaryThatIsMadeUpForIsAlsoPlannedByACommand() {
        holidays("2026-12-05", "2026-12-06");
        session("s2", "2026-12-08T17:30", "Mathématiques", State.PLANNED);
        assertThat(runAt("2026-12-07T09:00")).containsExactly("ali weekly");
    }

    @Test
    void afterALongWeekendASummaryIsSentOnTuesdayAndNoLater() {
        holidays("2026-12-05", "2026-12-07");
        session("s1", "2026-12-01T17:30", "Mathématiques", State.DONE);
        runAt("2026-12-06T20:00");
        assertThat(tickAt("2026-12-07T09:00")).isEmpty();
        assertThat(tickAt("2026-12-08T09:00")).containsExactly("ali weekly");

        ReminderWorld longer = ReminderWorld.listing();
        longer.records.sessions.putAll(school.records.sessions);
        longer.records.calendar = SchoolCalendar.of(List.of(new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Pont", LocalDate.of(2026, 12, 5), LocalDate.of(2026, 12, 8))));
        for (String time : List.of("2026-12-06T20:00", "2026-12-08T09:00", "2026-12-09T09:00")) {
            longer.set(time);
            assertThat(longer.run(WEEKLY)).isEmpty();
        }
        assertThat(longer.ledger(WEEKLY)).containsExactly("null SUPPRESSED HOLIDAY");
    }

    @Test
    void aSummaryThatWaitedUntilAHolidayIsSentAfterIt() {
        holidays("2026-12-07", "2026-12-07");
        session("s1", "2026-12-01T17:30", "Mathématiques", State.DONE);
        school.set("2026-12-06T20:00");
        school.send(WEEKLY);
        school.set("2026-12-07T09:00");
        assertThat(school.deliver()).isEmpty();

        assertThat(tickAt("2026-12-08T09:00")).containsExactly("ali weekly");
        assertThat(tickAt("2026-12-08T09:05")).isEmpty();
    }

    private void holidays(String first, String last) {
        school.records.calendar = SchoolCalendar.of(List.of(new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Pont", LocalDate.parse(first), LocalDate.parse(last))));
    }

    private List<String> tickAt(String time) {
        school.set(time);
        school.cartable().reminders().send().run(SendReminders.Request.betweenTimes(), step -> {});
        return school.deliver().stream()
                .map(mail -> "ali " + mail.subject().replace("reminder.", ""))
                .filter(mail -> mail.endsWith("weekly"))
                .toList();
    }

    @Test
    void aSummaryThatWaitedIsSentOnMondayAndNoLater() {
        session("s1", "2026-12-01T17:30", "Mathématiques", State.DONE);
        school.set("2026-12-06T20:00");
        school.send(WEEKLY);
        school.set("2026-12-08T08:00");
        assertThat(school.deliver()).isEmpty();
        assertThat(school.answers(WEEKLY)).containsExactly("OUTDATED");
    }

    @Test
    void ofTwoSubscriptionsOfAPupilTheFirstCounts() {
        ReminderWorld twice = new ReminderWorld(builder -> builder.subscriptions(new Subscriptions() {
            @Override
            public Stream<Subscription> inactiveSince(LocalDate day, Instant since) {
                return Stream.empty();
            }

            @Override
            public List<Subscription> of(Collection<PupilId> pupils) {
                return List.of(activeOn("2026-12-04"), activeOn("2026-12-02"));
            }
        }));
        twice.session("s1", ALI, "2026-12-01T17:30");
        twice.set("2026-12-06T20:00");

        assertThat(twice.run(WEEKLY)).hasSize(1);
        assertThat(twice.mails.get(0).text()).contains("vendredi 4 décembre 2026");
    }

    private static Subscription activeOn(String day) {
        return new Subscription(
                ALI,
                LocalDate.of(2026, 9, 1),
                null,
                LocalDate.parse(day).atTime(16, 0).atZone(ReminderWorld.ZONE).toInstant());
    }

    @Test
    void aSummarySaysWhatIsTrueWhenItIsSent() {
        session("s1", "2026-12-01T17:30", "Mathématiques", State.PLANNED);
        school.set("2026-12-06T20:00");
        school.send(WEEKLY);
        session("s1", "2026-12-01T17:30", "Mathématiques", State.DONE);
        school.set("2026-12-07T08:00");

        assertThat(school.deliver())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("done=1\n", "next_sessions=\n", "goals=\n"));
    }

    private void session(String id, String startsAt, String topic, State state) {
        school.records.sessions.put(
                id, new StudySession(id, ALI, topic, LocalDateTime.parse(startsAt), 45, "Fractions", state));
    }

    private List<String> runAt(String time) {
        school.set(time);
        return school.run(WEEKLY);
    }
}
