package dev.cartable.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.ActivateAccount.Reason;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PupilId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A right or an address that the school withdraws counts at dispatch, at activation and at sign-in. */
class EntitlementTest {
    private static final String PASSWORD = "balafon du soir";
    private static final String WRONG = "wrong@example.org";
    private static final String RIGHT = "right@example.org";
    private final SchoolFixture school = new SchoolFixture();
    private final Tokens tokens = new Tokens(SchoolFixture.KEY);

    @Test
    void aLinkThatWaitsGoesToTheAddressThatTheSchoolHasNow() {
        opened(WRONG);
        has(RIGHT);
        assertThat(school.verdicts(FirstCredential.ACTIVATION_LINK).get(WRONG))
                .as("before anybody has generated again")
                .isEqualTo(new Verdict.Suppress("READDRESSED"));
        assertThat(school.run().counts().queued()).isOne();
        Map<String, Verdict> verdicts = school.verdicts(FirstCredential.ACTIVATION_LINK);
        assertThat(verdicts.get(WRONG)).isInstanceOf(Verdict.Suppress.class);
        assertThat(verdicts.get(RIGHT)).isInstanceOf(Verdict.Send.class);
        assertThat(activate(token(RIGHT))).isInstanceOf(ActivateAccount.Activated.class);
    }

    @Test
    void linksThatGoTogetherAreReadForTogetherAndDecidedEachForItself() {
        for (int i = 1; i <= 3; i++) {
            school.family("g" + i, "Parent " + i, "g" + i + "@example.org", "p" + i);
        }
        school.run();
        school.family("g2", "Parent 2", RIGHT, "p2");
        int[] reads = {0};
        school.onPage = () -> reads[0]++;

        assertThat(school.dispatch())
                .extracting(notice -> notice.address().value())
                .containsExactlyInAnyOrder("g1@example.org", "g3@example.org");

        assertThat(reads[0]).isOne();
    }

    @Test
    void aLinkThatWasSentOpensNothingOnceTheSchoolHasAnotherAddress() {
        opened(WRONG);
        String sent = token(WRONG);
        has(RIGHT);
        assertThat(activate(sent)).isEqualTo(refused(Reason.ADDRESS_WITHDRAWN));
        school.run();
        assertThat(activate(sent)).isEqualTo(refused(Reason.UNKNOWN_TOKEN));
        assertThat(school.account("g1").state()).isEqualTo(Account.State.PENDING);
    }

    @Test
    void aLinkDiesWithTheLastUsableAddress() {
        for (String left : new String[] {null, "not an address", "p1@pupils.example.org"}) {
            opened(WRONG);
            String sent = token(WRONG);
            has(left);
            assertThat(activate(sent)).as(left).isEqualTo(refused(Reason.ADDRESS_WITHDRAWN));
            AccountPlan.Counts counts = school.run().counts();
            assertThat(counts.noChannel()).as(left).isOne();
            assertThat(counts.queued()).as(left).isZero();
            assertThat(activate(sent)).as(left).isEqualTo(refused(Reason.UNKNOWN_TOKEN));
            assertThat(school.verdicts(FirstCredential.ACTIVATION_LINK).values())
                    .as(left)
                    .allMatch(verdict -> verdict instanceof Verdict.Suppress);
            assertThat(school.run().counts().changesNothing()).as(left).isTrue();
        }
    }

    @Test
    void onlyTheLinkOfAnActiveAccountDiesAndAnotherGoesToTheNewAddress() {
        opened(WRONG);
        activate(token(WRONG));
        school.resend().run(ResendCredentials.Request.everyone(), step -> {});
        String reset = token(WRONG);
        Account before = school.account("g1");
        school.revoked.clear();
        has(RIGHT);
        assertThat(activate(reset)).isEqualTo(refused(Reason.ADDRESS_WITHDRAWN));
        assertThat(school.run().counts().queued()).isOne();
        Account after = school.account("g1");
        assertThat(after.credential()).isEqualTo(before.credential());
        assertThat(after.email()).isEqualTo(EmailAddress.of(RIGHT));
        assertThat(school.revoked).isEmpty();
        assertThat(signIn()).isInstanceOf(SignIn.SignedIn.class);
        assertThat(activate(reset)).isEqualTo(refused(Reason.UNKNOWN_TOKEN));
        assertThat(school.verdicts(FirstCredential.ACTIVATION_LINK).get(RIGHT)).isInstanceOf(Verdict.Send.class);
        assertThat(school.run().counts().changesNothing()).isTrue();
        assertThat(activate(token(RIGHT))).isInstanceOf(ActivateAccount.Activated.class);
    }

    @Test
    void theLinkOfAnActiveAccountDiesWithTheLastUsableAddress() {
        opened(WRONG);
        activate(token(WRONG));
        school.resend().run(ResendCredentials.Request.everyone(), step -> {});
        String reset = token(WRONG);
        has(null);
        AccountPlan.Counts counts = school.run().counts();
        assertThat(counts.noChannel()).isOne();
        assertThat(counts.queued()).isZero();
        assertThat(activate(reset)).isEqualTo(refused(Reason.UNKNOWN_TOKEN));
        assertThat(signIn()).isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void anActiveAccountWithoutALinkUnderWayIsSentNothingWhenItsAddressChanges() {
        opened(WRONG);
        activate(token(WRONG));
        has(RIGHT);
        AccountPlan.Counts counts = school.run().counts();
        assertThat(counts.updated()).isOne();
        assertThat(counts.queued()).isZero();
        assertThat(school.messages()).hasSize(1);
    }

    @Test
    void anotherWayOfWritingTheSameAddressChangesNothing() {
        opened(WRONG);
        has("Wrong@Example.org");
        assertThat(school.verdicts(FirstCredential.ACTIVATION_LINK).get(WRONG)).isInstanceOf(Verdict.Send.class);
        assertThat(school.run().counts().queued()).isZero();
        assertThat(activate(token(WRONG))).isInstanceOf(ActivateAccount.Activated.class);
    }

    @Test
    void aTemporaryPasswordDiesWithItsAddress() {
        temporaryPasswords();
        opened(WRONG);
        Account before = school.account("g1");
        String sent = tokens.temporaryPassword(before.id(), before.credential().revision());
        has(RIGHT);
        assertThat(school.verdicts(FirstCredential.TEMPORARY_PASSWORD).get(WRONG))
                .isInstanceOf(Verdict.Suppress.class);
        assertThat(signIn(sent)).isInstanceOf(SignIn.Refused.class);
        assertThat(school.run().counts().queued()).isOne();
        assertThat(signIn(sent)).isInstanceOf(SignIn.Refused.class);
        Account after = school.account("g1");
        assertThat(signIn(
                        tokens.temporaryPassword(after.id(), after.credential().revision())))
                .isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void aTemporaryPasswordDiesWithItsAddressWhileTheAccountIsDeactivated() {
        temporaryPasswords();
        opened(WRONG);
        Account before = school.account("g1");
        String sent = tokens.temporaryPassword(before.id(), before.credential().revision());
        school.change("g1", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));
        has(RIGHT);
        assertThat(school.run().counts().queued()).isZero();
        school.change("g1", Account::reactivated);
        assertThat(signIn(sent)).isInstanceOf(SignIn.Refused.class);
        school.resend().run(ResendCredentials.Request.everyone(), step -> {});
        Account after = school.account("g1");
        assertThat(signIn(
                        tokens.temporaryPassword(after.id(), after.credential().revision())))
                .isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void aBarredParentIsSentNothingAndActivatesNothing() {
        opened(RIGHT);
        String sent = token(RIGHT);
        bar(true);
        assertThat(school.verdicts(FirstCredential.ACTIVATION_LINK).get(RIGHT))
                .isEqualTo(new Verdict.Suppress("BARRED"));
        assertThat(activate(sent)).isEqualTo(refused(Reason.NO_PUPIL));
        school.run();
        assertThat(school.verdicts(FirstCredential.ACTIVATION_LINK).get(RIGHT)).isInstanceOf(Verdict.Suppress.class);
        assertThat(activate(sent)).isInstanceOf(ActivateAccount.Refused.class);
        bar(false);
        assertThat(activate(sent)).as("a link that has died stays dead").isInstanceOf(ActivateAccount.Refused.class);
        assertThat(school.run().counts().queued())
                .as("a link of its own, now that there is a pupil again")
                .isOne();
        assertThat(activate(token(RIGHT))).isInstanceOf(ActivateAccount.Activated.class);
    }

    @Test
    void aParentWhoIsBarredDuringTheActivationActivatesNothing() {
        opened(RIGHT);
        int[] readings = {0};
        school.onPage = () -> {
            if (++readings[0] == 2) {
                bar(true);
            }
        };
        assertThat(activate(token(RIGHT))).isEqualTo(refused(Reason.NO_PUPIL));
    }

    @Test
    void aBarredParentDoesNotSignInAndKeepsThePassword() {
        opened(RIGHT);
        activate(token(RIGHT));
        school.revoked.clear();
        bar(true);
        assertThat(signIn()).isEqualTo(new SignIn.Refused(SignIn.Reason.NO_PUPIL, null));
        assertThat(signIn("another password"))
                .isEqualTo(new SignIn.Refused(SignIn.Reason.WRONG_USERNAME_OR_PASSWORD, null));
        RecordSignIn record = new RecordSignIn(
                school.stores.unitOfWork(), school.stores.accounts(), school.entitlement(), school.clock);
        assertThat(record.record(school.account("g1").id(), school.now)).isEqualTo(RecordSignIn.Result.NO_PUPIL);
        school.run();
        assertThat(school.revoked).as("sessions end").hasSize(1);
        bar(false);
        assertThat(signIn()).isInstanceOf(SignIn.SignedIn.class);
        assertThat(school.run().counts().queued()).isZero();
    }

    @Test
    void aGuardianWhoHasLeftTheRosterIsEntitledToNothing() {
        opened(RIGHT);
        activate(token(RIGHT));
        school.families.clear();
        assertThat(signIn()).isEqualTo(new SignIn.Refused(SignIn.Reason.NO_PUPIL, null));
        assertThat(school.entitlement().obstacle(school.account("g1"))).contains(SignIn.Obstacle.NO_PUPIL);
    }

    @Test
    void credentialsThatAreSentAgainGoToTheAddressThatTheSchoolHasNow() {
        opened(WRONG);
        has(RIGHT);
        school.resend().run(ResendCredentials.Request.everyone(), step -> {});
        assertThat(school.messages())
                .extracting(entry -> entry.notice().address().value())
                .containsExactly(RIGHT, WRONG);
        assertThat(activate(token(RIGHT))).isInstanceOf(ActivateAccount.Activated.class);
    }

    @Test
    void aParentGetsALinkAgainWhenTheCleanUpFindsAPupilWithinTheGrace() {
        opened(RIGHT);
        bar(true);
        school.run();
        bar(false);
        assertThat(school.cleanUp()
                        .run(CleanUpOrphans.Request.defaults(), step -> {})
                        .counts()
                        .queued())
                .isOne();
        assertThat(activate(token(RIGHT))).isInstanceOf(ActivateAccount.Activated.class);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatWasSuppressedIsSentOnceTheGuardianIsReachedAgain(FirstCredential first) {
        school.settings = with(first);
        opened(RIGHT);
        for (Runnable withdraw :
                List.<Runnable>of(() -> bar(true), () -> has(null), () -> has("p1@pupils.example.org"))) {
            school.resend().run(ResendCredentials.Request.everyone(), step -> {});
            withdraw.run();
            assertThat(school.dispatch()).isEmpty();
            has(RIGHT);
            assertThat(school.dispatch()).as("before the next generation").isEmpty();

            assertThat(school.run().counts().queued()).isOne();
            assertThat(school.dispatch()).hasSize(1);
            assertThat(school.run().counts().changesNothing()).isTrue();
        }
    }

    @Test
    void theLinkOfAnActiveAccountThatWasSuppressedIsSentOnceTheRightIsBack() {
        opened(RIGHT);
        activate(token(RIGHT));
        school.dispatch();
        school.resend().run(ResendCredentials.Request.everyone(), step -> {});
        bar(true);
        assertThat(school.dispatch()).isEmpty();
        bar(false);

        assertThat(school.run().counts().queued()).isOne();
        assertThat(school.dispatch()).hasSize(1);
        assertThat(signIn()).isInstanceOf(SignIn.SignedIn.class);
    }

    @Test
    void aLookAtALinkUsesNothingUp() {
        opened(RIGHT);
        String sent = token(RIGHT);
        List<String> before = school.everything();
        for (int i = 0; i < 100; i++) {
            assertThat(school.activate().reasonAgainst(sent)).isEmpty();
        }
        assertThat(school.everything()).isEqualTo(before);
        assertThat(activate(sent)).isInstanceOf(ActivateAccount.Activated.class);
        assertThat(school.activate().reasonAgainst(sent)).contains(Reason.USED);
        assertThat(school.activate().reasonAgainst("unknown")).contains(Reason.UNKNOWN_TOKEN);
    }

    /** The account of a guardian who has this address, with a link that waits. */
    private void opened(String address) {
        has(address);
        school.run();
    }

    private void has(@Nullable String address) {
        school.family("g1", "Mariama Diallo", address, "p1");
    }

    private void bar(boolean barred) {
        Family family = requireNonNull(school.families.get(new GuardianId("g1")));
        Guardianship link = new Guardianship(
                new GuardianId("g1"),
                new PupilId("p1"),
                Guardianship.Relation.MOTHER,
                false,
                !barred,
                false,
                null,
                null);
        school.put(
                "g1",
                "Mariama Diallo",
                family.guardian().email(),
                List.of(new Family.Ward(SchoolFixture.pupil("p1", true), link)));
    }

    private void temporaryPasswords() {
        school.settings = with(FirstCredential.TEMPORARY_PASSWORD);
    }

    private AccountSettings with(FirstCredential first) {
        AccountSettings links = school.settings;
        return new AccountSettings(
                links.school(),
                links.activationPage(),
                links.activationValidity(),
                links.inactiveAfter(),
                links.namingRule(),
                first);
    }

    /** The token that the message to this address brings. */
    private String token(String address) {
        Account account = school.account("g1");
        return tokens.activation(account.id(), account.credential().revision(), EmailAddress.of(address));
    }

    private ActivateAccount.Result activate(String token) {
        return school.activate().activate(token, PASSWORD);
    }

    private static ActivateAccount.Refused refused(Reason reason) {
        return new ActivateAccount.Refused(reason, null);
    }

    private SignIn.Result signIn() {
        return signIn(PASSWORD);
    }

    private SignIn.Result signIn(String password) {
        return school.signIn().signIn("mariama.diallo", password);
    }
}
