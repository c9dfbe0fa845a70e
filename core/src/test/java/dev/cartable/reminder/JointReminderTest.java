package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderKinds.THRESHOLD;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static dev.cartable.reminder.ReminderWorld.CM2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.PreferenceSettings;
import dev.cartable.notice.RecordBounces;
import dev.cartable.notice.model.Bounce;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SmsText;
import dev.cartable.notice.port.BounceMailbox.BounceReport;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the rules say about several children in one message: from the facts to the gateway, and back from a mail server. */
class JointReminderTest {
    private final List<RenderedNotice> texts = new ArrayList<>();
    private final ReminderWorld school = new ReminderWorld(builder -> ReminderWorld.byTelephone(builder, texts)
            .smsBudget(100)
            .preferenceSettings(PreferenceSettings.defaults().withDigest(true)));

    @BeforeEach
    void twoChildrenAreAbsent() {
        school.address(AWA, "awa@example.org", "+224620123456");
        school.set("2026-11-20T17:00");
        school.send(ABSENCE);
        school.set("2026-11-30T08:00");
        school.absent("a1", ALI, "2026-11-30");
        school.absent("a2", BINTA, "2026-11-30");
        school.late("a3", BINTA, "2026-11-27", 20);
        school.set("2026-11-30T17:00");
        school.send(ABSENCE);
        school.deliver();
    }

    private List<Notice.Entry> notices(Channel channel) {
        try (Stream<Notice.Entry> all = school.cartable().notices().list()) {
            return all.filter(entry -> NoticeFilter.all().by(channel).matches(entry))
                    .toList();
        }
    }

    @Test
    void threeFactsAboutTwoChildrenAreOneMailAndOneShortMessage() {
        assertThat(school.mails).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).contains("Ali", "Binta", "3", "30 November 2026");
            assertThat(mail.text()).contains("Ali was not in class", "Binta was not in class", "Binta was 20 min late");
        });
        assertThat(texts).hasSize(1);
        assertThat(notices(Channel.EMAIL)).hasSize(3).allMatch(entry -> entry.state() == NoticeState.SENT);
        assertThat(notices(Channel.SMS)).hasSize(3).allMatch(entry -> entry.state() == NoticeState.SENT);
        assertThat(school.cartable()
                        .reminders()
                        .reconcile(LocalDate.of(2026, 11, 30))
                        .get(ABSENCE))
                .isNotNull()
                .satisfies(tally -> assertThat(tally.sent()).isEqualTo(3));
    }

    @Test
    void theSegmentsOfAJointShortMessageAreCountedOnce() {
        SmsText text = SmsText.of(texts.get(0).text());

        assertThat(text.segments()).isGreaterThan(1);
        assertThat(school.stores().smsBudget().used(LocalDate.of(2026, 11, 30))).isEqualTo(text.segments());
    }

    @Test
    void aJointMailThatComesBackHasNotifiedOfNothing() {
        RenderedNotice mail = school.mails.get(0);

        assertThat(school.cartable()
                        .notices()
                        .bounces()
                        .record(new BounceReport(
                                Bounce.Type.HARD,
                                mail.id(),
                                Set.of(EmailAddress.of("awa@example.org")),
                                "5.1.1",
                                "550 no such user")))
                .isEqualTo(RecordBounces.Outcome.ADDRESS_SUPPRESSED);

        assertThat(notices(Channel.EMAIL))
                .hasSize(3)
                .allMatch(entry -> entry.state() == NoticeState.FAILED)
                .allMatch(entry -> String.valueOf(entry.reason()).contains("550 no such user"));
        school.deliver();
        assertThat(texts).as("the short message has said it").hasSize(1);
    }

    @Test
    void thresholdsOfTwoChildrenAreOneMailToAParentAndOneToTheStaff() {
        UserId head = new UserId("head");
        school.stores().unitOfWork().run(tx -> {
            school.stores().userStore().save(tx, List.of(new User(head, "head", "head@example.org", "en", null, true)));
            school.stores().alerts().supervise(tx, CM2, Set.of(head));
        });
        school.send(THRESHOLD);
        for (int day = 1; day <= 4; day++) {
            school.set("2026-12-0" + day + "T08:00");
            school.absent("t" + day, ALI, "2026-12-0" + day);
            school.absent("u" + day, BINTA, "2026-12-0" + day);
        }
        school.set("2026-12-04T17:00");
        school.send(THRESHOLD);

        assertThat(school.deliver())
                .hasSize(2)
                .allSatisfy(mail ->
                        assertThat(mail.text()).contains("5 days in a row", "4 unexcused absences in December 2026"));
        assertThat(mailTo("awa").text())
                .contains(
                        "Ali has missed", "Binta has missed", "Please contact the school", "give the school the reason")
                .doesNotContain("École des Palmiers: ");
        assertThat(mailTo("head"))
                .satisfies(mail -> assertThat(mail.subject()).contains("4 messages about pupils"))
                .satisfies(mail -> assertThat(mail.text())
                        .contains("Ali Ndiaye has missed", "Binta Ndiaye has", "Please contact the family")
                        .doesNotContain("give the school the reason"));
        school.set("2026-12-04T17:30");
        school.send(THRESHOLD);
        assertThat(school.deliver()).as("once").isEmpty();
    }

    private RenderedNotice mailTo(String person) {
        return school.mails.stream()
                .filter(mail -> mail.recipient().id().equals(person))
                .findFirst()
                .orElseThrow();
    }
}
