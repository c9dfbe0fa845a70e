package dev.cartable.tck;

import dev.cartable.school.port.SchoolStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link SchoolStores}: the roster and the users of the network. */
public abstract class SchoolStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends SchoolStores> newFixture();

    @Nested
    class RosterTest extends RosterContract {
        @Override
        protected StoreFixture<? extends SchoolStores> newFixture() {
            return SchoolStoresSuite.this.newFixture();
        }
    }

    @Nested
    class RosterStoreTest extends RosterStoreContract {
        @Override
        protected StoreFixture<? extends SchoolStores> newFixture() {
            return SchoolStoresSuite.this.newFixture();
        }
    }

    @Nested
    class UsersTest extends UsersContract {
        @Override
        protected StoreFixture<? extends SchoolStores> newFixture() {
            return SchoolStoresSuite.this.newFixture();
        }
    }

    @Nested
    class UserStoreTest extends UserStoreContract {
        @Override
        protected StoreFixture<? extends SchoolStores> newFixture() {
            return SchoolStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<SchoolStores> {
        WritesTest() {
            super(SchoolStores.class);
        }

        @Override
        protected StoreFixture<? extends SchoolStores> newFixture() {
            return SchoolStoresSuite.this.newFixture();
        }
    }
}
