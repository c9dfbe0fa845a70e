package dev.cartable.tck;

import dev.cartable.audit.port.AuditStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link AuditStores}: entries and the end of the trail. */
public abstract class AuditStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends AuditStores> newFixture();

    @Nested
    class AuditStoreTest extends AuditStoreContract {
        @Override
        protected StoreFixture<? extends AuditStores> newFixture() {
            return AuditStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<AuditStores> {
        WritesTest() {
            super(AuditStores.class);
        }

        @Override
        protected StoreFixture<? extends AuditStores> newFixture() {
            return AuditStoresSuite.this.newFixture();
        }
    }
}
