package dev.cartable.jdbc;

import dev.cartable.tck.AccountLinksContract;
import dev.cartable.tck.AccountStoreContract;
import dev.cartable.tck.ActivationsContract;
import dev.cartable.tck.AlertStoreContract;
import dev.cartable.tck.AuditUsageContract;
import dev.cartable.tck.ConsumeUsageContract;
import dev.cartable.tck.FailedSignInsContract;
import dev.cartable.tck.HostKeyStoreContract;
import dev.cartable.tck.HostKeysContract;
import dev.cartable.tck.InboxContract;
import dev.cartable.tck.LeasesContract;
import dev.cartable.tck.MeterUsageContract;
import dev.cartable.tck.MigrateUsageContract;
import dev.cartable.tck.MigrationStoreContract;
import dev.cartable.tck.OutboxClaimContract;
import dev.cartable.tck.OutboxContract;
import dev.cartable.tck.PersonalDataContract;
import dev.cartable.tck.ProfileStoreContract;
import dev.cartable.tck.RetentionContract;
import dev.cartable.tck.RosterContract;
import dev.cartable.tck.RosterStoreContract;
import dev.cartable.tck.SessionStoreContract;
import dev.cartable.tck.SessionsContract;
import dev.cartable.tck.StoreFixture;
import dev.cartable.tck.TemplateStoreContract;
import dev.cartable.tck.TombstonesContract;
import dev.cartable.tck.UnitOfWorkContract;
import dev.cartable.tck.UsageCountContract;
import dev.cartable.tck.UsageLedgerContract;
import dev.cartable.tck.UsageStatisticsContract;
import dev.cartable.tck.UsageStoreContract;
import dev.cartable.tck.UserStoreContract;
import dev.cartable.tck.UsernameLedgerContract;
import dev.cartable.tck.UsersContract;
import dev.cartable.tck.WritesContract;
import org.junit.jupiter.api.Nested;

/** Every contract of a store, for one database. */
abstract class StoreContracts {
    abstract StoreFixture newFixture();

    @Nested
    class LeasesTest extends LeasesContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class UnitOfWorkTest extends UnitOfWorkContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class AccountStoreTest extends AccountStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class AccountLinksTest extends AccountLinksContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class ActivationsTest extends ActivationsContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class UsernameLedgerTest extends UsernameLedgerContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class TombstonesTest extends TombstonesContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class HostKeyStoreTest extends HostKeyStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class HostKeysTest extends HostKeysContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class FailedSignInsTest extends FailedSignInsContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class OutboxTest extends OutboxContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class OutboxClaimTest extends OutboxClaimContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class InboxTest extends InboxContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class TemplateStoreTest extends TemplateStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class RosterTest extends RosterContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class RosterStoreTest extends RosterStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class WritesTest extends WritesContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class UsersTest extends UsersContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class UserStoreTest extends UserStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class ProfileStoreTest extends ProfileStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class UsageStoreTest extends UsageStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class UsageCountTest extends UsageCountContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class SessionStoreTest extends SessionStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class ConsumeUsageTest extends ConsumeUsageContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class MeterUsageTest extends MeterUsageContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class SessionsTest extends SessionsContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class AlertStoreTest extends AlertStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class UsageLedgerTest extends UsageLedgerContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class AuditUsageTest extends AuditUsageContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class UsageStatisticsTest extends UsageStatisticsContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class MigrationStoreTest extends MigrationStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class MigrateUsageTest extends MigrateUsageContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class PersonalDataTest extends PersonalDataContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }

    @Nested
    class RetentionTest extends RetentionContract {
        @Override
        protected StoreFixture newFixture() {
            return StoreContracts.this.newFixture();
        }
    }
}
