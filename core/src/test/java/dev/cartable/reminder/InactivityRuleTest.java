package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.INACTIVITY;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.Subscription;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InactivityRuleTest {
    private ReminderWorld school = ReminderWorld.listing();

    @Test
    void aPupilIsRemindedAfterThreeWholeSchoolDaysAwayAndAgainAfterAWeek() {
        active("2026-11-26T18:00");
        List<String> days = new ArrayList<>();
        for (LocalDate day = LocalDate.of(2026, 11, 27);
                day.isBefore(LocalDate.of(2026, 12, 20));
                day = day.plusDays(1)) {
            if (!runOn(day.toString()).isEmpty()) {
                days.add(day.toString());
            }
        }

        assertThat(days).as("Friday, Monday, Tuesday away").containsExactly("2026-12-02", "2026-12-09", "2026-12-16");
    }

    @ParameterizedTest
    @CsvSource({"2026-12-01, 0", "2026-12-02, 1"})
    void onlyPupilsWhoWereAwayForThreeSchoolDaysAreCandidates(String day, int candidates) {
        active("2026-11-26T18:00");
        school.set(day + "T10:00");

        assertThat(school.send(INACTIVITY).candidates()).isEqualTo(candidates);
    }

    @ParameterizedTest
    @CsvSource({"2025-11-30T23:59, 1", "2025-12-01T00:00, 0"})
    void schoolDaysAreSearchedForInTheLast366Days(String lastActive, int candidates) {
        school.records.calendar = SchoolCalendar.of(List.of(new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Closed", LocalDate.of(2025, 1, 1), LocalDate.of(2026, 12, 1))));
        subscribe("2024-09-01", null, lastActive);
        school.set("2026-12-02T10:00");

        assertThat(school.send(INACTIVITY).candidates()).isEqualTo(candidates);
    }

    @Test
    void theReminderSaysForHowLong() {
        active("2026-11-26T18:00");

        assertThat(runOn("2026-12-03")).containsExactly("ali inactivity");
        assertThat(school.mails.get(0).text())
                .contains(
                        "days=4\n",
                        "day=jeudi 3 décembre 2026\n",
                        "last_day=jeudi 26 novembre 2026\n",
                        "link=https://ecole.example\n",
                        "to_pupil=1\n");
    }

    @Test
    void whoWasNeverActiveIsCountedFromTheFirstDayOfTheSubscription() {
        subscribe("2026-11-30", null, null);

        assertThat(runOn("2026-12-02")).isEmpty();
        assertThat(runOn("2026-12-03")).containsExactly("ali inactivity");
        assertThat(school.mails.get(0).text()).contains("days=3\n", "last_day=\n");
    }

    @Test
    void withoutASubscriptionNobodyIsReminded() {
        subscribe("2026-09-01", "2026-12-01", "2026-11-20T10:00");
        assertThat(runOn("2026-12-02")).isEmpty();
        subscribe("2026-12-10", null, null);
        assertThat(runOn("2026-12-09")).isEmpty();
    }

    @Test
    void holidaysAreNoDaysAwayAndNobodyIsRemindedInThem() {
        school.records.calendar = SchoolCalendar.of(List.of(new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Noël", LocalDate.of(2026, 12, 19), LocalDate.of(2027, 1, 3))));
        active("2026-12-16T18:00");
        assertThat(runOn("2026-12-22")).isEmpty();
        assertThat(runOn("2027-01-04")).isEmpty();
        assertThat(runOn("2027-01-05")).as("Thursday, Friday, Monday away").containsExactly("ali inactivity");

        active("2026-12-10T18:00");
        assertThat(runOn("2026-12-21")).isEmpty();
        assertThat(school.ledger(INACTIVITY)).contains("null SUPPRESSED HOLIDAY");
    }

    @Test
    void betweenTwoSchoolYearsNobodyIsRemindedAndNoDayCounts() {
        school.records.calendar = SchoolCalendar.of(
                List.of(year("2025-26", "2025-09-01", "2026-06-30"), year("2026-27", "2026-09-01", "2027-06-30")));
        subscribe("2025-09-01", null, "2026-06-29T10:00");

        assertThat(runOn("2026-07-20")).isEmpty();
        assertThat(runOn("2026-08-31")).isEmpty();
        assertThat(runOn("2026-09-02")).as("30 June, 1 September away").isEmpty();
        assertThat(runOn("2026-09-03")).containsExactly("ali inactivity");
    }

    private static CalendarPeriod year(String name, String first, String last) {
        return new CalendarPeriod(CalendarPeriod.Type.YEAR, name, LocalDate.parse(first), LocalDate.parse(last));
    }

    @Test
    void aReminderIsNotSentOnceThePupilIsActiveAgain() {
        active("2026-11-20T18:00");
        school.set("2026-12-01T10:00");
        assertThat(school.send(INACTIVITY).queued()).isEqualTo(1);
        active("2026-12-01T10:05");

        assertThat(school.deliver()).isEmpty();
        assertThat(school.suppressed()).containsExactly("ACTIVE_AGAIN");
    }

    @Test
    void aReminderIsNotSentOnceTheSubscriptionHasEnded() {
        active("2026-11-20T18:00");
        school.set("2026-12-01T10:00");
        assertThat(school.send(INACTIVITY).queued()).isEqualTo(1);
        subscribe("2026-09-01", "2026-11-30", "2026-11-20T18:00");

        assertThat(school.deliver()).isEmpty();
        assertThat(school.suppressed()).containsExactly("NO_SUBSCRIPTION");
    }

    @Test
    void daysAndPauseAreTheSchoolsToChoose() {
        school = ReminderWorld.listing(settings -> settings.withInactivity(1, 2));
        active("2026-11-26T18:00");

        assertThat(runOn("2026-11-28")).containsExactly("ali inactivity");
        assertThat(runOn("2026-11-29")).isEmpty();
        assertThat(runOn("2026-11-30")).containsExactly("ali inactivity");
    }

    @Test
    void theCalendarIsNotReadForEachPupil() {
        AtomicInteger reads = new AtomicInteger();
        school = new ReminderWorld(builder -> builder.calendar(() -> {
            reads.incrementAndGet();
            return SchoolCalendar.empty();
        }));
        for (int i = 0; i < 200; i++) {
            PupilId pupil = new PupilId("pupil" + i);
            school.records.subscriptions.put(pupil, new Subscription(pupil, LocalDate.of(2026, 9, 1), null, null));
        }
        school.set("2026-11-30T10:00");

        assertThat(school.send(INACTIVITY).candidates()).isEqualTo(200);
        assertThat(reads).hasValueLessThan(5);
    }

    private void active(String at) {
        subscribe("2026-09-01", null, at);
    }

    private void subscribe(String from, @Nullable String to, @Nullable String activeAt) {
        school.records.subscriptions.put(
                ALI,
                new Subscription(
                        ALI,
                        LocalDate.parse(from),
                        to == null ? null : LocalDate.parse(to),
                        activeAt == null
                                ? null
                                : LocalDateTime.parse(activeAt)
                                        .atZone(ReminderWorld.ZONE)
                                        .toInstant()));
    }

    private List<String> runOn(String day) {
        school.set(day + "T10:00");
        return school.run(INACTIVITY);
    }
}
