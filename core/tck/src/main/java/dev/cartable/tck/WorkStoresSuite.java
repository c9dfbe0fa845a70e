package dev.cartable.tck;

import dev.cartable.work.WorkStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link WorkStores}: the leases that every group has. */
public abstract class WorkStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends WorkStores> newFixture();

    @Nested
    class LeasesTest extends LeasesContract {
        @Override
        protected StoreFixture<? extends WorkStores> newFixture() {
            return WorkStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<WorkStores> {
        WritesTest() {
            super(WorkStores.class);
        }

        @Override
        protected StoreFixture<? extends WorkStores> newFixture() {
            return WorkStoresSuite.this.newFixture();
        }
    }
}
