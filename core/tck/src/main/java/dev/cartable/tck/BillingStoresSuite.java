package dev.cartable.tck;

import dev.cartable.billing.port.BillingStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link BillingStores}: drafts, issued invoices and their numbers. */
public abstract class BillingStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends BillingStores> newFixture();

    @Nested
    class BillingStoreTest extends BillingStoreContract {
        @Override
        protected StoreFixture<? extends BillingStores> newFixture() {
            return BillingStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<BillingStores> {
        WritesTest() {
            super(BillingStores.class);
        }

        @Override
        protected StoreFixture<? extends BillingStores> newFixture() {
            return BillingStoresSuite.this.newFixture();
        }
    }
}
