package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.FailedSignIns;
import org.junit.jupiter.api.Test;

/** What {@link FailedSignIns} promise. */
public abstract class FailedSignInsContract extends StoresContract<AccountStores> {
    private static final String KEY = hash("awa.diallo");
    private static final String OTHER = hash("binta.ly");

    @Test
    void nothingIsCountedAtFirst() {
        assertThat(counted(KEY)).isEqualTo(FailedAttempts.NONE);
        assertThat(counted(KEY)).as("asked again").isEqualTo(FailedAttempts.NONE);
    }

    @Test
    void whatWasPutIsCountedUnderItsKeyAlone() {
        FailedAttempts three = new FailedAttempts(3, NOW.plusNanos(123_456_000));
        put(KEY, three);

        assertThat(counted(KEY)).isEqualTo(three);
        assertThat(counted(OTHER)).isEqualTo(FailedAttempts.NONE);
    }

    @Test
    void aLookLocksNothingAndWritesNothing() {
        assertThat(failures().of(KEY)).isEqualTo(FailedAttempts.NONE);
        put(KEY, new FailedAttempts(3, NOW));

        assertThat(failures().of(KEY)).isEqualTo(new FailedAttempts(3, NOW));
        assertThat(failures().of(OTHER)).isEqualTo(FailedAttempts.NONE);
        write(tx -> {
            failures().put(tx, KEY, failures().lock(tx, KEY).plusOne(NOW));
            assertThat(failures().of(KEY).count()).as("in the same transaction").isEqualTo(4);
        });
    }

    @Test
    void aLaterCountTakesThePlaceOfTheEarlierOne() {
        put(KEY, new FailedAttempts(3, NOW));
        put(KEY, new FailedAttempts(4, NOW.plusSeconds(1)));

        assertThat(counted(KEY)).isEqualTo(new FailedAttempts(4, NOW.plusSeconds(1)));
    }

    @Test
    void noAttemptIsLostThoughManyComeAtOnceAndTheKeyIsNew() {
        Together.run(
                20,
                i -> call(tx -> {
                    FailedAttempts before = failures().lock(tx, KEY);
                    failures().put(tx, KEY, before.plusOne(NOW));
                    return i;
                }));

        assertThat(counted(KEY).count()).isEqualTo(20);
    }

    @Test
    void whoComesSecondWaitsForTheFirst() {
        Together.Running<FailedAttempts> second = call(tx -> {
            FailedAttempts before = failures().lock(tx, KEY);
            Together.Running<FailedAttempts> other = Together.start(() -> counted(KEY));
            awaitBlockedOrDone(other);
            failures().put(tx, KEY, before.plusOne(NOW));
            return other;
        });

        assertThat(second.result()).isEqualTo(new FailedAttempts(1, NOW));
    }

    @Test
    void anAttemptThatWaitsForACountWhichIsThenClearedCountsFromZero() {
        put(KEY, new FailedAttempts(1, NOW));

        Together.Running<FailedAttempts> second = call(tx -> {
            failures().lock(tx, KEY);
            Together.Running<FailedAttempts> other = Together.start(() -> counted(KEY));
            awaitBlockedOrDone(other);
            failures().clear(tx, KEY);
            return other;
        });

        assertThat(second.result()).isEqualTo(FailedAttempts.NONE);
    }

    @Test
    void aCountIsUndoneWithItsTransaction() {
        put(KEY, new FailedAttempts(3, NOW));

        undone(tx -> failures().put(tx, KEY, failures().lock(tx, KEY).plusOne(NOW)));

        assertThat(counted(KEY)).isEqualTo(new FailedAttempts(3, NOW));
    }

    @Test
    void aClearedKeyCountsNothing() {
        put(KEY, new FailedAttempts(3, NOW));
        put(OTHER, new FailedAttempts(2, NOW));

        write(tx -> failures().clear(tx, KEY));
        write(tx -> failures().clear(tx, hash("never seen")));

        assertThat(counted(KEY)).isEqualTo(FailedAttempts.NONE);
        assertThat(counted(OTHER).count()).isEqualTo(2);
    }

    private FailedSignIns failures() {
        return stores().failedSignIns();
    }

    private FailedAttempts counted(String key) {
        return call(tx -> failures().lock(tx, key));
    }

    private void put(String key, FailedAttempts attempts) {
        write(tx -> {
            failures().lock(tx, key);
            failures().put(tx, key, attempts);
        });
    }
}
