package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.JOHN;
import static dev.cartable.quota.QuotaWorld.ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.port.LegacyUsageSource;
import dev.cartable.quota.port.LegacyUsageSource.LegacyRow;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A run whose lease has passed to somebody else without its noticing. */
class MigrateUsageTest {
    private static final Traffic AMOUNT = new Traffic(0, 700);

    private final QuotaWorld school = new QuotaWorld();

    private record OneRow() implements LegacyUsageSource {
        @Override
        public String name() {
            return "old.csv";
        }

        @Override
        public long read(Consumer<? super LegacyRow> each) {
            each.accept(new LegacyRow.Usable(legacy(), 2));
            return 1;
        }
    }

    /** Has looked before the other run's commit. */
    private record Late(MigrationStore store) implements MigrationStore {
        @Override
        public Map<UserId, MigratedUsage> byUser(Collection<UserId> users) {
            return Map.of();
        }

        @Override
        public Stream<MigratedUsage> all() {
            return store.all();
        }

        @Override
        public Set<UserId> insert(Tx tx, Collection<MigratedUsage> migrated) {
            return store.insert(tx, migrated);
        }

        @Override
        public void remove(Tx tx, Collection<UserId> users) {
            store.remove(tx, users);
        }

        @Override
        public PerWindow<TrafficSum> adjusted(Collection<UserId> users, Collection<String> causes) {
            return store.adjusted(users, causes);
        }
    }

    private static final class Silent implements MigrateUsage.Listener {
        @Override
        public void migrated(MigratedUsage usage) {}

        @Override
        public void skipped(UserId user) {}

        @Override
        public void failed(RowError error) {}
    }

    @Test
    void aUserWhomSomebodyElseBringsOverMeanwhileCountsOnce() {
        school.assign(Holder.DEFAULT, school.profile("Tous", profile -> profile));
        InMemoryStores stores = school.stores();
        QuotaPorts ports =
                new QuotaPorts(stores.unitOfWork(), stores.leases(), stores.users(), stores.profiles(), stores.usage());
        MigrateUsage late = new MigrateUsage(
                ports,
                new Late(stores.migrations()),
                stores.usageLedger(),
                QuotaSettings.defaults(),
                WindowCalendar.of(ZONE),
                school::now);
        stores.unitOfWork().run(tx -> stores.migrations().insert(tx, List.of(other())));

        assertThatIllegalStateException()
                .isThrownBy(() -> late.run(new OneRow(), false, "test", new Silent()))
                .withMessageContaining("somebody else");

        assertThat(school.used(JOHN, Window.MONTH)).isZero();
        try (var adjustments = stores.usage().adjustments(JOHN)) {
            assertThat(adjustments).isEmpty();
        }
    }

    private static LegacyUsage legacy() {
        return new LegacyUsage(JOHN, new PerWindow<>(Traffic.NONE, Traffic.NONE, AMOUNT, AMOUNT), null);
    }

    private MigratedUsage other() {
        return new MigratedUsage(legacy(), Map.of(Window.CYCLE, WindowKey.cycle(school.now())), school.now());
    }
}
