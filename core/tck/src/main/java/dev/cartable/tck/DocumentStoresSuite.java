package dev.cartable.tck;

import dev.cartable.document.port.DocumentStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link DocumentStores}: which documents were made. */
public abstract class DocumentStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends DocumentStores> newFixture();

    @Nested
    class DocumentStoreTest extends DocumentStoreContract {
        @Override
        protected StoreFixture<? extends DocumentStores> newFixture() {
            return DocumentStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<DocumentStores> {
        WritesTest() {
            super(DocumentStores.class);
        }

        @Override
        protected StoreFixture<? extends DocumentStores> newFixture() {
            return DocumentStoresSuite.this.newFixture();
        }
    }
}
