package dev.cartable.tck;

import dev.cartable.alert.port.AlertStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link AlertStores}: alerts and their firings. */
public abstract class AlertStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends AlertStores> newFixture();

    @Nested
    class AlertStoreTest extends AlertStoreContract {
        @Override
        protected StoreFixture<? extends AlertStores> newFixture() {
            return AlertStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<AlertStores> {
        WritesTest() {
            super(AlertStores.class);
        }

        @Override
        protected StoreFixture<? extends AlertStores> newFixture() {
            return AlertStoresSuite.this.newFixture();
        }
    }
}
