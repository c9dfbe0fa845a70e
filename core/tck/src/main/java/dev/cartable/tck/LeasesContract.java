package dev.cartable.tck;

import static dev.cartable.tck.Samples.ELSEWHERE;
import static dev.cartable.tck.Samples.GONE;
import static dev.cartable.tck.Samples.HERE;
import static dev.cartable.tck.Samples.LONG;
import static dev.cartable.tck.Samples.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.work.LeaseLostException;
import dev.cartable.work.Leases;
import dev.cartable.work.Leases.Attempt;
import dev.cartable.work.Leases.Grant;
import dev.cartable.work.WorkStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Leases} promise. */
public abstract class LeasesContract extends StoresContract<WorkStores> {
    private static final String RUN = "accounts.generate";

    @Test
    void nobodyHoldsALeaseThatWasNeverTaken() {
        assertThat(leases().holder(RUN)).isEmpty();
    }

    @Test
    void aFreeLeaseIsGranted() {
        Grant grant = take(HERE, LONG);

        assertThat(grant.name()).isEqualTo(RUN);
        assertThat(grant.holder()).isEqualTo(HERE);
        assertThat(leases().holder(RUN)).get().satisfies(held -> {
            assertThat(held.name()).isEqualTo(RUN);
            assertThat(held.holder()).isEqualTo(HERE);
        });
    }

    @Test
    void aHeldLeaseIsRefusedAndTheRefusalSaysWhoHasItUntilWhen() {
        take(ELSEWHERE, LONG);

        Attempt second = leases().acquire(RUN, HERE, LONG);

        assertThat(second).isEqualTo(leases().holder(RUN).orElseThrow());
        assertThat(second)
                .isInstanceOfSatisfying(
                        Attempt.Held.class, held -> assertThat(held.holder()).isEqualTo(ELSEWHERE));
    }

    @Test
    void aLeaseLastsAsLongAsAskedFor() {
        take(ELSEWHERE, LONG);
        Instant first = until();
        leases().acquire("another", ELSEWHERE, LONG.multipliedBy(3));
        Instant second = leases().holder("another").orElseThrow().until();

        assertThat(Duration.between(first, second)).isBetween(LONG, LONG.multipliedBy(3));
    }

    @Test
    void evenTheSameProcessGetsALeaseOnlyOnce() {
        take(HERE, LONG);

        assertThat(leases().acquire(RUN, HERE, LONG)).isInstanceOf(Attempt.Held.class);
    }

    @Test
    void ofManyThreadsExactlyOneGetsTheLease() {
        List<Attempt> attempts = Together.run(20, i -> leases().acquire(RUN, HERE, LONG));

        assertThat(attempts).filteredOn(Attempt.Granted.class::isInstance).hasSize(1);
    }

    @Test
    void ofManyThreadsExactlyOneGetsALeaseThatRanOut() {
        take(ELSEWHERE, SHORT);
        pass();

        List<Attempt> attempts = Together.run(20, i -> leases().acquire(RUN, HERE, LONG));

        assertThat(attempts).filteredOn(Attempt.Granted.class::isInstance).hasSize(1);
    }

    @Test
    void leasesOfDifferentNamesDoNotDisturbEachOther() {
        take(HERE, LONG);

        assertThat(leases().acquire("accounts.cleanup", HERE, LONG)).isInstanceOf(Attempt.Granted.class);
    }

    @Test
    void aLeaseThatWasGivenBackIsFree() {
        leases().release(take(ELSEWHERE, LONG));

        assertThat(leases().holder(RUN)).isEmpty();
        assertThat(take(HERE, LONG).holder()).isEqualTo(HERE);
    }

    @Test
    void aLeaseThatRanOutIsFree() {
        take(ELSEWHERE, SHORT);
        pass();

        assertThat(leases().holder(RUN)).isEmpty();
        assertThat(take(HERE, LONG).holder()).isEqualTo(HERE);
    }

    @Test
    void aLeaseOfAProcessThatIsGoneIsTakenAtOnce() {
        take(GONE, LONG);

        assertThat(leases().holder(RUN)).isEmpty();
        assertThat(take(HERE, LONG).holder()).isEqualTo(HERE);
    }

    @Test
    void eachGrantHasAGreaterFenceThanAllBeforeIt() {
        Grant gone = take(GONE, LONG);
        Grant short1 = take(ELSEWHERE, SHORT);
        pass();
        Grant givenBack = take(HERE, LONG);
        leases().release(givenBack);
        Grant last = take(HERE, LONG);

        assertThat(List.of(gone.fence(), short1.fence(), givenBack.fence(), last.fence()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aRenewedLeaseOutlivesItsFirstEnd() {
        Grant grant = take(ELSEWHERE, SHORT);
        write(tx -> leases().renew(tx, grant, LONG));
        pass();

        assertThat(leases().acquire(RUN, HERE, LONG)).isInstanceOf(Attempt.Held.class);
    }

    @Test
    void aRenewalThatIsRolledBackLeavesTheEndAsItWas() {
        Grant grant = take(ELSEWHERE, LONG);
        Instant before = until();

        undone(tx -> leases().renew(tx, grant, LONG.multipliedBy(5)));

        assertThat(until()).isEqualTo(before);
    }

    @Test
    void aRunThatSleptPastItsLeaseIsStoppedByTheFence() {
        Grant slept = take(HERE, SHORT);
        pass();
        Grant next = take(HERE, LONG);

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> write(tx -> leases().renew(tx, slept, LONG)))
                .withMessageContaining(RUN);
        write(tx -> leases().renew(tx, next, LONG));
        assertThat(leases().holder(RUN)).isPresent();
    }

    @Test
    void aLeaseThatRanOutAndThatNobodyTookCanBeRenewed() {
        Grant grant = take(ELSEWHERE, SHORT);
        pass();

        write(tx -> leases().renew(tx, grant, LONG));

        assertThat(leases().holder(RUN)).isPresent();
    }

    @Test
    void aLeaseThatWasGivenBackCannotBeRenewed() {
        Grant grant = take(HERE, LONG);
        leases().release(grant);

        assertThatExceptionOfType(LeaseLostException.class)
                .isThrownBy(() -> write(tx -> leases().renew(tx, grant, LONG)));
        assertThat(leases().holder(RUN)).isEmpty();
    }

    @Test
    void givingBackALostLeaseLeavesTheNewHolderAlone() {
        Grant lost = take(HERE, SHORT);
        pass();
        take(HERE, LONG);

        leases().release(lost);

        assertThat(leases().holder(RUN)).isPresent();
    }

    @Test
    void givingBackTwiceDoesNothing() {
        Grant grant = take(HERE, LONG);
        leases().release(grant);
        leases().release(grant);

        assertThat(leases().holder(RUN)).isEmpty();
    }

    @Test
    void aLeaseIsTakenInATransactionOfItsOwn() {
        undone(tx -> take(HERE, LONG));

        assertThat(leases().holder(RUN)).isPresent();
    }

    @Test
    void aRenewedLeaseIsLockedUntilTheCommit() {
        Grant grant = take(ELSEWHERE, SHORT);
        pass();

        Together.Running<Attempt> other = call(tx -> {
            leases().renew(tx, grant, LONG);
            Together.Running<Attempt> taker = Together.start(() -> leases().acquire(RUN, HERE, LONG));
            awaitBlockedOrDone(taker);
            return taker;
        });

        assertThat(other.result()).isInstanceOf(Attempt.Held.class);
    }

    private Leases leases() {
        return stores().leases();
    }

    private Grant take(Leases.Holder holder, Duration ttl) {
        Attempt attempt = leases().acquire(RUN, holder, ttl);
        assertThat(attempt).isInstanceOf(Attempt.Granted.class);
        return ((Attempt.Granted) attempt).grant();
    }

    private Instant until() {
        return leases().holder(RUN).orElseThrow().until();
    }

    private void pass() {
        fixture().letPass(SHORT.multipliedBy(2));
    }
}
