package dev.cartable.quickstart;

import dev.cartable.alert.port.AlertStores;
import dev.cartable.tck.AlertStoresSuite;
import dev.cartable.tck.StoreFixture;
import dev.cartable.tck.WorkStoresSuite;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;

/** A host proves its own stores with the suite of their group, and that of the leases. */
class HostAlertStoresTest {
    @Nested
    class Alerts extends AlertStoresSuite {
        @Override
        protected StoreFixture<AlertStores> newFixture() {
            return new Fixture();
        }
    }

    @Nested
    class Work extends WorkStoresSuite {
        @Override
        protected StoreFixture<AlertStores> newFixture() {
            return new Fixture();
        }
    }

    private static final class Fixture implements StoreFixture<AlertStores> {
        private Instant now = Instant.parse("2026-11-21T08:00:00Z");

        @Override
        public AlertStores emptyStores() {
            return new HostAlertStores(() -> now);
        }

        @Override
        public void letPass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public boolean runsTransactionsSideBySide() {
            return false;
        }

        @Override
        public boolean isBlocked(Thread thread) {
            return thread.getState() == Thread.State.WAITING;
        }
    }
}
