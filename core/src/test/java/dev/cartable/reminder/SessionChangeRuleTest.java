package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Enclosures.CalendarEvent;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.school.model.StudySession;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionChangeRuleTest {
    private static final Kind[] SESSIONS = {ReminderKinds.SESSION, ReminderKinds.EVE, ReminderKinds.SESSION_CHANGE};

    private final ReminderWorld school = new ReminderWorld();

    private List<RenderedNotice> mailsAt(String time) {
        school.set(time);
        school.send(SESSIONS);
        return school.deliver();
    }

    private RenderedNotice mailAt(String time) {
        List<RenderedNotice> mails = mailsAt(time);
        assertThat(mails).as(time).hasSize(1);
        return mails.get(0);
    }

    private static CalendarEvent event(RenderedNotice mail) {
        return requireNonNull(mail.enclosures().event());
    }

    private void put(StudySession session, StudySession.State state) {
        school.records.sessions.put(
                session.id(),
                new StudySession(
                        session.id(),
                        session.pupil(),
                        session.topic(),
                        session.startsAt(),
                        session.minutes(),
                        session.goal(),
                        state));
    }

    @Test
    void aReminderCarriesTheSessionForTheCalendar() {
        school.session("s1", ALI, "2026-11-30T17:30");

        CalendarEvent event = event(mailAt("2026-11-30T08:00"));

        assertThat(event.sequence()).isZero();
        assertThat(event.startsAt())
                .isEqualTo(LocalDateTime.parse("2026-11-30T17:30").atZone(ReminderWorld.ZONE));
        assertThat(event.duration()).isEqualTo(Duration.ofMinutes(45));
        assertThat(event.summary()).isEqualTo("Mathématiques");
        assertThat(event.description()).isEqualTo("Fractions");
        assertThat(event.page()).hasToString("https://ecole.example/sessions/s1");
        assertThat(event.stamp()).isEqualTo(school.now());
        assertThat(event.cancelled()).isFalse();
        assertThat(event.uid().version()).isEqualTo(8);
        assertThat(event.uid().variant()).isEqualTo(2);
    }

    @Test
    void aSessionThatIsCancelledLeavesTheCalendarOnce() {
        StudySession session = school.session("s1", ALI, "2026-11-30T17:30");
        CalendarEvent first = event(mailAt("2026-11-30T08:00"));
        put(session, StudySession.State.CANCELLED);

        RenderedNotice mail = mailAt("2026-11-30T12:00");

        assertThat(mail.subject()).isEqualTo("Annulée\u00A0: Mathématiques du lundi 30 novembre 2026");
        assertThat(mail.text())
                .contains("du lundi 30 novembre 2026 à 17:30 (Mathématiques) n’a pas lieu.")
                .doesNotContain("https://");
        CalendarEvent event = event(mail);
        assertThat(event.uid()).isEqualTo(first.uid());
        assertThat(event.sequence()).isEqualTo(1);
        assertThat(event.cancelled()).isTrue();
        assertThat(mailsAt("2026-11-30T12:10")).isEmpty();
    }

    @Test
    void aSessionThatIsGoneIsCancelled() {
        school.session("s1", ALI, "2026-11-30T17:30");
        CalendarEvent first = event(mailAt("2026-11-30T08:00"));
        school.records.sessions.clear();

        RenderedNotice mail = mailAt("2026-11-30T12:00");

        assertThat(mail.text()).contains("du lundi 30 novembre 2026 à 17:30 n’a pas lieu.");
        assertThat(event(mail).uid()).isEqualTo(first.uid());
        assertThat(event(mail).cancelled()).isTrue();
        assertThat(event(mail).startsAt()).isEqualTo(first.startsAt());
    }

    @Test
    void aSessionThatIsMovedToAnotherDayAndThenCancelledCountsOn() {
        school.session("s1", ALI, "2026-11-30T17:30");
        mailAt("2026-11-30T08:00");
        StudySession moved = school.session("s1", ALI, "2026-12-03T18:00");

        RenderedNotice mail = mailAt("2026-11-30T12:00");

        assertThat(mail.subject()).startsWith("Déplacée\u00A0: Mathématiques");
        assertThat(mail.text())
                .contains("est déplacée au jeudi 3 décembre 2026 à 18:00", "https://ecole.example/sessions/s1");
        assertThat(event(mail).sequence()).isEqualTo(1);
        assertThat(event(mail).startsAt().toLocalDateTime()).isEqualTo(moved.startsAt());
        assertThat(event(mailAt("2026-12-02T18:30")).sequence())
                .as("the eve of the new day says the same")
                .isEqualTo(1);
        put(moved, StudySession.State.CANCELLED);
        assertThat(event(mailAt("2026-12-03T07:00"))).satisfies(event -> {
            assertThat(event.sequence()).isEqualTo(2);
            assertThat(event.cancelled()).isTrue();
        });
    }

    @Test
    void anotherTimeOfTheSameDayIsRemindedOfByTheSameRuleWithAHigherSequence() {
        school.session("s1", ALI, "2026-11-30T17:30");
        CalendarEvent first = event(mailAt("2026-11-30T08:00"));
        school.session("s1", ALI, "2026-11-30T19:00");

        RenderedNotice mail = mailAt("2026-11-30T12:00");

        assertThat(mail.kind()).isEqualTo(ReminderKinds.SESSION);
        assertThat(event(mail).uid()).isEqualTo(first.uid());
        assertThat(event(mail).sequence()).isEqualTo(1);
    }

    @Test
    void whatComesBackToItsTimeIsNoChangeAndHasNoLowerSequence() {
        school.session("s1", ALI, "2026-11-30T17:30");
        mailAt("2026-11-30T08:00");
        school.session("s1", ALI, "2026-12-03T17:30");
        mailAt("2026-11-30T09:00");
        school.session("s1", ALI, "2026-11-30T17:30");

        assertThat(event(mailAt("2026-11-30T10:00")).sequence()).isEqualTo(2);
        assertThat(mailsAt("2026-11-30T10:10")).isEmpty();
    }

    @Test
    void ofASessionThatHasBegunOrWasHeldNothingIsSaid() {
        StudySession session = school.session("s1", ALI, "2026-11-30T17:30");
        mailAt("2026-11-30T08:00");
        put(session, StudySession.State.DONE);
        assertThat(mailsAt("2026-11-30T12:00")).isEmpty();

        put(session, StudySession.State.CANCELLED);
        assertThat(mailsAt("2026-11-30T17:30")).isEmpty();
        assertThat(school.ledger(ReminderKinds.SESSION_CHANGE)).isEmpty();
    }

    @Test
    void aChangeThatHasWaitedUntilTheSessionBeganIsNotSent() {
        StudySession session = school.session("s1", ALI, "2026-11-30T17:30");
        mailAt("2026-11-30T08:00");
        put(session, StudySession.State.CANCELLED);
        school.set("2026-11-30T17:29");
        assertThat(school.send(ReminderKinds.SESSION_CHANGE).queued()).isEqualTo(1);

        school.set("2026-11-30T17:30");
        assertThat(school.deliver()).isEmpty();
        assertThat(school.answers(ReminderKinds.SESSION_CHANGE)).containsExactly("BEGUN");
    }

    @Test
    void aSessionThatIsMovedToADayForTheSecondTimeIsAThirdChange() {
        school.session("s1", ALI, "2026-11-30T17:30");
        mailAt("2026-11-30T08:00");
        int hour = 9;
        for (String start : List.of("2026-12-03T18:00", "2026-12-04T18:00", "2026-12-03T18:00")) {
            school.session("s1", ALI, start);
            assertThat(event(mailAt("2026-11-30T%02d:00".formatted(hour++)))
                            .startsAt()
                            .toLocalDateTime())
                    .isEqualTo(start);
        }
        try (Stream<ReminderLine> lines = school.stores()
                .reminders()
                .history(ReminderFilter.days(LocalDate.of(2026, 11, 30), LocalDate.of(2026, 11, 30))
                        .of(ReminderKinds.SESSION_CHANGE))) {
            assertThat(lines.map(line -> line.entry().revision()))
                    .containsExactly("2:2026-12-03T18:00", "1:2026-12-04T18:00", "0:2026-12-03T18:00");
        }
    }

    @Test
    void ofASessionOfWhichNobodyWasRemindedNothingIsSaid() {
        StudySession session = school.session("s1", ALI, "2026-12-05T17:30");
        assertThat(mailsAt("2026-11-30T08:00")).isEmpty();
        put(session, StudySession.State.CANCELLED);

        assertThat(mailsAt("2026-11-30T12:00")).isEmpty();
    }

    @Test
    void otherMailsCarryNothing() {
        school.absent("a1", ALI, "2026-11-30");
        school.set("2026-11-30T17:00");
        school.send(ReminderKinds.ABSENCE);

        assertThat(school.deliver())
                .isNotEmpty()
                .allMatch(mail -> mail.enclosures().isEmpty());
    }
}
