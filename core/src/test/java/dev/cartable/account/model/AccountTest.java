package dev.cartable.account.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.account.model.Account.Deactivation;
import dev.cartable.account.model.Account.State;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of an account, from one state to the next. */
class AccountTest {
    private static final Instant NOW = Instant.parse("2026-09-01T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final EmailAddress AWA = EmailAddress.of("awa@example.org");
    private static final Account.Fingerprint SOURCE = new Account.Fingerprint("a".repeat(32));

    private static final Account OPEN = Account.open(
            new AccountId(new UUID(0, 1)),
            new GuardianId("g1"),
            new Username("awa.barry"),
            new PersonName("Awa", "Barry"),
            AWA,
            Locale.FRENCH,
            Credential.none(),
            SOURCE,
            NOW);

    @Test
    void aNewAccountWaitsForItsParentAndAChosenPasswordMakesItActive() {
        Account active = OPEN.activated("hash", LATER);

        assertThat(OPEN.state()).isEqualTo(State.PENDING);
        assertThat(OPEN.isOpen()).isTrue();
        assertThat(OPEN.hasChosenPassword()).isFalse();
        assertThat(active.state()).isEqualTo(State.ACTIVE);
        assertThat(active.isOpen()).isTrue();
        assertThat(active.hasChosenPassword()).isTrue();
        assertThat(active.activatedAt()).isEqualTo(LATER);
        assertThat(active.credential().revision()).isEqualTo(2);
        assertThat(active.activated("other", LATER.plusSeconds(1)).activatedAt())
                .as("the first time counts")
                .isEqualTo(LATER);
    }

    @Test
    void aCredentialThatIsRenewedTakesAnActiveAccountBackToWaiting() {
        Account active = OPEN.activated("hash", LATER);

        Account waiting = active.withCredential(active.credential().renewed());

        assertThat(waiting.state()).isEqualTo(State.PENDING);
        assertThat(active.withCredential(active.credential().reissued()).state())
                .isEqualTo(State.ACTIVE);
        assertThat(OPEN.withCredential(OPEN.credential().chosen("hash")).state())
                .isEqualTo(State.ACTIVE);
        assertThat(active.deactivated(Deactivation.BY_HAND, LATER)
                        .withCredential(active.credential().renewed())
                        .state())
                .isEqualTo(State.DEACTIVATED);
    }

    @Test
    void aDeactivatedAccountReturnsAsItWas() {
        Account active = OPEN.activated("hash", LATER).orphaned(LATER);
        for (Account before : List.of(OPEN, active)) {
            Account closed = before.deactivated(Deactivation.ORPHANED, LATER);

            assertThat(closed.isOpen()).isFalse();
            assertThat(closed)
                    .extracting(Account::state, Account::deactivation, Account::deactivatedAt)
                    .containsExactly(State.DEACTIVATED, Deactivation.ORPHANED, LATER);
            assertThat(closed.reactivated()).as("but the grace begins anew").isEqualTo(before.adopted());
        }
        assertThat(active.deactivated(Deactivation.BY_HAND, LATER)
                        .activated("new", LATER)
                        .deactivation())
                .isNull();
    }

    @Test
    void theFirstTimeWithoutAPupilCountsUntilOneIsBack() {
        Account orphan = OPEN.orphaned(NOW).orphaned(LATER);

        assertThat(orphan.orphanSince()).isEqualTo(NOW);
        assertThat(orphan.adopted().orphanSince()).isNull();
        assertThat(orphan.describedAs(OPEN.name(), null, Locale.ENGLISH, Account.Fingerprint.outOfStep()))
                .isEqualTo(Account.open(
                        OPEN.id(),
                        OPEN.guardian(),
                        OPEN.username(),
                        OPEN.name(),
                        null,
                        Locale.ENGLISH,
                        OPEN.credential(),
                        Account.Fingerprint.outOfStep(),
                        NOW));
    }

    @Test
    void theLatestSignInCounts() {
        assertThat(OPEN.signedIn(LATER).lastSignInAt()).isEqualTo(LATER);
        assertThat(OPEN.signedIn(LATER).signedIn(NOW).lastSignInAt()).isEqualTo(LATER);
        assertThat(OPEN.signedIn(NOW).signedIn(LATER).lastSignInAt()).isEqualTo(LATER);
    }

    @Test
    void aGuardianWhoCouldNotBeReachedIsOutOfStepWithTheRoster() {
        assertThat(OPEN.unreached())
                .extracting(Account::email, Account::source)
                .containsExactly(null, Account.Fingerprint.outOfStep());
        assertThat(OPEN.unreached().reachedAt(AWA).email()).isEqualTo(AWA);
        assertThat(OPEN.reachedAt(null).source()).isEqualTo(SOURCE);
    }

    @Test
    void anAccountOfAnOlderSystemIsActiveIfItHasAPassword() {
        Account withPassword = OPEN.migrated("hash", NOW.minusSeconds(9), LATER);
        Account neverUsed = OPEN.migrated("hash", null, LATER);
        Account without = OPEN.migrated(null, NOW, LATER);

        assertThat(withPassword)
                .extracting(Account::state, Account::activatedAt, Account::lastSignInAt, Account::migratedAt)
                .containsExactly(State.ACTIVE, NOW.minusSeconds(9), NOW.minusSeconds(9), LATER);
        assertThat(withPassword.credential()).isEqualTo(new Credential(1, Credential.Origin.CHOSEN, "hash", null));
        assertThat(neverUsed.activatedAt()).isEqualTo(LATER);
        assertThat(without)
                .extracting(Account::state, Account::activatedAt, Account::lastSignInAt, Account::migratedAt)
                .containsExactly(State.PENDING, null, NOW, LATER);
    }

    @Test
    void aHashIsReplacedAndTheCredentialStaysTheSame() {
        Account active = OPEN.activated("hash", LATER);

        assertThat(active.rehashed("stronger").credential())
                .isEqualTo(new Credential(2, Credential.Origin.CHOSEN, "stronger", null));
        assertThat(active.rehashed(null)).isEqualTo(active);
    }

    @Test
    void ofAnErasedAccountOnlyItsIdAndItsTimesStay() {
        Account erased = OPEN.activated("hash", LATER)
                .signedIn(LATER)
                .orphaned(LATER)
                .deactivated(Deactivation.BY_HAND, LATER)
                .withVersion(7)
                .erased(
                        new GuardianId("x"),
                        new Username("gone"),
                        new PersonName("-", ""),
                        Account.Fingerprint.outOfStep());

        assertThat(erased)
                .isEqualTo(new Account(
                        OPEN.id(),
                        new GuardianId("x"),
                        new Username("gone"),
                        State.ERASED,
                        new PersonName("-", ""),
                        null,
                        Locale.FRENCH,
                        new Credential(3, Credential.Origin.NONE, null, null),
                        Account.Fingerprint.outOfStep(),
                        NOW,
                        LATER,
                        null,
                        null,
                        null,
                        null,
                        null,
                        7));
        assertThat(erased.isOpen()).isFalse();
    }

    @Test
    void anAccountIsDeactivatedExactlyWhenItSaysWhenAndWhy() {
        Account closed = OPEN.deactivated(Deactivation.BY_HAND, NOW);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(closed, State.PENDING, NOW, Deactivation.BY_HAND))
                .withMessageContaining("PENDING with deactivation BY_HAND");
        assertThatIllegalArgumentException().isThrownBy(() -> copy(closed, State.DEACTIVATED, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> copy(closed, State.DEACTIVATED, NOW, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(closed, State.DEACTIVATED, null, Deactivation.BY_HAND));
        assertThat(copy(closed, State.DEACTIVATED, NOW, Deactivation.BY_HAND)).isEqualTo(closed);
    }

    private static Account copy(
            Account of, State state, @Nullable Instant deactivatedAt, @Nullable Deactivation deactivation) {
        return new Account(
                of.id(),
                of.guardian(),
                of.username(),
                state,
                of.name(),
                of.email(),
                of.language(),
                of.credential(),
                of.source(),
                of.createdAt(),
                null,
                null,
                null,
                deactivatedAt,
                deactivation,
                null,
                of.version());
    }

    @ParameterizedTest
    @CsvSource({"-1, 1, false, true", "0, 1, false, false", "-1, 2, false, false", "-1, 1, true, false"})
    void aLinkIsOpenUntilItExpiresOrIsUsedOrTheCredentialIsAnother(
            int seconds, int revision, boolean used, boolean open) {
        Activation link = new Activation(
                new TokenHash("0".repeat(64)), OPEN.id(), revision, NOW, used ? NOW.minusSeconds(5) : null);

        assertThat(link.isOpen(OPEN, NOW.plusSeconds(seconds))).isEqualTo(open);
    }

    @Test
    void aTemporaryPasswordExpiresAndOthersDoNot() {
        Credential temporary = Credential.none().temporary("hash", NOW);

        assertThat(temporary.isExpired(NOW.minusNanos(1))).isFalse();
        assertThat(temporary.isExpired(NOW)).isTrue();
        assertThat(temporary.reissued()).isEqualTo(new Credential(2, Credential.Origin.TEMPORARY, "hash", NOW));
        assertThat(temporary.rehashed("other")).isEqualTo(new Credential(1, Credential.Origin.TEMPORARY, "other", NOW));
        assertThat(temporary.renewed()).isEqualTo(new Credential(2, Credential.Origin.NONE, null, null));
        assertThat(temporary.chosen("own")).isEqualTo(new Credential(2, Credential.Origin.CHOSEN, "own", null));
        assertThat(temporary.chosen("own").isExpired(Instant.MAX)).isFalse();
        assertThat(temporary).hasToString("Credential[TEMPORARY revision 1]");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 99, false",
        "0, , , 100, true",
        "0, 50, , 149, false",
        "0, 50, , 150, true",
        "0, 50, 70, 169, false",
        "0, 50, 70, 170, true",
        "0, 50, 10, 110, true"
    })
    void anAccountIsInactiveAWhileAfterItWasLastUsed(
            int created, @Nullable Integer activated, @Nullable Integer signedIn, int now, boolean inactive) {
        Account account = activated == null ? OPEN : OPEN.activated("hash", NOW.plusSeconds(activated));
        Account used = signedIn == null ? account : account.signedIn(NOW.plusSeconds(signedIn));

        assertThat(AccountStatus.isInactive(used, Duration.ofSeconds(100), NOW.plusSeconds(created + now)))
                .isEqualTo(inactive);
        assertThat(AccountStatus.isInactive(used.deactivated(Deactivation.BY_HAND, NOW), Duration.ofSeconds(100), NOW))
                .isTrue();
        assertThat(AccountStatus.isInactive(
                        used.erased(used.guardian(), used.username(), used.name(), used.source()),
                        Duration.ofSeconds(100),
                        NOW.plusSeconds(1_000)))
                .as("an erased one is neither")
                .isFalse();
    }

    @Test
    void anAccountsTextShowsItsIdsAndNoNameAddressOrHash() {
        assertThat(OPEN.activated("hash", LATER))
                .hasToString("Account[00000000-0000-0000-0000-000000000001 of guardian g1 ACTIVE"
                        + " Credential[CHOSEN revision 2]]");
    }
}
