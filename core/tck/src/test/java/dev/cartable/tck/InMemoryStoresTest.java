package dev.cartable.tck;

import org.junit.jupiter.api.Nested;

/** The stores in memory keep every contract. */
class InMemoryStoresTest {
    @Nested
    class Leases extends LeasesContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class UnitOfWork extends UnitOfWorkContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class AccountStore extends AccountStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class AccountLinks extends AccountLinksContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Activations extends ActivationsContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class UsernameLedger extends UsernameLedgerContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Tombstones extends TombstonesContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class HostKeys extends HostKeyStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class HostKeyScenarios extends HostKeysContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class FailedSignIns extends FailedSignInsContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Outbox extends OutboxContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class OutboxClaim extends OutboxClaimContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Inbox extends InboxContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class TemplateStore extends TemplateStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Every extends WritesContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Roster extends RosterContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class RosterStore extends RosterStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Users extends UsersContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class UserStore extends UserStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class ProfileStore extends ProfileStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class UsageStore extends UsageStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class AlertStore extends AlertStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class SessionStore extends SessionStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Consume extends ConsumeUsageContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Meter extends MeterUsageContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Sessions extends SessionsContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class UsageCount extends UsageCountContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class UsageLedger extends UsageLedgerContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class AuditUsage extends AuditUsageContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class UsageStatistics extends UsageStatisticsContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class MigrationStore extends MigrationStoreContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class MigrateUsage extends MigrateUsageContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class PersonalData extends PersonalDataContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }

    @Nested
    class Retention extends RetentionContract {
        @Override
        protected StoreFixture newFixture() {
            return new InMemoryFixture();
        }
    }
}
