package dev.cartable.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.inmemory.InMemoryStores;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final String RUN = "accounts.generate";

    private Instant now = Instant.parse("2026-09-01T08:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final Leases leases = stores.leases();

    @Test
    void itIsHeldForTheLengthOfTheTryAndNotLonger() {
        try (Lease lease = Lease.take(leases, RUN)) {
            assertThat(lease).isNotNull();
            assertThat(leases.holder(RUN).map(Leases.Attempt.Held::holder)).contains(Leases.Holder.thisProcess());
        }
        assertThat(leases.holder(RUN)).isEmpty();
    }

    @Test
    void itIsGivenBackWhenTheRunFails() {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> {
            try (Lease lease = Lease.take(leases, RUN)) {
                assertThat(lease).isNotNull();
                throw new IllegalStateException("no");
            }
        });
        assertThat(leases.holder(RUN)).isEmpty();
    }

    @Test
    void aSecondRunIsRefusedAndToldWhoHoldsItUntilWhen() {
        try (Lease first = Lease.take(leases, RUN)) {
            assertThat(first).isNotNull();
            assertThatExceptionOfType(LeaseHeldException.class)
                    .isThrownBy(() -> Lease.take(leases, RUN))
                    .withMessageContaining(RUN)
                    .withMessageContaining("2026-09-01T08:01:00Z")
                    .withMessageContaining("process " + ProcessHandle.current().pid())
                    .withMessageNotContaining("~");
        }
    }

    @Test
    void eachChunkRenewsItForItsWholeLength() {
        try (Lease lease = Lease.take(leases, RUN)) {
            for (int chunk = 0; chunk < 5; chunk++) {
                now = now.plus(Lease.TTL).minusSeconds(1);
                stores.unitOfWork().run(lease::renew);
            }
            assertThat(leases.holder(RUN).map(Leases.Attempt.Held::until)).contains(now.plus(Lease.TTL));
        }
    }

    @Test
    void aRunThatSleptIsStoppedAndLeavesTheLeaseToTheNextOne() {
        Lease slept = Lease.take(leases, RUN);
        now = now.plus(Lease.TTL);
        try (Lease next = Lease.take(leases, RUN)) {
            assertThatExceptionOfType(LeaseLostException.class)
                    .isThrownBy(() -> stores.unitOfWork().run(slept::renew))
                    .withMessageContaining(RUN);
            slept.close();
            stores.unitOfWork().run(next::renew);
            assertThat(leases.holder(RUN)).isPresent();
        }
    }
}
