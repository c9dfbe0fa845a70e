package dev.cartable.tck;

import dev.cartable.school.port.RecordStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link RecordStores}: what a school records from day to day. */
public abstract class RecordStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends RecordStores> newFixture();

    @Nested
    class RecordsTest extends RecordsContract {
        @Override
        protected StoreFixture<? extends RecordStores> newFixture() {
            return RecordStoresSuite.this.newFixture();
        }
    }

    @Nested
    class InvoicesTest extends InvoicesContract {
        @Override
        protected StoreFixture<? extends RecordStores> newFixture() {
            return RecordStoresSuite.this.newFixture();
        }
    }

    @Nested
    class GradesTest extends GradesContract {
        @Override
        protected StoreFixture<? extends RecordStores> newFixture() {
            return RecordStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<RecordStores> {
        WritesTest() {
            super(RecordStores.class);
        }

        @Override
        protected StoreFixture<? extends RecordStores> newFixture() {
            return RecordStoresSuite.this.newFixture();
        }
    }
}
