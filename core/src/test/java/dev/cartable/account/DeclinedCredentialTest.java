package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Preferences.Answer;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.GuardianId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A credential goes to no address that the host knows to be dead, and to no person who does not want it by e-mail. */
class DeclinedCredentialTest {
    private static final Recipient BINTA = Recipient.guardian(new GuardianId("g2"));

    private final SchoolFixture school = new SchoolFixture();
    private final Map<Recipient, Answer> answers = new HashMap<>();

    @BeforeEach
    void twoFamilies() {
        school.preferences = (person, kind, channel, address) ->
                kind.equals(AccountKinds.ACTIVATION) ? answers.getOrDefault(person, Answer.ACCEPTED) : Answer.ACCEPTED;
        school.family("g1", "Alpha Diallo", "alpha@example.org", "p1");
        school.family("g2", "Binta Sow", "binta@example.org", "p2");
    }

    @ParameterizedTest
    @CsvSource({"DECLINED, DECLINED", "BOUNCED, BOUNCED_ADDRESS"})
    void isPlannedAndCountedAsWithoutAChannel(Answer answer, Contact.Reason reason) {
        answers.put(BINTA, answer);

        AccountPlan plan = school.generate().plan(GenerationRequest.everyone());

        assertThat(plan.counts().queued()).isEqualTo(1);
        assertThat(plan.counts().noChannel()).isEqualTo(1);
        try (var steps = plan.steps()) {
            assertThat(steps.filter(step -> step.unreachable() != null))
                    .singleElement()
                    .satisfies(step -> assertThat(step.unreachable()).isEqualTo(new Contact.Unreachable(reason, "")));
        }
    }

    @Test
    void isALetterUntilThePersonCanBeReachedAndNothingIsQueuedInVain() {
        answers.put(BINTA, Answer.BOUNCED);
        school.run();
        assertThat(school.verdicts(FirstCredential.ACTIVATION_LINK)).containsOnlyKeys("alpha@example.org");
        assertThat(school.account("g2").email()).isNull();

        AccountPlan.Counts again = school.run().counts();
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(again.queued()).isZero();

        answers.clear();
        AccountPlan.Counts reached = school.run().counts();
        assertThat(reached.queued()).isEqualTo(1);
        assertThat(school.account("g2").email()).isNotNull();
        assertThat(school.verdicts(FirstCredential.ACTIVATION_LINK))
                .containsOnlyKeys("alpha@example.org", "binta@example.org");
    }

    @Test
    void aLinkUnderWayDiesWithItsAddressAndTheNextOneIsForALetter() {
        school.run();
        answers.put(BINTA, Answer.BOUNCED);

        AccountPlan.Counts counts = school.run().counts();

        assertThat(counts.updated()).isEqualTo(1);
        assertThat(counts.noChannel()).isEqualTo(1);
        assertThat(school.account("g2").credential().revision()).isEqualTo(2);
        assertThat(school.run().counts().unchanged()).isEqualTo(2);
    }

    @Test
    void isNotSentAgainEither() {
        school.run();
        answers.put(BINTA, Answer.DECLINED);
        int before = school.messages().size();

        AccountPlan.Counts counts = school.resend()
                .run(ResendCredentials.Request.everyone(), step -> {})
                .counts();

        assertThat(counts.queued()).isEqualTo(1);
        assertThat(counts.noChannel()).isEqualTo(1);
        assertThat(school.messages()).hasSize(before + 1);
    }
}
