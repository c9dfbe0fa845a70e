package dev.cartable.tck;

import dev.cartable.reminder.port.ReminderStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link ReminderStores}: the ledger of reminders. */
public abstract class ReminderStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends ReminderStores> newFixture();

    @Nested
    class ReminderStoreTest extends ReminderStoreContract {
        @Override
        protected StoreFixture<? extends ReminderStores> newFixture() {
            return ReminderStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<ReminderStores> {
        WritesTest() {
            super(ReminderStores.class);
        }

        @Override
        protected StoreFixture<? extends ReminderStores> newFixture() {
            return ReminderStoresSuite.this.newFixture();
        }
    }
}
