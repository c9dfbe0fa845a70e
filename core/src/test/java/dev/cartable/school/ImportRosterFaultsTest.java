package dev.cartable.school;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.UnreadableRosterException;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Brake;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.LeaseLostException;
import dev.cartable.work.Leases;
import dev.cartable.work.PlanChangedException;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Imports of a roster, or into a store, that changes, fails or is in use. */
class ImportRosterFaultsTest {
    private Instant now = Instant.parse("2026-09-01T06:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final RosterStore school = stores.rosterStore();

    private final ImportRoster importRoster =
            new ImportRoster(stores.unitOfWork(), stores.leases(), school, ErasedGuardians.NONE);

    /** As a database does that undoes a transaction in favour of another: each is run, undone, and run again. */
    private record Twice(UnitOfWork once) implements UnitOfWork {
        @Override
        public <R> R call(Function<? super Tx, ? extends R> work) {
            assertThatThrownBy(() -> once.run(tx -> {
                        throw new IllegalStateException("in the way of " + work.apply(tx));
                    }))
                    .hasMessageStartingWith("in the way");
            return once.call(work);
        }

        @Override
        public boolean joins() {
            return once.joins();
        }
    }

    @Test
    void transactionsThatRunASecondTimeChangeNothingInTheReport() {
        RosterSnapshot snapshot = RosterSnapshot.of(1_200);
        run(snapshot);
        IntStream.range(0, 10).forEach(snapshot::remove);
        IntStream.range(1_200, 1_300).forEach(snapshot::family);
        ImportRoster twice =
                new ImportRoster(new Twice(stores.unitOfWork()), stores.leases(), school, ErasedGuardians.NONE);
        ImportRoster.Plan plan = twice.plan(snapshot, Brake.defaults());

        ImportRoster.Report report = twice.apply(plan);

        assertThat(report.counts()).isEqualTo(plan.counts());
        assertThat(families()).hasSize(1_290);
    }

    private ImportRoster.Report run(RosterSnapshot snapshot) {
        return importRoster.apply(importRoster.plan(snapshot, Brake.defaults()));
    }

    private List<Family> families() {
        return stores.roster().families().toList();
    }

    @Test
    void aRosterThatChangedSinceThePlanIsRefusedBeforeAnythingIsWritten() {
        RosterSnapshot snapshot = RosterSnapshot.of(10);
        ImportRoster.Plan plan = importRoster.plan(snapshot, Brake.defaults());
        snapshot.guardians.set(3, RosterSnapshot.guardian(3, "new@example.org"));

        assertThatThrownBy(() -> importRoster.apply(plan))
                .isInstanceOf(PlanChangedException.class)
                .hasMessageContaining("nothing was written");
        assertThat(families()).isEmpty();
        assertThat(stores.leases().holder(ImportRoster.LEASE)).isEmpty();
    }

    @Test
    void aStoreThatChangedSinceThePlanIsRefusedToo() {
        RosterSnapshot snapshot = RosterSnapshot.of(10);
        ImportRoster.Plan plan = importRoster.plan(snapshot, Brake.defaults());
        run(RosterSnapshot.of(5));

        assertThatThrownBy(() -> importRoster.apply(plan)).isInstanceOf(PlanChangedException.class);
        assertThat(families()).hasSize(5);
    }

    @Test
    void aRosterThatChangesWhileItIsWrittenRetiresNobody() {
        RosterSnapshot snapshot = RosterSnapshot.of(100);
        run(snapshot);
        snapshot.remove(1);
        ImportRoster.Plan plan = importRoster.plan(snapshot, Brake.defaults());
        int planned = snapshot.readings;
        snapshot.before = (reading, s) -> {
            if (reading == planned + 2) {
                s.remove(2);
            }
        };

        assertThatThrownBy(() -> importRoster.apply(plan))
                .isInstanceOf(RosterException.class)
                .hasMessageContaining("changed while it was imported");
        assertThat(families()).hasSize(100);
    }

    @Test
    void anUnreadableRosterWritesNothing() {
        RosterSnapshot snapshot = RosterSnapshot.of(10);
        snapshot.before = (reading, s) -> {
            throw new UnreadableRosterException("CUT_OFF", Map.of(), "cut off; nothing was written");
        };

        assertThatThrownBy(() -> run(snapshot)).isInstanceOf(UnreadableRosterException.class);
        assertThat(families()).isEmpty();
    }

    @Test
    void aSecondImportIsRefusedWhileOneRuns() {
        ImportRoster.Plan plan = importRoster.plan(RosterSnapshot.of(10), Brake.defaults());
        Leases.Attempt other = stores.leases()
                .acquire(ImportRoster.LEASE, new Leases.Holder("elsewhere", 1, 0), Duration.ofMinutes(1));

        assertThat(other).isInstanceOf(Leases.Attempt.Granted.class);
        assertThatThrownBy(() -> importRoster.apply(plan)).isInstanceOf(LeaseHeldException.class);
        assertThat(families()).isEmpty();
    }

    @Test
    void anImportThatLostItsLeaseStopsInItsNextChunkAndTheNextOneFinishes() {
        RosterSnapshot snapshot = RosterSnapshot.of(2_500);
        ImportRoster.Plan plan = importRoster.plan(snapshot, Brake.defaults());
        int planned = snapshot.readings;
        snapshot.before = (reading, s) -> {
            if (reading == planned + 2) {
                now = now.plus(Duration.ofMinutes(2));
                stores.leases()
                        .acquire(ImportRoster.LEASE, new Leases.Holder("elsewhere", 1, 0), Duration.ofMinutes(1));
            }
        };

        assertThatThrownBy(() -> importRoster.apply(plan)).isInstanceOf(LeaseLostException.class);
        assertThat(families()).isEmpty();
        now = now.plus(Duration.ofMinutes(2));
        run(snapshot);
        assertThat(families()).hasSize(2_500);
    }

    @Test
    void aCrashAtAnyWriteIsFinishedByTheNextRun() {
        RosterSnapshot snapshot = RosterSnapshot.of(2_500);
        List<Long> left = new ArrayList<>();
        for (int write = 1; crashes(snapshot, write, left); write++) {}

        assertThat(left)
                .as("what was left to write after a crash at each write of eight chunks")
                .containsExactly(7_501L, 7_501L, 6_501L, 5_501L, 5_501L, 4_501L, 3_501L, 2_501L, 2_501L, 1_501L, 501L);
    }

    /** Whether an import comes to its nth write, where it crashes; the next run does the rest. */
    private boolean crashes(RosterSnapshot snapshot, int write, List<Long> left) {
        InMemoryStores fresh = new InMemoryStores(() -> now);
        RosterStore target = fresh.rosterStore();
        ImportRoster dying = new ImportRoster(
                fresh.unitOfWork(), fresh.leases(), crashingAtWrite(target, write), ErasedGuardians.NONE);
        ImportRoster.Plan plan = dying.plan(snapshot, Brake.defaults());
        try {
            dying.apply(plan);
            return false;
        } catch (IllegalStateException crash) {
            assertThat(crash).hasMessage("power cut");
        }

        ImportRoster next = new ImportRoster(fresh.unitOfWork(), fresh.leases(), target, ErasedGuardians.NONE);
        ImportRoster.Plan rest = next.plan(snapshot, Brake.defaults());
        next.apply(rest);

        left.add(rest.counts().written());
        assertThat(fresh.roster().families().toList())
                .as("crash at write %d", write)
                .hasSize(2_500)
                .allMatch(family -> family.wards().size() == 1);
        assertThat(next.plan(snapshot, Brake.defaults()).counts().written()).isZero();
        return true;
    }

    private static RosterStore crashingAtWrite(RosterStore store, int nth) {
        int[] writes = {0};
        return proxy(store, method -> {
            if (method.startsWith("save") && ++writes[0] == nth) {
                throw new IllegalStateException("power cut");
            }
        });
    }

    private static RosterStore proxy(RosterStore store, Consumer<String> first) {
        return (RosterStore) Proxy.newProxyInstance(
                RosterStore.class.getClassLoader(), new Class<?>[] {RosterStore.class}, (proxy, method, args) -> {
                    first.accept(method.getName());
                    try {
                        method.setAccessible(true);
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void viewsOverTheHostsTablesAreNotImportedInto() {
        RosterStore views = (RosterStore) Proxy.newProxyInstance(
                RosterStore.class.getClassLoader(), new Class<?>[] {RosterStore.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("writable");
                    return false;
                });
        ImportRoster refusing = new ImportRoster(stores.unitOfWork(), stores.leases(), views, ErasedGuardians.NONE);

        assertThatThrownBy(() -> refusing.plan(RosterSnapshot.of(1), Brake.defaults()))
                .isInstanceOf(RosterException.class)
                .hasMessageContaining("views over the host's own tables");
    }

    @Test
    void anImportInsideAnotherTransactionIsRefused() {
        ImportRoster.Plan plan = importRoster.plan(RosterSnapshot.of(1), Brake.defaults());

        assertThatThrownBy(() -> stores.unitOfWork().run(tx -> importRoster.apply(plan)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a roster import works in chunks");
        assertThat(families()).isEmpty();
    }
}
