package dev.cartable.tck;

import dev.cartable.quota.port.QuotaStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link QuotaStores}: profiles, counted use and sessions. */
public abstract class QuotaStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends QuotaStores> newFixture();

    @Nested
    class ProfileStoreTest extends ProfileStoreContract {
        @Override
        protected StoreFixture<? extends QuotaStores> newFixture() {
            return QuotaStoresSuite.this.newFixture();
        }
    }

    @Nested
    class UsageStoreTest extends UsageStoreContract {
        @Override
        protected StoreFixture<? extends QuotaStores> newFixture() {
            return QuotaStoresSuite.this.newFixture();
        }
    }

    @Nested
    class UsageCountTest extends UsageCountContract {
        @Override
        protected StoreFixture<? extends QuotaStores> newFixture() {
            return QuotaStoresSuite.this.newFixture();
        }
    }

    @Nested
    class UsageLedgerTest extends UsageLedgerContract {
        @Override
        protected StoreFixture<? extends QuotaStores> newFixture() {
            return QuotaStoresSuite.this.newFixture();
        }
    }

    @Nested
    class SessionStoreTest extends SessionStoreContract {
        @Override
        protected StoreFixture<? extends QuotaStores> newFixture() {
            return QuotaStoresSuite.this.newFixture();
        }
    }

    @Nested
    class MigrationStoreTest extends MigrationStoreContract {
        @Override
        protected StoreFixture<? extends QuotaStores> newFixture() {
            return QuotaStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<QuotaStores> {
        WritesTest() {
            super(QuotaStores.class);
        }

        @Override
        protected StoreFixture<? extends QuotaStores> newFixture() {
            return QuotaStoresSuite.this.newFixture();
        }
    }
}
