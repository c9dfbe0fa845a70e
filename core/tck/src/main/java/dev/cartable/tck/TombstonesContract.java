package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.hash;
import static dev.cartable.tck.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.port.AccountStores;
import dev.cartable.account.port.Tombstones;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What {@link Tombstones} promise. */
public abstract class TombstonesContract extends StoresContract<AccountStores> {
    @Test
    void aKeyThatWasAddedIsThereAndNoOther() {
        write(tx -> tombstones().add(tx, hash("a"), NOW));

        assertThat(tombstones().among(List.of(hash("a"), hash("b")))).containsExactly(hash("a"));
    }

    @Test
    void allKeysCanBeReadHoweverManyThereAre() {
        assertThat(SampleSchool.read(tombstones().all())).isEmpty();
        write(tx ->
                many(1_200, i -> hash("key " + i)).forEach(key -> tombstones().add(tx, key, NOW)));

        assertThat(SampleSchool.read(tombstones().all()))
                .containsExactlyInAnyOrderElementsOf(many(1_200, i -> hash("key " + i)));
    }

    @Test
    void addingAKeyTwiceDoesNothing() {
        write(tx -> {
            tombstones().add(tx, hash("a"), NOW);
            tombstones().add(tx, hash("a"), NOW.plusSeconds(1));
        });
        write(tx -> tombstones().add(tx, hash("a"), NOW.plusSeconds(2)));

        assertThat(tombstones().among(List.of(hash("a")))).containsExactly(hash("a"));
    }

    @Test
    void manyThreadsMayAddTheSameKey() {
        Together.run(
                10,
                i -> call(tx -> {
                    tombstones().add(tx, hash("a"), NOW);
                    return i;
                }));

        assertThat(tombstones().among(List.of(hash("a")))).containsExactly(hash("a"));
    }

    @Test
    void aKeyThatIsHeldIsAddedByNobodyElseUntilTheTransactionEnds() {
        AtomicBoolean added = new AtomicBoolean();
        Together.Running<Boolean> other = this.<Together.Running<Boolean>>call(tx -> {
            assertThat(tombstones().hold(tx, hash("a"), NOW)).isFalse();
            Together.Running<Boolean> adding = Together.start(() -> call(own -> {
                tombstones().add(own, hash("a"), NOW);
                added.set(true);
                return true;
            }));
            awaitAtMost(adding);
            assertThat(added).as("while it is held").isFalse();
            return adding;
        });

        assertThat(other.result()).isTrue();
        assertThat(tombstones().among(List.of(hash("a")))).containsExactly(hash("a"));
        assertThat(this.<Boolean>call(tx -> tombstones().hold(tx, hash("a"), NOW)))
                .isTrue();
    }

    /** Gives the other thread the time in which it would be done if nothing held it. */
    private static void awaitAtMost(Together.Running<?> other) {
        try {
            other.task().get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException held) {
            // As it should be.
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void holdingAKeyLeavesNothing() {
        write(tx -> tombstones().hold(tx, hash("a"), NOW));

        assertThat(tombstones().among(List.of(hash("a")))).isEmpty();
    }

    @Test
    void askingForNoneFindsNone() {
        write(tx -> tombstones().add(tx, hash("a"), NOW));

        assertThat(tombstones().among(List.of())).isEmpty();
    }

    @Test
    void askingForThousandsFindsThoseThatAreThere() {
        write(tx -> {
            tombstones().add(tx, hash("key 3"), NOW);
            tombstones().add(tx, hash("key 4999"), NOW);
        });

        assertThat(tombstones().among(many(5_000, i -> hash("key " + i))))
                .containsExactlyInAnyOrder(hash("key 3"), hash("key 4999"));
    }

    private Tombstones tombstones() {
        return stores().tombstones();
    }
}
