package dev.cartable.tck;

import dev.cartable.quota.port.MigrationStore;
import dev.cartable.quota.port.ProfileStore;
import dev.cartable.quota.port.QuotaStores;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;

/** A host that has stores for quotas, and none for anything else, runs their suite. */
class OneGroupTest extends QuotaStoresSuite {
    @Override
    protected StoreFixture<QuotaStores> newFixture() {
        return new QuotasOnly(new InMemoryFixture());
    }

    private record QuotasOnly(InMemoryFixture all) implements StoreFixture<QuotaStores> {
        @Override
        public QuotaStores emptyStores() {
            return new Quotas(all.emptyStores());
        }

        @Override
        public void letPass(Duration time) {
            all.letPass(time);
        }

        @Override
        public boolean runsTransactionsSideBySide() {
            return all.runsTransactionsSideBySide();
        }

        @Override
        public boolean isBlocked(Thread thread) {
            return all.isBlocked(thread);
        }
    }

    private record Quotas(QuotaStores all) implements QuotaStores {
        @Override
        public UnitOfWork unitOfWork() {
            return all.unitOfWork();
        }

        @Override
        public Leases leases() {
            return all.leases();
        }

        @Override
        public ProfileStore profiles() {
            return all.profiles();
        }

        @Override
        public UsageStore usage() {
            return all.usage();
        }

        @Override
        public SessionStore sessions() {
            return all.sessions();
        }

        @Override
        public UsageLedger usageLedger() {
            return all.usageLedger();
        }

        @Override
        public UsageStatistics usageStatistics() {
            return all.usageStatistics();
        }

        @Override
        public MigrationStore migrations() {
            return all.migrations();
        }
    }
}
