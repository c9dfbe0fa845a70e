package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BAKARY;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static dev.cartable.reminder.ReminderWorld.CM2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.reminder.RemindPupil.Problem;
import dev.cartable.reminder.RemindPupil.Queued;
import dev.cartable.reminder.RemindPupil.Refused;
import dev.cartable.reminder.RemindPupil.Result;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemindPupilTest {
    private final ReminderWorld school = ReminderWorld.listing();

    @BeforeEach
    void morning() {
        school.set("2026-11-30T08:00");
    }

    @Test
    void aParentWritesToTheirOwnChildInTheirOwnWords() {
        assertThat(remind(AWA, ALI, "  Pense à ton contrôle,\r\n{school} <b>demain</b>\u0007 !  "))
                .isInstanceOf(Queued.class);

        assertThat(school.deliver()).singleElement().satisfies(mail -> {
            assertThat(mail.address().value()).isEqualTo("ali@example.org");
            assertThat(mail.subject()).isEqualTo("reminder.manual");
            assertThat(mail.text())
                    .contains("from=Awa Ndiaye\n", "text=Pense à ton contrôle,\n{school} <b>demain</b> !\n");
        });
        assertThat(school.ledger(ReminderKinds.MANUAL)).containsExactly("pupil:ali QUEUED null");
    }

    @Test
    void oneMessageForEachChildAndDay() {
        assertThat(remind(AWA, ALI, "a")).isInstanceOf(Queued.class);
        assertThat(remind(AWA, ALI, "b")).isEqualTo(new Refused(Problem.ALREADY_TODAY));
        assertThat(remind(BAKARY, ALI, "b")).isEqualTo(new Refused(Problem.ALREADY_TODAY));
        school.set("2026-12-01T08:00");
        assertThat(remind(BAKARY, ALI, "b")).isInstanceOf(Queued.class);
    }

    @Test
    void oneMessageADayThoughTheChildGetsAnAddressBetween() {
        ReminderWorld world =
                new ReminderWorld(builder -> builder.reminderChannels(Set.of(Channel.EMAIL, Channel.IN_APP)));
        world.set("2026-11-30T08:00");
        assertThat(world.cartable().reminders().remind(AWA, BINTA, "a")).isInstanceOf(Queued.class);
        Pupil withAddress = new Pupil(BINTA, new PersonName("Binta", "Ndiaye"), CM2, "binta@example.org", true);
        world.stores().unitOfWork().run(tx -> world.stores().rosterStore().savePupils(tx, List.of(withAddress)));

        assertThat(world.cartable().reminders().remind(AWA, BINTA, "b")).isEqualTo(new Refused(Problem.ALREADY_TODAY));
        assertThat(world.deliver()).isEmpty();
    }

    @Test
    void onlyWhoMayKnowAboutAChildWritesToIt() {
        assertThat(remind(new GuardianId("nobody"), ALI, "a")).isEqualTo(new Refused(Problem.NOT_OWN_CHILD));
        assertThat(remind(AWA, new PupilId("other"), "a")).isEqualTo(new Refused(Problem.NOT_OWN_CHILD));
        school.link(new Guardianship(AWA, ALI, Guardianship.Relation.MOTHER, true, false, true, null, null));
        assertThat(remind(AWA, ALI, "a")).isEqualTo(new Refused(Problem.NOT_OWN_CHILD));
        school.link(new Guardianship(
                AWA, ALI, Guardianship.Relation.MOTHER, true, true, true, null, LocalDate.of(2026, 11, 29)));
        assertThat(remind(AWA, ALI, "a")).isEqualTo(new Refused(Problem.NOT_OWN_CHILD));
    }

    @Test
    void aMessageHasOneToAThousandCharacters() {
        assertThat(remind(AWA, ALI, " \n ")).isEqualTo(new Refused(Problem.EMPTY));
        assertThat(remind(AWA, ALI, "😀".repeat(1_001))).isEqualTo(new Refused(Problem.TOO_LONG));
        assertThat(remind(AWA, ALI, "😀".repeat(1_000))).isInstanceOf(Queued.class);
    }

    @Test
    void aChildWithoutAnAddressCannotBeReached() {
        assertThat(remind(AWA, BINTA, "a")).isEqualTo(new Refused(Problem.NO_CHANNEL));
    }

    @Test
    void aMessageIsNotSentOnceTheParentMayNoLongerKnowOrDaysLater() {
        remind(AWA, ALI, "a");
        school.link(new Guardianship(AWA, ALI, Guardianship.Relation.MOTHER, true, false, true, null, null));
        assertThat(school.deliver()).isEmpty();

        school.set("2026-12-01T08:00");
        remind(BAKARY, ALI, "b");
        school.set("2026-12-03T08:00");
        assertThat(school.deliver()).isEmpty();
    }

    @Test
    void aMessageOfATransactionThatIsRolledBackIsNotQueued() {
        try {
            school.stores().unitOfWork().run(tx -> {
                remind(AWA, ALI, "a");
                throw new IllegalStateException("the host");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the host");
        }
        assertThat(school.deliver()).isEmpty();
        assertThat(remind(AWA, ALI, "a")).isInstanceOf(Queued.class);
    }

    private Result remind(GuardianId guardian, PupilId pupil, String text) {
        return school.cartable().reminders().remind(guardian, pupil, text);
    }
}
