package dev.cartable.school;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.Guardian;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UnreadableRosterException;
import dev.cartable.school.port.RosterSource;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Brake;
import dev.cartable.work.BrakeException;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImportRosterTest {
    private Instant now = Instant.parse("2026-09-01T06:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final RosterStore school = stores.rosterStore();
    private final ImportRoster importRoster =
            new ImportRoster(stores.unitOfWork(), stores.leases(), school, guardians -> Set.of());

    /** A roster in memory that a test may change at any moment. */
    private static final class Snapshot implements RosterSource {
        final List<Promotion> promotions = new ArrayList<>();
        final List<Pupil> pupils = new ArrayList<>();
        final List<Guardian> guardians = new ArrayList<>();
        final List<Guardianship> links = new ArrayList<>();
        final List<String> unreadable = new ArrayList<>();
        int readings;
        BiConsumer<Integer, Snapshot> before = (reading, snapshot) -> {};

        static Snapshot of(int families) {
            Snapshot snapshot = new Snapshot();
            snapshot.promotions.add(new Promotion(new PromotionId("CM1"), "CM1"));
            IntStream.range(0, families).forEach(snapshot::family);
            return snapshot;
        }

        void family(int i) {
            pupils.add(pupil(i, true));
            guardians.add(guardian(i, "g" + i + "@example.org"));
            links.add(Guardianship.of(new GuardianId("G" + i), new PupilId("P" + i), Guardianship.Relation.MOTHER));
        }

        static Pupil pupil(int i, boolean active) {
            return new Pupil(
                    new PupilId("P" + i), new PersonName("Kid", "No" + i), new PromotionId("CM1"), null, active);
        }

        static Guardian guardian(int i, String email) {
            return new Guardian(new GuardianId("G" + i), new PersonName("Mum", "No" + i), email, null, null);
        }

        void remove(int i) {
            pupils.removeIf(p -> p.id().value().equals("P" + i));
            guardians.removeIf(g -> g.id().value().equals("G" + i));
            links.removeIf(l -> l.guardian().value().equals("G" + i));
        }

        @Override
        public String name() {
            return "snapshot";
        }

        @Override
        public void read(Sink sink) {
            before.accept(++readings, this);
            unreadable.forEach(id -> {
                sink.error(new RowError("users.csv", 2, null, "EMPTY_NAME"));
                sink.unreadable(id);
            });
            promotions.forEach(sink::promotion);
            pupils.forEach(sink::pupil);
            guardians.forEach(sink::guardian);
            links.forEach(sink::guardianship);
        }
    }

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
        Snapshot snapshot = Snapshot.of(1_200);
        run(snapshot);
        IntStream.range(0, 10).forEach(snapshot::remove);
        IntStream.range(1_200, 1_300).forEach(snapshot::family);
        ImportRoster twice =
                new ImportRoster(new Twice(stores.unitOfWork()), stores.leases(), school, guardians -> Set.of());
        ImportRoster.Plan plan = twice.plan(snapshot, Brake.defaults());

        ImportRoster.Report report = twice.apply(plan);

        assertThat(report.counts()).isEqualTo(plan.counts());
        assertThat(families()).hasSize(1_290);
    }

    private ImportRoster.Report run(Snapshot snapshot) {
        return importRoster.apply(importRoster.plan(snapshot, Brake.defaults()));
    }

    private List<Family> families() {
        return stores.roster().families().toList();
    }

    @Test
    void whoWasErasedIsNotBroughtBackByARosterThatStillHasThem() {
        run(Snapshot.of(20));
        GuardianId erased = new GuardianId("G3");
        stores.unitOfWork().run(tx -> school.eraseGuardian(tx, erased, new GuardianId("erased-3")));
        ImportRoster remembering = new ImportRoster(
                stores.unitOfWork(), stores.leases(), school, ids -> ids.contains(erased) ? Set.of(erased) : Set.of());

        ImportRoster.Plan plan = remembering.plan(Snapshot.of(20), Brake.defaults());
        assertThat(plan.counts().written()).isZero();
        remembering.apply(plan);

        assertThat(school.guardians(List.of(erased))).isEmpty();
        assertThat(school.links()).noneMatch(link -> link.guardian().equals(erased));
        assertThat(families()).hasSize(19);
    }

    @Test
    void whoWasErasedAndIsStoredAllTheSameIsMadeUnknownWithoutABrake() {
        Snapshot snapshot = Snapshot.of(40);
        run(snapshot);
        snapshot.remove(39);
        run(snapshot);
        snapshot.unreadable.add("G2");
        Set<GuardianId> erased = IntStream.concat(IntStream.range(0, 30), IntStream.of(39))
                .mapToObj(i -> new GuardianId("G" + i))
                .collect(Collectors.toSet());
        ImportRoster remembering = new ImportRoster(
                stores.unitOfWork(),
                stores.leases(),
                school,
                ids -> ids.stream().filter(erased::contains).collect(Collectors.toSet()));

        ImportRoster.Plan plan = remembering.plan(snapshot, Brake.defaults());
        assertThat(plan.counts().guardians()).isEqualTo(new ImportRoster.Counts.Change(0, 0, 39, 30));
        assertThat(plan.counts().links()).isEqualTo(new ImportRoster.Counts.Change(0, 0, 39, 30));
        assertThat(school.everyGuardianId()).as("a plan writes nothing").containsAll(erased);
        remembering.apply(plan);

        assertThat(school.everyGuardianId())
                .hasSize(40)
                .doesNotContainAnyElementsOf(erased)
                .filteredOn(id -> id.value().startsWith("erased-"))
                .hasSize(31);
        assertThat(school.links()).hasSize(9).noneMatch(link -> erased.contains(link.guardian()));
        assertThat(remembering.plan(snapshot, Brake.defaults()).counts().written())
                .isZero();
    }

    @Test
    void promotionsThatUsersWerePutIntoStayThoughTheRosterDoesNotHaveThem() {
        Promotion staff = new Promotion(new PromotionId("staff"), "Personnel");
        Promotion old = new Promotion(new PromotionId("CM1-2025"), "CM1 2025");
        stores.unitOfWork().run(tx -> {
            school.keepPromotions(tx, List.of(staff));
            school.savePromotions(tx, List.of(old));
        });

        ImportRoster.Report report = run(Snapshot.of(3));

        assertThat(school.promotionIds()).containsExactlyInAnyOrder(new PromotionId("CM1"), staff.id());
        assertThat(report.counts().promotions().retired()).isOne();
        Snapshot grown = Snapshot.of(3);
        grown.promotions.add(staff);
        assertThat(run(grown).counts().promotions().unchanged()).isEqualTo(2);
        run(Snapshot.of(3));
        assertThat(school.promotionIds()).as("the roster had it meanwhile").contains(staff.id());
    }

    @Test
    void aPlanSaysWhatIsCreatedAndWritesNothing() {
        ImportRoster.Plan plan = importRoster.plan(Snapshot.of(2_500), Brake.defaults());

        assertThat(plan.counts().pupils()).isEqualTo(new ImportRoster.Counts.Change(2_500, 0, 0, 0));
        assertThat(plan.counts().links().created()).isEqualTo(2_500);
        assertThat(plan.counts().promotions().created()).isEqualTo(1);
        assertThat(plan.digest().hex()).matches("[0-9a-f]{64}");
        assertThat(families()).isEmpty();
        assertThat(stores.leases().holder(ImportRoster.LEASE)).isEmpty();
    }

    @Test
    void applyingAPlanStoresTheRosterAndDoingItAgainWritesNothing() {
        ImportRoster.Plan plan = importRoster.plan(Snapshot.of(2_500), Brake.defaults());

        assertThat(importRoster.apply(plan).counts()).isEqualTo(plan.counts());
        assertThat(families()).hasSize(2_500).allMatch(family -> family.wards().size() == 1);
        ImportRoster.Report again = run(Snapshot.of(2_500));
        assertThat(again.counts().written()).isZero();
        assertThat(again.counts().guardians().unchanged()).isEqualTo(2_500);
        assertThat(stores.leases().holder(ImportRoster.LEASE)).isEmpty();
    }

    @Test
    void whatIsNewAboutSomebodyIsChangedAndWhoIsMissingIsRetired() {
        Snapshot snapshot = Snapshot.of(100);
        run(snapshot);
        snapshot.remove(7);
        snapshot.guardians.set(3, Snapshot.guardian(3, "new@example.org"));
        snapshot.pupils.set(5, Snapshot.pupil(5, false));
        snapshot.family(100);

        ImportRoster.Counts counts = run(snapshot).counts();

        assertThat(counts.pupils()).isEqualTo(new ImportRoster.Counts.Change(1, 0, 98, 2));
        assertThat(counts.guardians()).isEqualTo(new ImportRoster.Counts.Change(1, 1, 98, 1));
        assertThat(counts.links()).isEqualTo(new ImportRoster.Counts.Change(1, 0, 99, 1));
        assertThat(families())
                .hasSize(100)
                .noneMatch(family -> family.guardian().id().value().equals("G7"));
        assertThat(school.pupils(List.of(new PupilId("P7"))).values())
                .extracting(Pupil::active)
                .containsExactly(false);
    }

    @Test
    void whoComesBackIsCreatedAgain() {
        Snapshot snapshot = Snapshot.of(100);
        run(snapshot);
        snapshot.remove(7);
        run(snapshot);
        snapshot.family(7);

        ImportRoster.Counts counts = run(snapshot).counts();

        assertThat(counts.pupils().created()).isEqualTo(1);
        assertThat(counts.guardians().created()).isEqualTo(1);
        assertThat(families()).hasSize(100);
    }

    @Test
    void theBrakeStopsARosterThatLostTooMany() {
        run(Snapshot.of(100));
        Snapshot half = Snapshot.of(50);

        assertThatThrownBy(() -> importRoster.plan(half, Brake.defaults()))
                .isInstanceOf(BrakeException.class)
                .hasMessageContaining("50 of 100");
        assertThat(families()).hasSize(100);

        importRoster.apply(importRoster.plan(half, Brake.atMost(50)));
        assertThat(families()).hasSize(50);
    }

    @Test
    void theBrakeCountsPupilsWhoAreMarkedAsGoneAndLinksByThemselves() {
        run(Snapshot.of(100));
        Snapshot disabled = Snapshot.of(100);
        disabled.pupils.replaceAll(p -> new Pupil(p.id(), p.name(), p.promotion(), p.email(), false));
        Snapshot unlinked = Snapshot.of(100);
        unlinked.links.clear();

        assertThatThrownBy(() -> importRoster.plan(disabled, Brake.defaults())).hasMessageContaining("pupils");
        assertThatThrownBy(() -> importRoster.plan(unlinked, Brake.defaults())).hasMessageContaining("links");
    }

    @Test
    void whoStandsInABadRowKeepsWhatIsStoredOfThemAndTheirLinks() {
        Snapshot snapshot = Snapshot.of(100);
        run(snapshot);
        snapshot.remove(7);
        snapshot.unreadable.add("G7");
        snapshot.unreadable.add("P7");

        ImportRoster.Report report = run(snapshot);

        assertThat(report.errorCount()).isEqualTo(2);
        assertThat(report.counts().written()).isZero();
        assertThat(families())
                .hasSize(100)
                .allMatch(family -> family.wards().get(0).pupil().active());
    }

    @Test
    void errorsBeyondTheFirstThousandAreOnlyCounted() {
        Snapshot snapshot = Snapshot.of(1);
        IntStream.range(0, 1_500).forEach(i -> snapshot.unreadable.add("X" + i));

        ImportRoster.Plan plan = importRoster.plan(snapshot, Brake.defaults());

        assertThat(plan.report().errors()).hasSize(ImportRoster.MAX_ERRORS);
        assertThat(plan.report().errorCount()).isEqualTo(1_500);
    }

    @Test
    void aRosterThatChangedSinceThePlanIsRefusedBeforeAnythingIsWritten() {
        Snapshot snapshot = Snapshot.of(10);
        ImportRoster.Plan plan = importRoster.plan(snapshot, Brake.defaults());
        snapshot.guardians.set(3, Snapshot.guardian(3, "new@example.org"));

        assertThatThrownBy(() -> importRoster.apply(plan))
                .isInstanceOf(PlanChangedException.class)
                .hasMessageContaining("nothing was written");
        assertThat(families()).isEmpty();
        assertThat(stores.leases().holder(ImportRoster.LEASE)).isEmpty();
    }

    @Test
    void aStoreThatChangedSinceThePlanIsRefusedToo() {
        Snapshot snapshot = Snapshot.of(10);
        ImportRoster.Plan plan = importRoster.plan(snapshot, Brake.defaults());
        run(Snapshot.of(5));

        assertThatThrownBy(() -> importRoster.apply(plan)).isInstanceOf(PlanChangedException.class);
        assertThat(families()).hasSize(5);
    }

    @Test
    void aRosterThatChangesWhileItIsWrittenRetiresNobody() {
        Snapshot snapshot = Snapshot.of(100);
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
        Snapshot snapshot = Snapshot.of(10);
        snapshot.before = (reading, s) -> {
            throw new UnreadableRosterException("CUT_OFF", Map.of(), "cut off; nothing was written");
        };

        assertThatThrownBy(() -> run(snapshot)).isInstanceOf(UnreadableRosterException.class);
        assertThat(families()).isEmpty();
    }

    @Test
    void aSecondImportIsRefusedWhileOneRuns() {
        ImportRoster.Plan plan = importRoster.plan(Snapshot.of(10), Brake.defaults());
        Leases.Attempt other = stores.leases()
                .acquire(ImportRoster.LEASE, new Leases.Holder("elsewhere", 1, 0), Duration.ofMinutes(1));

        assertThat(other).isInstanceOf(Leases.Attempt.Granted.class);
        assertThatThrownBy(() -> importRoster.apply(plan)).isInstanceOf(LeaseHeldException.class);
        assertThat(families()).isEmpty();
    }

    @Test
    void anImportThatLostItsLeaseStopsInItsNextChunkAndTheNextOneFinishes() {
        Snapshot snapshot = Snapshot.of(2_500);
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
        Snapshot snapshot = Snapshot.of(2_500);
        List<Long> left = new ArrayList<>();
        for (int write = 1; crashes(snapshot, write, left); write++) {}

        assertThat(left)
                .as("what was left to write after a crash at each write of eight chunks")
                .containsExactly(7_501L, 7_501L, 6_501L, 5_501L, 5_501L, 4_501L, 3_501L, 2_501L, 2_501L, 1_501L, 501L);
    }

    /** Whether an import comes to its nth write, where it crashes; the next run does the rest. */
    private boolean crashes(Snapshot snapshot, int write, List<Long> left) {
        InMemoryStores fresh = new InMemoryStores(() -> now);
        RosterStore target = fresh.rosterStore();
        ImportRoster dying = new ImportRoster(
                fresh.unitOfWork(), fresh.leases(), crashingAtWrite(target, write), guardians -> Set.of());
        ImportRoster.Plan plan = dying.plan(snapshot, Brake.defaults());
        try {
            dying.apply(plan);
            return false;
        } catch (IllegalStateException crash) {
            assertThat(crash).hasMessage("power cut");
        }

        ImportRoster next = new ImportRoster(fresh.unitOfWork(), fresh.leases(), target, guardians -> Set.of());
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
        ImportRoster refusing = new ImportRoster(stores.unitOfWork(), stores.leases(), views, guardians -> Set.of());

        assertThatThrownBy(() -> refusing.plan(Snapshot.of(1), Brake.defaults()))
                .isInstanceOf(RosterException.class)
                .hasMessageContaining("views over the host's own tables");
    }

    @Test
    void anImportInsideAnotherTransactionIsRefused() {
        ImportRoster.Plan plan = importRoster.plan(Snapshot.of(1), Brake.defaults());

        assertThatThrownBy(() -> stores.unitOfWork().run(tx -> importRoster.apply(plan)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a roster import works in chunks");
        assertThat(families()).isEmpty();
    }

    @Test
    void theOrderOfRowsChangesNeitherDigestNorResult() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Snapshot sorted = Snapshot.of(1_500);
        Snapshot shuffled = Snapshot.of(1_500);
        Collections.shuffle(shuffled.pupils, random);
        Collections.shuffle(shuffled.guardians, random);
        Collections.shuffle(shuffled.links, random);

        ImportRoster.Plan plan = importRoster.plan(sorted, Brake.defaults());
        assertThat(importRoster.plan(shuffled, Brake.defaults()).digest())
                .as("seed %d", seed)
                .isEqualTo(plan.digest());
        importRoster.apply(plan);
        assertThat(importRoster.plan(shuffled, Brake.defaults()).counts().written())
                .as("seed %d", seed)
                .isZero();
    }
}
