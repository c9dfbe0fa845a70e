package dev.cartable.tck;

import dev.cartable.account.port.AccountStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link AccountStores}: accounts and what guards them. */
public abstract class AccountStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends AccountStores> newFixture();

    @Nested
    class UnitOfWorkTest extends UnitOfWorkContract {
        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }

    @Nested
    class AccountStoreTest extends AccountStoreContract {
        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }

    @Nested
    class AccountLinksTest extends AccountLinksContract {
        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }

    @Nested
    class ActivationsTest extends ActivationsContract {
        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }

    @Nested
    class UsernameLedgerTest extends UsernameLedgerContract {
        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }

    @Nested
    class TombstonesTest extends TombstonesContract {
        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }

    @Nested
    class HostKeyStoreTest extends HostKeyStoreContract {
        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }

    @Nested
    class FailedSignInsTest extends FailedSignInsContract {
        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<AccountStores> {
        WritesTest() {
            super(AccountStores.class);
        }

        @Override
        protected StoreFixture<? extends AccountStores> newFixture() {
            return AccountStoresSuite.this.newFixture();
        }
    }
}
