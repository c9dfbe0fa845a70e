package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.ChoosePassword.Chosen;
import dev.cartable.account.ChoosePassword.Reason;
import dev.cartable.account.ChoosePassword.Refused;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.PasswordPolicy.Weakness;
import dev.cartable.work.internal.TimeOrderedIds;
import org.junit.jupiter.api.Test;

class ChoosePasswordTest {
    private static final String OLD = "balafon du soir";
    private static final String NEW = "kora du matin";
    private final People people = new People();

    @Test
    void replacesATemporaryPasswordAndActivatesTheAccount() {
        Account account = people.temporary("awa.sow");
        assertThat(people.choosePassword().choose("AWA.sow", people.temporaryPassword(account), NEW))
                .isEqualTo(new Chosen(account.id(), 2));
        Account after = people.account(account.id());
        assertThat(after.state()).isEqualTo(Account.State.ACTIVE);
        assertThat(after.activatedAt()).isEqualTo(people.now);
        assertThat(people.revoked).containsExactly(account.id());
        assertThat(people.signIn().signIn("awa.sow", NEW)).isEqualTo(new SignIn.SignedIn(account.id(), 2, false));
        assertThat(people.signIn().signIn("awa.sow", people.temporaryPassword(account)))
                .isInstanceOf(SignIn.Refused.class);
    }

    @Test
    void replacesAChosenPasswordById() {
        Account account = people.active("awa.sow", OLD);
        assertThat(people.choosePassword().choose(account.id(), OLD, NEW)).isEqualTo(new Chosen(account.id(), 3));
    }

    @Test
    void leavesTheLinkThatWasUnderWayDead() {
        Account account = people.temporary("awa.sow");
        people.choosePassword().choose(account.id(), people.temporaryPassword(account), NEW);
        assertThat(people.activateAccount().activate(people.token(account), "yet another one"))
                .isEqualTo(new ActivateAccount.Refused(ActivateAccount.Reason.SUPERSEDED, null));
    }

    @Test
    void changesNothingWithoutTheCurrentPassword() {
        Account account = people.active("awa.sow", OLD);
        Refused wrong = new Refused(Reason.WRONG_USERNAME_OR_PASSWORD, null, null);
        assertThat(people.choosePassword().choose(account.id(), "guess", NEW)).isEqualTo(wrong);
        assertThat(people.choosePassword().choose("nobody", OLD, NEW)).isEqualTo(wrong);
        assertThat(people.choosePassword().choose(new AccountId(TimeOrderedIds.next(people.now)), OLD, NEW))
                .isEqualTo(wrong);
        assertThat(people.account(account.id())).isEqualTo(account);
        assertThat(people.revoked).isEmpty();
    }

    @Test
    void refusesAWeakOneAndTheSameAgain() {
        Account account = people.active("awa.sow", OLD);
        assertThat(people.choosePassword().choose(account.id(), OLD, "awa.sow1"))
                .isEqualTo(new Refused(Reason.WEAK_PASSWORD, Weakness.USERNAME, null));
        assertThat(people.choosePassword().choose(account.id(), OLD, OLD))
                .isEqualTo(new Refused(Reason.SAME_PASSWORD, null, null));
        Account other = people.temporary("awa.ba");
        String temporary = people.temporaryPassword(other);
        assertThat(people.choosePassword().choose(other.id(), temporary, temporary.replace("-", "")))
                .isEqualTo(new Refused(Reason.SAME_PASSWORD, null, null));
        assertThat(people.account(account.id()).credential()).isEqualTo(account.credential());
    }

    @Test
    void changesNoClosedAccount() {
        Account account = people.active("awa.sow", OLD);
        people.change(account.deactivated(Account.Deactivation.BY_HAND, people.now));
        assertThat(people.choosePassword().choose(account.id(), OLD, NEW))
                .isEqualTo(new Refused(Reason.ACCOUNT_CLOSED, null, null));
    }

    @Test
    void countsWrongPasswordsTogetherWithSignIn() {
        Account account = people.active("awa.sow", OLD);
        for (int i = 0; i < 3; i++) {
            people.choosePassword().choose(account.id(), "guess " + i, NEW);
        }
        people.signIn().signIn("awa.sow", "guess 3");
        people.signIn().signIn("Awa.Sow", "guess 4");
        assertThat(people.choosePassword().choose("awa.sow", OLD, NEW))
                .isEqualTo(new Refused(Reason.TOO_MANY_ATTEMPTS, null, people.now.plusSeconds(30)));
    }
}
