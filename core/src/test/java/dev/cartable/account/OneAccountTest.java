package dev.cartable.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox;
import dev.cartable.privacy.ErasePerson;
import dev.cartable.school.ImportRoster;
import dev.cartable.school.model.GuardianId;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.Leases;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The use cases about one account: finding, closing, reopening, writing to and erasing it. */
class OneAccountTest {
    private static final AccountId NOBODY = new AccountId(new UUID(0, 1));
    private final SchoolFixture school = new SchoolFixture();

    @BeforeEach
    void open() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", null, "p2");
        school.run();
        school.change("g1", account -> account.activated("hash", school.now));
    }

    @Test
    void findsAnAccountByItsIdItsGuardianOrItsUsername() {
        FindAccount find = new FindAccount(school.ports());
        Account account = school.account("g1");

        assertThat(find.find(account.id().toString())).contains(account);
        assertThat(find.find(" g1 ")).contains(account);
        assertThat(find.find("Mariama.Diallo")).contains(account);
        assertThat(find.find("nobody")).isEmpty();
        assertThat(find.find("")).isEmpty();
        assertThat(find.find("a\u0000b")).isEmpty();
    }

    @Test
    void closesAnAccountByHandAndReopensItAsItWas() {
        AccountId id = school.account("g1").id();
        DeactivateAccount accounts = new DeactivateAccount(school.ports(), school.clock);

        assertThat(accounts.deactivate(id)).isInstanceOf(DeactivateAccount.Deactivated.class);
        assertThat(school.account("g1").deactivation()).isEqualTo(Account.Deactivation.BY_HAND);
        assertThat(school.revoked).containsExactly(id.toString());
        assertThat(accounts.deactivate(id))
                .isEqualTo(new DeactivateAccount.Refused(DeactivateAccount.Reason.ALREADY_DEACTIVATED));

        assertThat(accounts.reactivate(id)).isInstanceOf(DeactivateAccount.Reactivated.class);
        assertThat(school.account("g1").state()).isEqualTo(Account.State.ACTIVE);
        assertThat(school.account("g1").credential().passwordHash()).isEqualTo("hash");
        assertThat(accounts.reactivate(id))
                .isEqualTo(new DeactivateAccount.Refused(DeactivateAccount.Reason.NOT_DEACTIVATED));
        assertThat(accounts.reactivate(NOBODY))
                .isEqualTo(new DeactivateAccount.Refused(DeactivateAccount.Reason.UNKNOWN));
        assertThat(accounts.deactivate(NOBODY))
                .isEqualTo(new DeactivateAccount.Refused(DeactivateAccount.Reason.UNKNOWN));
        school.erase().erase(id);
        assertThat(accounts.reactivate(id)).isEqualTo(new DeactivateAccount.Refused(DeactivateAccount.Reason.ERASED));
        assertThat(accounts.deactivate(id)).isEqualTo(new DeactivateAccount.Refused(DeactivateAccount.Reason.ERASED));
    }

    @Test
    void writesToAParentByEmailOrInTheApplicationAndTwiceIsTwo() {
        int before = school.messages().size();

        assertThat(channel(notice("g1", "Réunion", "Ligne 1\nLigne 2"))).isEqualTo(Channel.EMAIL);
        assertThat(channel(notice("g1", "Réunion", "Ligne 1\nLigne 2"))).isEqualTo(Channel.EMAIL);
        assertThat(channel(notice("g2", "Réunion", "Bonjour"))).isEqualTo(Channel.IN_APP);

        assertThat(school.messages()).hasSize(before + 3);
        assertThat(school.messages())
                .anySatisfy(entry -> assertThat(entry.notice().variables()).containsEntry("message", "Bonjour"));
    }

    @Test
    void refusesASubjectThatWouldBeginAnotherHeader() {
        int before = school.messages().size();
        for (String subject : List.of("a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\u2028b", "a\u0085b", "a\u0000")) {
            assertThat(notice("g1", subject, "text"))
                    .isEqualTo(new NotifyParent.Refused(NotifyParent.Reason.BAD_SUBJECT));
        }
        assertThat(notice("g1", "x".repeat(201), "text"))
                .isEqualTo(new NotifyParent.Refused(NotifyParent.Reason.BAD_SUBJECT));
        assertThat(notice("g1", " ", "text")).isEqualTo(new NotifyParent.Refused(NotifyParent.Reason.NO_SUBJECT));
        assertThat(notice("g1", "a", " \n")).isEqualTo(new NotifyParent.Refused(NotifyParent.Reason.NO_MESSAGE));
        assertThat(notice("g1", "a", "x".repeat(10_001)))
                .isEqualTo(new NotifyParent.Refused(NotifyParent.Reason.MESSAGE_TOO_LONG));
        school.change("g1", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));
        assertThat(notice("g1", "a", "b")).isEqualTo(new NotifyParent.Refused(NotifyParent.Reason.DEACTIVATED));
        assertThat(school.messages()).hasSize(before);
    }

    @Test
    void aGuardianWhoIsErasedWhileAnAccountIsBeingOpenedGetsNone() {
        school.family("g9", "Kadiatou Barry", "kadiatou@example.org", "p1");
        AccountSettings links = school.settings;
        AccountSettings passwords = new AccountSettings(
                links.school(),
                links.activationPage(),
                links.activationValidity(),
                links.inactiveAfter(),
                links.namingRule(),
                FirstCredential.TEMPORARY_PASSWORD);
        AccountPorts ports = school.ports();
        AccountPorts erasing = new AccountPorts(
                ports.unitOfWork(),
                ports.leases(),
                ports.roster(),
                ports.addressing(),
                ports.accounts(),
                ports.activations(),
                ports.usernames(),
                ports.tombstones(),
                ports.hostKeys(),
                new PasswordHasher() {
                    @Override
                    public String hash(CharSequence password) {
                        school.erase().erase(new GuardianId("g9"));
                        return "hash";
                    }

                    @Override
                    public boolean matches(CharSequence password, String hash) {
                        return false;
                    }

                    @Override
                    public State state(String hash) {
                        return State.CURRENT;
                    }
                },
                ports.sessions());

        new OpenAccount(erasing, school.stores.outbox()::add, passwords, SchoolFixture.KEY, school.clock)
                .open(new GuardianId("g9"));

        assertThat(school.stores.accounts().byGuardian(List.of(new GuardianId("g9"))))
                .isEmpty();
    }

    @Test
    void anErasureTakesAnAccountThatIsOpenedWhileItBeginsToo() {
        school.family("g9", "Kadiatou Barry", "kadiatou@example.org", "p1");
        boolean[] opened = {false};
        school.onPage = () -> {
            if (!opened[0]) {
                opened[0] = true;
                try {
                    school.run();
                } catch (LeaseHeldException erasing) {
                    // Then it is not opened at all.
                }
            }
        };

        assertThat(school.erase().erase(new GuardianId("g9"))).isInstanceOf(ErasePerson.Erased.class);

        assertThat(opened[0]).isTrue();
        try (var all = school.stores.accounts().all()) {
            assertThat(all.filter(Account::isOpen).map(Account::guardian))
                    .containsOnly(new GuardianId("g1"), new GuardianId("g2"));
        }
        assertThat(school.run().counts().created()).isZero();
    }

    @Test
    void erasesAllThatIsKnownOfAPersonAndTheNextRunLeavesThemAlone() {
        Account before = school.account("g1");
        notice("g1", "Réunion", "Bonjour Mariama");
        school.stores
                .unitOfWork()
                .run(tx -> school.stores
                        .inbox()
                        .put(
                                tx,
                                List.of(new Inbox.Message(
                                        school.messages().get(0).notice().id(),
                                        Recipient.guardian(before.guardian()),
                                        "s",
                                        "t",
                                        null,
                                        school.now,
                                        null))));

        assertThat(school.erase().erase(before.id())).isInstanceOf(ErasePerson.Erased.class);

        Account after = requireNonNull(
                school.stores.accounts().byId(List.of(before.id())).get(before.id()));
        assertThat(after.state()).isEqualTo(Account.State.ERASED);
        assertThat(after.guardian().value()).isEqualTo("erased-" + before.id());
        assertThat(after.username().value()).isEqualTo("erased-" + before.id());
        assertThat(after.email()).isNull();
        assertThat(after.name().full()).doesNotContain("Mariama", "Diallo");
        assertThat(after.credential().passwordHash()).isNull();
        assertThat(school.stores.accounts().pupils(List.of(before.id()))).isEmpty();
        assertThat(school.stores.activations().latest(List.of(before.id()))).isEmpty();
        assertThat(school.stores.inbox().of(Recipient.guardian(before.guardian()), 10))
                .isEmpty();
        for (Notice.Entry entry : school.messages()) {
            if (entry.notice().recipient().equals(Recipient.guardian(before.guardian()))) {
                assertThat(entry.state()).isEqualTo(NoticeState.SUPPRESSED);
                assertThat(entry.notice().address().value()).doesNotContain("mariama");
                assertThat(entry.notice().variables()).isEmpty();
            }
        }
        assertThat(school.revoked).contains(before.id().toString());
        assertThat(school.erase().erase(before.id()))
                .isEqualTo(new ErasePerson.Refused(ErasePerson.Reason.ALREADY_ERASED));
        assertThat(school.erase().erase(NOBODY)).isEqualTo(new ErasePerson.Refused(ErasePerson.Reason.UNKNOWN));

        Map<String, AccountStep.Reason> skipped = new HashMap<>();
        AccountPlan.Counts again = school.generate()
                .run(GenerationRequest.everyone(), step -> note(skipped, step))
                .counts();
        assertThat(again.created()).isZero();
        assertThat(skipped).containsExactly(Map.entry("g1", AccountStep.Reason.ERASED));
        assertThat(school.open().open(new GuardianId("g1")).map(AccountStep::reason))
                .contains(AccountStep.Reason.ERASED);
    }

    @Test
    void doesNotEraseBesideARunOrInsideAnotherTransaction() {
        AccountId id = school.account("g1").id();
        List<String> before = school.everything();
        assertThatThrownBy(() ->
                        school.stores.unitOfWork().run(tx -> school.erase().erase(id)))
                .isInstanceOf(IllegalStateException.class);
        school.stores.leases().acquire(GenerateAccounts.LEASE, Leases.Holder.thisProcess(), Duration.ofMinutes(1));

        assertThatThrownBy(() -> school.erase().erase(id)).isInstanceOf(LeaseHeldException.class);
        assertThat(school.everything()).isEqualTo(before);
    }

    @Test
    void cannotBeErasedWhileARosterIsImportedThatMayHaveThem() {
        AccountId id = school.account("g1").id();
        List<String> before = school.everything();
        school.stores.leases().acquire(ImportRoster.LEASE, Leases.Holder.thisProcess(), Duration.ofMinutes(1));

        assertThatThrownBy(() -> school.erase().erase(id)).isInstanceOf(LeaseHeldException.class);
        assertThat(school.everything()).isEqualTo(before);
    }

    private static void note(Map<String, AccountStep.Reason> skipped, AccountStep step) {
        if (step.reason() != null) {
            skipped.put(step.guardian().value(), step.reason());
        }
    }

    private NotifyParent.Result notice(String guardian, String subject, String message) {
        return new NotifyParent(
                        school.ports(),
                        school.stores.outbox()::add,
                        school.entitlement(),
                        school.addressing(),
                        school.clock)
                .notify(school.account(guardian).id(), subject, message);
    }

    private static Channel channel(NotifyParent.Result result) {
        return ((NotifyParent.Queued) result).channel();
    }
}
