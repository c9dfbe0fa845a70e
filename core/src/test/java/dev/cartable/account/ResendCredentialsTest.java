package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.AccountStep;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.Leases;
import dev.cartable.work.PlanChangedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResendCredentialsTest {
    private final SchoolFixture school = new SchoolFixture();

    @BeforeEach
    void open() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", null, "p2");
        school.family("g3", "Fatou Bah", "fatou@example.org", "p3");
        school.run();
        school.change("g3", account -> account.activated("her own", school.now));
    }

    @Test
    void killsTheOldTokenAndSendsANewOneAndSparesAChosenPassword() {
        Tokens tokens = new Tokens(SchoolFixture.KEY);
        Account before = school.account("g1");
        int parents = school.messages().size();

        AccountPlan.Counts counts = resend(ResendCredentials.Request.everyone());

        assertThat(counts.input()).isEqualTo(3);
        assertThat(counts.renewed()).isEqualTo(3);
        assertThat(counts.queued()).isEqualTo(2);
        assertThat(counts.noChannel()).isEqualTo(1);
        assertThat(school.messages()).hasSize(parents + 2);
        Account after = school.account("g1");
        assertThat(after.credential().revision()).isEqualTo(before.credential().revision() + 1);
        assertThat(school.stores.activations().find(tokens.activationHash(before.id(), 1, before.email())))
                .isEmpty();
        assertThat(school.stores.activations().find(tokens.activationHash(before.id(), 2, before.email())))
                .isPresent();
        assertThat(school.account("g3").credential().passwordHash()).isEqualTo("her own");
        assertThat(school.account("g3").state()).isEqualTo(Account.State.ACTIVE);
        assertThat(school.revoked).isEmpty();
    }

    @Test
    void aNewPasswordMakesTheOldOneInvalidAtOnceAndEndsSessions() {
        AccountPlan.Counts counts = resend(ResendCredentials.Request.everyone().withNewPassword());

        Account after = school.account("g3");
        assertThat(counts.renewed()).isEqualTo(3);
        assertThat(after.credential().passwordHash()).isNull();
        assertThat(after.state()).isEqualTo(Account.State.PENDING);
        assertThat(school.revoked).containsExactly(after.id().toString());
    }

    @Test
    void sessionsAreEndedOnlyAfterTheCommit() {
        Map<String, Boolean> inTransaction = new HashMap<>();
        school.onRevoke = account ->
                inTransaction.put(account.toString(), school.stores.unitOfWork().joins());

        resend(ResendCredentials.Request.everyone().withNewPassword());

        assertThat(inTransaction)
                .containsExactly(Map.entry(school.account("g3").id().toString(), false));
    }

    @Test
    void leavesAloneWhatAnotherHasChangedMeanwhile() {
        school.changeMeanwhile("g1", account -> account.activated("chosen meanwhile", school.now));

        Map<String, AccountStep.Reason> reasons = reasons(ResendCredentials.Request.everyone());

        assertThat(reasons).containsExactly(Map.entry("g1", AccountStep.Reason.SOURCE_CHANGED));
        assertThat(school.account("g1").credential().passwordHash()).isEqualTo("chosen meanwhile");
    }

    @Test
    void passesOverThoseWhoHaveActivatedWhenAskedTo() {
        Map<String, AccountStep.Reason> reasons =
                reasons(ResendCredentials.Request.everyone().onlyNeverActivated());

        assertThat(reasons).containsExactly(Map.entry("g3", AccountStep.Reason.ALREADY_ACTIVATED));
    }

    @Test
    void leavesClosedErasedOrphanedAndUnknownAccountsAloneWithAReason() {
        school.family("g4", "Erased Later", "later@example.org", "p4");
        school.run();
        Account toErase = school.account("g4");
        school.erase().erase(toErase.id());
        school.change("g1", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));
        school.families.remove(new GuardianId("g2"));
        List<String> before = school.everything();

        Map<String, AccountStep.Reason> reasons = reasons(
                ResendCredentials.Request.of(Set.of(new GuardianId("g1"), new GuardianId("g2"), new GuardianId("g9"))));

        assertThat(reasons)
                .containsOnly(
                        Map.entry("g1", AccountStep.Reason.DEACTIVATED),
                        Map.entry("g2", AccountStep.Reason.NO_ACTIVE_PUPIL),
                        Map.entry("g9", AccountStep.Reason.NO_ACCOUNT));
        assertThat(school.everything()).isEqualTo(before);
        assertThat(reasons(ResendCredentials.Request.everyone()))
                .containsEntry("erased-" + toErase.id(), AccountStep.Reason.ERASED);
    }

    @Test
    void aPlanWritesNothingAndIsCarriedOutOrRefused() {
        List<String> before = school.everything();

        var plan = school.resend().plan(ResendCredentials.Request.everyone());

        assertThat(school.everything()).isEqualTo(before);
        assertThat(plan.steps().map(AccountStep::action)).hasSize(3);
        assertThat(school.resend().apply(plan).digest()).isEqualTo(plan.digest());
        school.change("g1", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));
        assertThatThrownBy(() -> school.resend().apply(plan)).isInstanceOf(PlanChangedException.class);
    }

    @Test
    void refusesToRunBesideAnotherRunAndInsideAnotherTransaction() {
        List<String> before = school.everything();
        assertThatThrownBy(() -> school.stores.unitOfWork().run(tx -> resend(ResendCredentials.Request.everyone())))
                .isInstanceOf(IllegalStateException.class);
        school.stores.leases().acquire(GenerateAccounts.LEASE, Leases.Holder.thisProcess(), Duration.ofMinutes(1));

        assertThatThrownBy(() -> resend(ResendCredentials.Request.everyone())).isInstanceOf(LeaseHeldException.class);
        assertThat(school.everything()).isEqualTo(before);
    }

    @Test
    void bringsATemporaryPasswordOnlyToThoseWithoutOneOfTheirOwn() {
        AccountSettings links = school.settings;
        school.settings = new AccountSettings(
                links.school(),
                links.activationPage(),
                links.activationValidity(),
                links.inactiveAfter(),
                links.namingRule(),
                FirstCredential.TEMPORARY_PASSWORD);

        resend(ResendCredentials.Request.everyone());

        Account g1 = school.account("g1");
        String password = new Tokens(SchoolFixture.KEY)
                .temporaryPassword(g1.id(), g1.credential().revision());
        assertThat(SchoolFixture.PLAIN.matches(
                        password, String.valueOf(g1.credential().passwordHash())))
                .isTrue();
        assertThat(school.account("g3").credential().passwordHash()).isEqualTo("her own");
        assertThat(school.messages().stream()
                        .filter(entry -> entry.notice().kind().equals(AccountKinds.PASSWORD))
                        .map(entry -> entry.notice().recipient().id()))
                .containsExactly("g1");
    }

    private AccountPlan.Counts resend(ResendCredentials.Request request) {
        return school.resend().run(request, step -> {}).counts();
    }

    private Map<String, AccountStep.Reason> reasons(ResendCredentials.Request request) {
        Map<String, AccountStep.Reason> reasons = new HashMap<>();
        school.resend().run(request, step -> {
            if (step.reason() != null) {
                reasons.put(step.guardian().value(), step.reason());
            }
        });
        return reasons;
    }

    @Test
    void endsWhereAnotherNodeReplacesTheHostKeyMeanwhile() {
        List<String> before = school.everything();
        school.replaceKeyMeanwhile(2);

        assertThatThrownBy(() -> resend(ResendCredentials.Request.everyone()))
                .isInstanceOf(HostKeyMismatchException.class);

        assertThat(school.everything()).isEqualTo(before);
    }
}
