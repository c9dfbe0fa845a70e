package dev.cartable.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.account.Accounts;
import dev.cartable.account.ActivateAccount;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.school.model.GuardianId;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

@CartableTest
@TestPropertySource(properties = "spring.config.name=portal")
class CartableTestTest {
    private static final GuardianId MARIAMA = new GuardianId("G004");
    private static final Pattern TOKEN = Pattern.compile("#(\\S+)");

    @Autowired
    Accounts accounts;

    @Autowired
    Tasks tasks;

    @Autowired
    TestOutbox outbox;

    @Autowired
    FakeCouriers couriers;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    ApplicationContext application;

    @RepeatedTest(2)
    void eachTestBeginsWithWhatTheApplicationHadAtFirst() {
        assertThat(outbox).isEmpty();
        assertThat(couriers.email().attempts()).isEmpty();
        assertThat(clock.instant()).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM parent", Integer.class))
                .isEqualTo(1);

        jdbc.update("INSERT INTO parent VALUES ('G005', 'Alpha', 'Bah', 'alpha@example.org')");
        jdbc.update("INSERT INTO tie VALUES ('G005', 'P007')");
        accounts.open(new GuardianId("G005"));
        outbox.send();
        clock.advance(Duration.ofDays(3));

        assertThat(couriers.email().sentTo("alpha@example.org")).hasSize(1);
        assertThat(outbox).hasSize(1).hasSent("account.activation").to("G005").once();
    }

    @Test
    void theOutboxSaysWhatWasQueuedToWhom() {
        accounts.open(MARIAMA);

        assertThat(outbox).hasQueued("account.activation").to("G004");
        assertThat(outbox)
                .hasQueued("account.activation")
                .to("guardian:G004")
                .by("EMAIL")
                .at("mariama@example.org")
                .inState(NoticeState.QUEUED)
                .once();
        assertThat(outbox).hasNotQueued("account.notice").hasNotQueued("account.activation", "G005");
    }

    @Test
    void assertionsThatDoNotHoldFailAndSayWhatThereIs() {
        accounts.open(MARIAMA);

        fails(() -> assertThat(outbox).hasQueued("account.notice"), "QUEUED account.activation about account:");
        fails(() -> assertThat(outbox).hasQueued("account.activation").to("G005"), "to G005", "to guardian:G004");
        fails(() -> assertThat(outbox).hasQueued("account.activation").by("SMS"), "by EMAIL");
        fails(() -> assertThat(outbox).hasQueued("account.activation").times(2), "there are 1");
        fails(() -> assertThat(outbox).hasSent("account.activation"), "QUEUED");
        fails(() -> assertThat(outbox).hasNotQueued("account.activation"), "G004");
        fails(() -> assertThat(outbox).hasNotQueued("account.activation", "G004"), "G004");
        fails(() -> assertThat(outbox).isEmpty(), "there are 1");
        fails(
                () -> assertThat(outbox).hasNotQueued("acount.activation"),
                "no messages of the kind",
                "account.password");
    }

    private static void fails(Runnable assertion, String... words) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion::run)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
    }

    @Test
    void timeTravelsForTheApplicationToo() {
        accounts.open(MARIAMA);
        outbox.send();
        Matcher link = TOKEN.matcher(couriers.email().last().text());
        assertThat(link.find()).isTrue();

        clock.advance(Duration.ofDays(31));

        assertThat(accounts.activate(link.group(1), "trois petits chats"))
                .isEqualTo(new ActivateAccount.Refused(ActivateAccount.Reason.EXPIRED, null));
        clock.set(Instant.parse("2026-03-05T10:00:00Z"));
        assertThat(accounts.activate(link.group(1), "trois petits chats"))
                .isInstanceOf(ActivateAccount.Activated.class);
    }

    @Test
    void aCourierRefusesOrFailsIfATestSaysSo() {
        accounts.open(MARIAMA);
        couriers.email().triesLater("451 later");
        outbox.send();
        assertThat(outbox).hasQueued("account.activation").inState(NoticeState.QUEUED);

        clock.advance(Duration.ofMinutes(2));
        couriers.email().refuses("mariama@example.org", "550 no such user");
        outbox.send();

        assertThat(outbox).hasQueued("account.activation").inState(NoticeState.FAILED);
        assertThat(couriers.email().attempts()).hasSize(2);
        assertThat(couriers.email().sent()).isEmpty();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(couriers.email()::last)
                .withMessageContaining("2 were handed over");
    }

    @Test
    void aChannelThatIsDownIsLeftAloneForItsPause() {
        accounts.open(MARIAMA);
        couriers.email().isDown(Duration.ofMinutes(15));
        outbox.send();
        couriers.email().takes();
        outbox.send();
        assertThat(couriers.email().attempts()).hasSize(1);

        clock.advance(Duration.ofMinutes(16));
        outbox.send();

        assertThat(outbox).hasSent("account.activation");
    }

    @Test
    void aSliceHasWhatIsOfCartablesTypesAndNothingElse() {
        assertThat(application.getBeansOfType(Canteen.class)).isEmpty();
        assertThat(tasks.run(School.Bell.NAME).state()).isEqualTo(Occurrence.State.DONE);
        assertThat(application.containsBean("cartableTaskEngine")).isFalse();
    }

    @Test
    void aTickRunsWhatIsDueByTheTimeOfTheTest() {
        tasks.tick();
        clock.set(Instant.parse("2026-03-02T12:00:30Z"));

        assertThat(tasks.tick()).extracting(Occurrence::task).contains(School.Bell.NAME, new TaskName("alert-check"));
    }

    @Test
    void theApplicationsOwnCouriersAreReplaced() {
        assertThat(couriers.of(new School.Push().channel()).sent()).isEmpty();
        assertThat(couriers.sms().sent()).isEmpty();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> couriers.of(dev.cartable.notice.model.Channel.LETTER))
                .withMessageContaining("channels = \"LETTER\"");
    }
}
