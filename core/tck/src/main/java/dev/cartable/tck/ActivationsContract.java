package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.accountId;
import static dev.cartable.tck.Samples.activation;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.Activations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Activations} promise. */
public abstract class ActivationsContract extends StoresContract<AccountStores> {
    @BeforeEach
    final void openAccounts() {
        write(tx -> stores().accounts().insert(tx, many(5, Samples::account)));
    }

    @Test
    void thoseThatAreNotUsedCanBeDeletedTogether() {
        write(tx -> activations().issue(tx, many(3, Samples::activation)));
        redeem(token(1), NOW);

        assertThat(this.<Integer>call(tx -> activations().revokeUnused(tx))).isEqualTo(2);
        assertThat(activations().find(token(1))).isPresent();
        assertThat(activations().find(token(2))).isEmpty();
        assertThat(activations().latest(many(3, Samples::accountId))).containsOnlyKeys(accountId(1));
    }

    @Test
    void anActivationIsFoundByItsTokenAsItWasIssued() {
        Instant precise = NOW.plusNanos(123_456_000);
        Activation issued = new Activation(token(1), accountId(1), 3, precise, null);
        issue(issued);

        assertThat(activations().find(token(1))).contains(issued);
        assertThat(activations().latest(List.of(accountId(1), accountId(2)))).isEqualTo(Map.of(accountId(1), issued));
    }

    @Test
    void anUnknownTokenIsNotFoundAndOpensNothing() {
        assertThat(activations().find(token(1))).isEmpty();
        assertThat(redeem(token(1), NOW)).isFalse();
    }

    @Test
    void aTokenIsUsedUpOnceAndTheTimeIsKept() {
        issue(activation(1));

        assertThat(redeem(token(1), NOW.plusSeconds(5))).isTrue();
        assertThat(redeem(token(1), NOW.plusSeconds(6))).isFalse();
        assertThat(activations().find(token(1)).map(Activation::usedAt)).contains(NOW.plusSeconds(5));
        assertThat(activations().latest(List.of(accountId(1))).values())
                .extracting(Activation::usedAt)
                .containsExactly(NOW.plusSeconds(5));
    }

    @Test
    void aTokenOpensUntilItExpiresAndNotFromThenOn() {
        Activation early = activation(1);
        issue(early, activation(2));
        Instant end = early.expiresAt();

        assertThat(redeem(token(1), end)).isFalse();
        assertThat(redeem(token(2), end.minusMillis(1))).isTrue();
        assertThat(activations().find(token(1)).map(Activation::usedAt)).isEmpty();
    }

    @Test
    void ofFiftyThreadsExactlyOneUsesUpAToken() {
        issue(activation(1));

        List<Boolean> won = Together.run(50, i -> redeem(token(1), NOW.plusSeconds(i)));

        assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    @Test
    void whoComesSecondWaitsForTheFirstAndThenGetsNothing() {
        issue(activation(1));

        Together.Running<Boolean> second = call(tx -> {
            activations().redeem(tx, token(1), NOW);
            Together.Running<Boolean> other = Together.start(() -> redeem(token(1), NOW));
            awaitBlockedOrDone(other);
            return other;
        });

        assertThat(second.result()).isFalse();
    }

    @Test
    void aTokenWhoseUseIsUndoneCanBeUsed() {
        issue(activation(1));

        undone(tx -> activations().redeem(tx, token(1), NOW));

        assertThat(redeem(token(1), NOW)).isTrue();
    }

    @Test
    void aNewActivationTakesThePlaceOfTheAccountsOldOnes() {
        issue(activation(1, accountId(1)), activation(2, accountId(2)));
        Activation renewed = new Activation(token(3), accountId(1), 2, NOW.plusSeconds(60), null);
        issue(renewed);

        assertThat(activations().find(token(1))).isEmpty();
        assertThat(redeem(token(1), NOW)).isFalse();
        assertThat(activations().latest(List.of(accountId(1)))).containsEntry(accountId(1), renewed);
        assertThat(redeem(token(2), NOW)).as("another account's").isTrue();
        assertThat(redeem(token(3), NOW)).isTrue();
    }

    @Test
    void aNewActivationTakesThePlaceOfAUsedOneToo() {
        issue(activation(1, accountId(1)));
        redeem(token(1), NOW);
        Activation renewed = new Activation(token(2), accountId(1), 2, NOW.plusSeconds(60), null);
        issue(renewed);

        assertThat(activations().latest(List.of(accountId(1)))).containsEntry(accountId(1), renewed);
        assertThat(activations().find(token(1))).isEmpty();
    }

    @Test
    void anActivationForAnotherAddressTakesThePlaceOfOneOfTheSameRevision() {
        issue(activation(1, accountId(1)));
        Activation readdressed = new Activation(token(2), accountId(1), 1, NOW.plusSeconds(60), null);
        issue(readdressed);

        assertThat(activations().find(token(1))).isEmpty();
        assertThat(activations().latest(List.of(accountId(1)))).containsEntry(accountId(1), readdressed);
    }

    @Test
    void theSameActivationCanBeIssuedAgain() {
        issue(activation(1));
        issue(activation(1));

        assertThat(activations().find(token(1))).contains(activation(1));
    }

    @Test
    void revokingForgetsAnAccountsActivationsAndNoOthers() {
        issue(activation(1), activation(2));

        write(tx -> activations().revoke(tx, accountId(1)));
        write(tx -> activations().revoke(tx, accountId(4)));

        assertThat(activations().find(token(1))).isEmpty();
        assertThat(redeem(token(1), NOW)).isFalse();
        assertThat(activations().latest(List.of(accountId(1)))).isEmpty();
        assertThat(activations().find(token(2))).isPresent();
    }

    @Test
    void aCodeIsKeptWithItsLinkAndCanBeOverwritten() {
        Activation sent = activation(1).with(PhoneCode.issued(NOW));
        issue(sent, activation(2));
        PhoneCode tried = PhoneCode.issued(NOW).handedOver(NOW.plusSeconds(5)).tried();

        assertThat(activations().find(token(1))).contains(sent);
        write(tx -> {
            assertThat(activations().lock(tx, accountId(1))).contains(sent);
            activations().writeCode(tx, token(1), tried);
            activations().writeCode(tx, token(4), tried);
        });

        assertThat(activations().latest(List.of(accountId(1)))).containsEntry(accountId(1), sent.with(tried));
        assertThat(activations().find(token(2))).contains(activation(2));
        assertThat(activations().find(token(4))).isEmpty();
        assertThat(redeem(token(1), NOW)).isTrue();
        assertThat(activations().find(token(1)).map(Activation::code)).contains(tried);
    }

    @Test
    void thereIsNothingToLockWithoutAnActivation() {
        write(tx -> assertThat(activations().lock(tx, accountId(1))).isEmpty());
    }

    @Test
    void whoLocksSecondWaitsForTheFirstAndSeesWhatItWrote() {
        issue(activation(1).with(PhoneCode.issued(NOW)));

        Together.Running<Integer> second = call(tx -> {
            Activation first = activations().lock(tx, accountId(1)).orElseThrow();
            Together.Running<Integer> other = Together.start(() -> call(later -> activations()
                    .lock(later, accountId(1))
                    .map(Activation::code)
                    .map(PhoneCode::tries)
                    .orElse(-1)));
            awaitBlockedOrDone(other);
            activations().writeCode(tx, first.token(), PhoneCode.issued(NOW).tried());
            return other;
        });

        assertThat(second.result()).isOne();
    }

    @Test
    void noneAndThousandsCanBeIssuedAndAskedFor() {
        issue();
        assertThat(activations().latest(List.of())).isEmpty();

        write(tx -> stores().accounts().insert(tx, many(5_000, i -> Samples.account(i + 100))));
        issue(many(5_000, i -> activation(i + 100)).toArray(Activation[]::new));

        assertThat(activations().latest(many(5_000, i -> accountId(i + 100)))).hasSize(5_000);
    }

    private Activations activations() {
        return stores().activations();
    }

    private void issue(Activation... issued) {
        write(tx -> activations().issue(tx, List.of(issued)));
    }

    private boolean redeem(TokenHash token, Instant now) {
        return call(tx -> activations().redeem(tx, token, now));
    }
}
