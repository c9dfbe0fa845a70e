package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.account;
import static dev.cartable.tck.Samples.activation;
import static dev.cartable.tck.Samples.hash;
import static dev.cartable.tck.Samples.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.account.HostKeyMismatchException;
import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.account.port.HostKeyStore.Entry;
import dev.cartable.account.port.HostKeyStore.KeyedRows;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.work.HostKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the {@link HostKeyStore} promises, and that two nodes with different keys never both write. */
public abstract class HostKeyStoreContract extends StoresContract<AccountStores> {
    private static final HostKey KEY = key(1);
    private static final HostKey OTHER = key(2);

    @Test
    void thereIsNoneAtFirst() {
        assertThat(keys().all()).isEmpty();
        assertThat(guard(KEY).state()).isEqualTo(HostKeyStore.State.UNUSED);
    }

    @Test
    void keysComeBackInTheirOrderWithAllThatIsKnownOfThem() {
        Entry lost = entry(1).exported(NOW.plusSeconds(5)).lost(NOW.plusSeconds(9));
        assertThat(add(entry(2))).isTrue();
        assertThat(add(lost)).isTrue();

        assertThat(keys().all()).containsExactly(lost, entry(2));
    }

    @Test
    void aNumberOrACheckValueThatIsThereIsLeftAlone() {
        add(entry(1));

        assertThat(add(new Entry(1, hash("another"), NOW, null, null))).isFalse();
        assertThat(add(new Entry(2, entry(1).check(), NOW, null, null))).isFalse();
        assertThat(keys().all()).containsExactly(entry(1));
    }

    @Test
    void aKeyCanBeChanged() {
        add(entry(1));
        write(tx -> keys().update(tx, entry(1).exported(NOW.plusSeconds(1))));
        write(tx -> keys().update(tx, entry(2)));

        assertThat(keys().all()).containsExactly(entry(1).exported(NOW.plusSeconds(1)));
    }

    @Test
    void whatWasMadeWithKeysIsCounted() {
        write(tx -> {
            stores().accounts().insert(tx, List.of(account(1), account(2), account(3)));
            stores().activations().issue(tx, List.of(activation(1), activation(2), activation(3)));
            stores().activations().redeem(tx, token(1), NOW);
            stores().tombstones().add(tx, hash("erased"), NOW);
            stores().usernames().reserve(tx, List.of(new UsernameLedger.Entry(hash("a"), hash("base"), 1)));
        });

        assertThat(keys().keyedRows(NOW)).isEqualTo(new KeyedRows(2, 1, 1));
        assertThat(keys().keyedRows(activation(2).expiresAt())).isEqualTo(new KeyedRows(0, 1, 1));
    }

    @Test
    void theFirstUseRecordsTheKeyAndOtherKeysAreRefusedFromThenOn() {
        use(KEY);

        assertThat(guard(KEY).state()).isEqualTo(HostKeyStore.State.CURRENT);
        assertThat(guard(OTHER).state()).isEqualTo(HostKeyStore.State.OTHER);
        assertThatExceptionOfType(HostKeyMismatchException.class).isThrownBy(() -> use(OTHER));
        assertThat(keys().all()).hasSize(1);
    }

    @Test
    void aFirstUseThatIsUndoneRecordsNothing() {
        undone(tx -> guard(KEY).use(tx, NOW));
        use(OTHER);

        assertThat(guard(KEY).state()).isEqualTo(HostKeyStore.State.OTHER);
    }

    @Test
    void ofManyNodesWithDifferentKeysThatBeginTogetherOneWrites() {
        List<Boolean> wrote = Together.run(8, i -> {
            try {
                use(key(i + 1));
                return true;
            } catch (HostKeyMismatchException refused) {
                return false;
            }
        });

        assertThat(wrote).containsOnlyOnce(true);
        assertThat(keys().all()).hasSize(1);
    }

    @Test
    void ofTwoNodesWithDifferentKeysTheSecondWaitsForTheFirstAndIsRefused() {
        Together.Running<Boolean> second = call(tx -> {
            guard(KEY).use(tx, NOW);
            Together.Running<Boolean> other = Together.start(() -> {
                try {
                    use(OTHER);
                    return true;
                } catch (HostKeyMismatchException refused) {
                    return false;
                }
            });
            awaitBlockedOrDone(other);
            return other;
        });

        assertThat(second.result()).isFalse();
        assertThat(guard(KEY).state()).isEqualTo(HostKeyStore.State.CURRENT);
    }

    @Test
    void manyNodesWithTheSameKeyMayBeginTogether() {
        Together.run(8, i -> {
            use(KEY);
            return i;
        });

        assertThat(keys().all()).hasSize(1);
    }

    @Test
    void aKeyThatCarriesTheOldOneTakesItsPlaceAndTheOldOneAloneIsRefused() {
        use(KEY);
        HostKey rotated = OTHER.withOld(List.of(KEY));
        assertThat(guard(rotated).state()).isEqualTo(HostKeyStore.State.REPLACING);
        Together.run(4, i -> {
            use(rotated);
            return i;
        });

        assertThat(guard(rotated).state()).isEqualTo(HostKeyStore.State.CURRENT);
        assertThat(guard(KEY).state()).isEqualTo(HostKeyStore.State.SUPERSEDED);
        assertThat(guard(KEY.withOld(List.of(OTHER))).state())
                .as("in the wrong order")
                .isEqualTo(HostKeyStore.State.SUPERSEDED);
        assertThat(guard(OTHER).state()).as("without the old one").isEqualTo(HostKeyStore.State.INCOMPLETE);
        assertThat(guard(key(3).withOld(List.of(OTHER))).state()).isEqualTo(HostKeyStore.State.INCOMPLETE);
        assertThat(keys().all()).hasSize(2);
    }

    @Test
    void aLostKeyIsNotAskedForAnyMore() {
        use(KEY);
        write(tx -> keys().update(tx, keys().all().get(0).lost(NOW)));
        assertThat(guard(OTHER).state()).isEqualTo(HostKeyStore.State.REPLACING);
        use(OTHER);

        assertThat(guard(OTHER).state()).isEqualTo(HostKeyStore.State.CURRENT);
        assertThat(guard(KEY).state()).isEqualTo(HostKeyStore.State.SUPERSEDED);
        assertThat(guard(OTHER.withOld(List.of(KEY))).state()).as("found again").isEqualTo(HostKeyStore.State.CURRENT);
    }

    private HostKeyStore keys() {
        return stores().hostKeys();
    }

    private HostKeyGuard guard(HostKey key) {
        return new HostKeyGuard(key, keys());
    }

    private void use(HostKey key) {
        write(tx -> guard(key).use(tx, NOW));
    }

    private boolean add(Entry entry) {
        return this.<Boolean>call(tx -> keys().add(tx, entry));
    }

    static Entry entry(int number) {
        return new Entry(number, hash("check " + number), NOW.plus(Duration.ofDays(number)), null, null);
    }

    private static HostKey key(int i) {
        byte[] secret = new byte[HostKey.MIN_BYTES];
        secret[0] = (byte) i;
        return HostKey.of(secret);
    }
}
