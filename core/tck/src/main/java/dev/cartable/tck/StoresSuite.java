package dev.cartable.tck;

import dev.cartable.Stores;
import org.junit.jupiter.api.Nested;

/**
 * All contracts of all {@link Stores}: those of each group, and those that look across groups, such as erasing a person. Extend
 * it in a test of your own.
 */
public abstract class StoresSuite {
    /** A fixture for the adapter under test; asked once for each test. */
    protected abstract StoreFixture<? extends Stores> newFixture();

    @Nested
    class WorkGroup extends WorkStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class SchoolGroup extends SchoolStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class RecordGroup extends RecordStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class NoticeGroup extends NoticeStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class AccountGroup extends AccountStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class QuotaGroup extends QuotaStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class UserQuotaTest extends UserQuotaContract<Stores> {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class AlertGroup extends AlertStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class ReminderGroup extends ReminderStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class RemindersTest extends RemindersContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class TaskGroup extends TaskStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class DocumentGroup extends DocumentStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class AuditGroup extends AuditStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class BillingGroup extends BillingStoresSuite {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class BillingTest extends BillingContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class PersonalDataTest extends PersonalDataContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class RetentionTest extends RetentionContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class HostKeysTest extends HostKeysContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class SignInsTest extends SignInsContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class AuditUsageTest extends AuditUsageContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class ConsumeUsageTest extends ConsumeUsageContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class MeterUsageTest extends MeterUsageContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class MigrateUsageTest extends MigrateUsageContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class SessionsTest extends SessionsContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class TaskRunsTest extends TaskRunsContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class TaskTimesTest extends TaskTimesContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class TasksTest extends TasksContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }

    @Nested
    class UsageStatisticsTest extends UsageStatisticsContract {
        @Override
        protected StoreFixture<? extends Stores> newFixture() {
            return StoresSuite.this.newFixture();
        }
    }
}
