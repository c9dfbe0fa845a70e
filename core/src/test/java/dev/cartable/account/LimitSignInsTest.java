package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.SignInLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LimitSignInsTest {
    private static final String PASSWORD = "balafon du soir";

    private final People people = new People();
    private final LimitSignIns limit = new LimitSignIns(
            people.stores.unitOfWork(),
            people.stores.accounts(),
            people.stores.failedSignIns(),
            SignInLimit.usual(),
            People.KEY,
            people.clock);

    private void guess(String username, int times) {
        for (int i = 0; i < times; i++) {
            limit.failed(username);
        }
    }

    @Test
    void blocksAUsernameAfterAFewWrongPasswordsWhetherSomebodyHasItOrNot() {
        people.active("awa.sow", PASSWORD);
        for (String username : new String[] {"awa.sow", "nobody", "<not a username>", ""}) {
            guess(username, 4);
            assertThat(limit.blockedUntil(username)).as(username).isEmpty();
            limit.failed(" " + username.toUpperCase(Locale.ROOT));
            assertThat(limit.blockedUntil(username)).as(username).contains(people.now.plusSeconds(30));
        }
        people.pass(Duration.ofSeconds(30));
        assertThat(limit.blockedUntil("awa.sow")).isEmpty();
    }

    @Test
    void forgetsAfterARightPasswordButNotWhereItComesTooLate() {
        people.active("awa.sow", PASSWORD);
        assertThat(limit.succeeded("awa.sow")).isTrue();
        guess("awa.sow", 4);
        assertThat(limit.succeeded("Awa.Sow")).isTrue();

        guess("awa.sow", 5);
        assertThat(limit.succeeded("awa.sow")).isFalse();
        assertThat(limit.blockedUntil("awa.sow")).isPresent();

        people.pass(Duration.ofSeconds(30));
        assertThat(limit.succeeded("awa.sow")).isTrue();
        guess("awa.sow", 4);
        assertThat(limit.blockedUntil("awa.sow")).isEmpty();
    }

    @Test
    void countsTogetherWithSignIn() {
        Account account = people.active("awa.sow", PASSWORD);
        guess("awa.sow", 2);
        for (int i = 0; i < 3; i++) {
            people.signIn().signIn("awa.sow", "guess");
        }

        assertThat(limit.blockedUntil("awa.sow")).contains(people.now.plusSeconds(30));
        assertThat(people.signIn().signIn("awa.sow", PASSWORD)).isInstanceOf(SignIn.Refused.class);
        people.change(account.withCredential(account.credential().reissued()));
        assertThat(limit.blockedUntil("awa.sow")).as("with a new credential").isEmpty();
    }

    @Test
    void closesAfterAHundred() {
        people.active("awa.sow", PASSWORD);
        for (int i = 0; i < SignInLimit.NIST_MOST; i++) {
            limit.failed("awa.sow");
            people.pass(Duration.ofMinutes(15));
        }

        people.pass(Duration.ofDays(365));

        assertThat(limit.blockedUntil("awa.sow")).contains(Instant.MAX);
        assertThat(limit.succeeded("awa.sow")).isFalse();
    }

    @Test
    void aBurstThatWasComparedBeforeItWasCountedClosesNothing() {
        people.active("awa.sow", PASSWORD);
        guess("awa.sow", 2 * SignInLimit.NIST_MOST);

        assertThat(limit.blockedUntil("awa.sow")).contains(people.now.plusSeconds(30));
        people.pass(Duration.ofSeconds(30));
        limit.failed("awa.sow");
        assertThat(limit.blockedUntil("awa.sow")).as("the sixth").contains(people.now.plusSeconds(60));
    }

    @Test
    void refusesInsideATransactionWhichWouldTakeTheCountBack() {
        people.active("awa.sow", PASSWORD);
        for (Runnable attempt : List.<Runnable>of(
                () -> limit.failed("awa.sow"),
                () -> limit.succeeded("awa.sow"),
                () -> people.signIn().signIn("awa.sow", "guess"),
                () -> people.choosePassword().choose("awa.sow", "guess", "another one"))) {
            assertThatThrownBy(() -> people.stores.unitOfWork().run(tx -> attempt.run()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing was written");
        }
        guess("awa.sow", 4);
        assertThat(limit.blockedUntil("awa.sow")).isEmpty();
    }
}
