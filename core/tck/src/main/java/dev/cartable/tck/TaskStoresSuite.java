package dev.cartable.tck;

import dev.cartable.task.port.TaskStores;
import org.junit.jupiter.api.Nested;

/** All contracts of {@link TaskStores}: the ledger of tasks, and the answers to requests with a key. */
public abstract class TaskStoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends TaskStores> newFixture();

    @Nested
    class OccurrenceStoreTest extends OccurrenceStoreContract {
        @Override
        protected StoreFixture<? extends TaskStores> newFixture() {
            return TaskStoresSuite.this.newFixture();
        }
    }

    @Nested
    class KeyedAnswersTest extends KeyedAnswersContract {
        @Override
        protected StoreFixture<? extends TaskStores> newFixture() {
            return TaskStoresSuite.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract<TaskStores> {
        WritesTest() {
            super(TaskStores.class);
        }

        @Override
        protected StoreFixture<? extends TaskStores> newFixture() {
            return TaskStoresSuite.this.newFixture();
        }
    }
}
