package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.NamingRule;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.port.PasswordHasher;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens, passwords and their hashes are in no text that a program writes of itself: results, exceptions, {@code toString}. */
class SecretsStayHiddenTest {
    private static final String CANARY = "canari jaune du soir";
    private final People people = new People();

    @Test
    void inNoTextOfWhatTakesPartInAnActivation() {
        Account account = people.temporary("awa.sow");
        String token = people.token(account);
        String temporary = people.temporaryPassword(account);
        List<Object> said = new ArrayList<>(List.of(
                people.tokens,
                people.hasher,
                account,
                account.credential(),
                people.stores.activations().latest(List.of(account.id())),
                people.stores.activations(),
                people.stores.accounts(),
                People.KEY,
                PasswordPolicy.defaults(),
                new Usernames(
                        NamingRule.of("{given}"), People.KEY, people.stores.usernames(), people.stores.accounts()),
                people.signIn(),
                people.signIn().signIn("awa.sow", CANARY),
                people.signIn().signIn(CANARY, CANARY),
                people.signIn().signIn("awa.sow", temporary),
                people.activateAccount().activate(token, "awa.sow1"),
                people.activateAccount().activate(token, CANARY),
                people.activateAccount().activate(token, CANARY),
                people.choosePassword().choose(account.id(), CANARY, CANARY),
                people.signIn().signIn("awa.sow", CANARY)));
        Account after = people.account(account.id());
        said.add(after);
        said.add(after.credential());
        assertThat(said)
                .allSatisfy(object -> assertThat(object.toString())
                        .doesNotContainIgnoringCase(token)
                        .doesNotContainIgnoringCase(Tokens.grouped(token))
                        .doesNotContain(temporary)
                        .doesNotContain(temporary.replace("-", ""))
                        .doesNotContain(CANARY)
                        .doesNotContain("$pbkdf2"));
    }

    @Test
    void inNoExceptionOfAHasherThatFails() {
        Account account = people.pending("awa.sow");
        PasswordHasher failing = new PasswordHasher() {
            @Override
            public State state(String hash) {
                return State.CURRENT;
            }

            @Override
            public String hash(CharSequence password) {
                throw new IllegalStateException("out of order");
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                throw new IllegalStateException("out of order");
            }
        };
        ActivateAccount activate =
                people.activateAccount(people.stores.accounts(), people.stores.activations(), failing);
        StringWriter text = new StringWriter();
        try {
            activate.activate(people.token(account), CANARY);
        } catch (IllegalStateException e) {
            e.printStackTrace(new PrintWriter(text, true));
        }
        assertThat(text.toString())
                .contains("out of order")
                .doesNotContain(CANARY)
                .doesNotContain(people.token(account));
    }
}
