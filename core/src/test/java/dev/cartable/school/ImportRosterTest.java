package dev.cartable.school;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.RosterStore;
import dev.cartable.work.Brake;
import dev.cartable.work.BrakeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImportRosterTest {
    private Instant now = Instant.parse("2026-09-01T06:00:00Z");
    private final InMemoryStores stores = new InMemoryStores(() -> now);
    private final RosterStore school = stores.rosterStore();

    private final ImportRoster importRoster =
            new ImportRoster(stores.unitOfWork(), stores.leases(), school, ErasedGuardians.NONE);

    private ImportRoster.Report run(RosterSnapshot snapshot) {
        return importRoster.apply(importRoster.plan(snapshot, Brake.defaults()));
    }

    private List<Family> families() {
        return stores.roster().families().toList();
    }

    @Test
    void whoWasErasedIsNotBroughtBackByARosterThatStillHasThem() {
        run(RosterSnapshot.of(20));
        GuardianId erased = new GuardianId("G3");
        stores.unitOfWork().run(tx -> school.eraseGuardian(tx, erased, new GuardianId("erased-3")));
        ImportRoster remembering =
                new ImportRoster(stores.unitOfWork(), stores.leases(), school, new ErasedGuardians(Set.of(erased)));

        ImportRoster.Plan plan = remembering.plan(RosterSnapshot.of(20), Brake.defaults());
        assertThat(plan.counts().written()).isZero();
        remembering.apply(plan);

        assertThat(school.guardians(List.of(erased))).isEmpty();
        assertThat(school.links()).noneMatch(link -> link.guardian().equals(erased));
        assertThat(families()).hasSize(19);
    }

    @Test
    void whoWasErasedAndIsStoredAllTheSameIsMadeUnknownWithoutABrake() {
        RosterSnapshot snapshot = RosterSnapshot.of(40);
        run(snapshot);
        snapshot.remove(39);
        run(snapshot);
        snapshot.unreadable.add("G2");
        Set<GuardianId> erased = IntStream.concat(IntStream.range(0, 30), IntStream.of(39))
                .mapToObj(i -> new GuardianId("G" + i))
                .collect(Collectors.toSet());
        ImportRoster remembering =
                new ImportRoster(stores.unitOfWork(), stores.leases(), school, new ErasedGuardians(erased));

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

        ImportRoster.Report report = run(RosterSnapshot.of(3));

        assertThat(school.promotionIds()).containsExactlyInAnyOrder(new PromotionId("CM1"), staff.id());
        assertThat(report.counts().promotions().retired()).isOne();
        RosterSnapshot grown = RosterSnapshot.of(3);
        grown.promotions.add(staff);
        assertThat(run(grown).counts().promotions().unchanged()).isEqualTo(2);
        run(RosterSnapshot.of(3));
        assertThat(school.promotionIds()).as("the roster had it meanwhile").contains(staff.id());
    }

    @Test
    void aPlanSaysWhatIsCreatedAndWritesNothing() {
        ImportRoster.Plan plan = importRoster.plan(RosterSnapshot.of(2_500), Brake.defaults());

        assertThat(plan.counts().pupils()).isEqualTo(new ImportRoster.Counts.Change(2_500, 0, 0, 0));
        assertThat(plan.counts().links().created()).isEqualTo(2_500);
        assertThat(plan.counts().promotions().created()).isEqualTo(1);
        assertThat(plan.digest().hex()).matches("[0-9a-f]{64}");
        assertThat(families()).isEmpty();
        assertThat(stores.leases().holder(ImportRoster.LEASE)).isEmpty();
    }

    @Test
    void applyingAPlanStoresTheRosterAndDoingItAgainWritesNothing() {
        ImportRoster.Plan plan = importRoster.plan(RosterSnapshot.of(2_500), Brake.defaults());

        assertThat(importRoster.apply(plan).counts()).isEqualTo(plan.counts());
        assertThat(families()).hasSize(2_500).allMatch(family -> family.wards().size() == 1);
        ImportRoster.Report again = run(RosterSnapshot.of(2_500));
        assertThat(again.counts().written()).isZero();
        assertThat(again.counts().guardians().unchanged()).isEqualTo(2_500);
        assertThat(stores.leases().holder(ImportRoster.LEASE)).isEmpty();
    }

    @Test
    void whatIsNewAboutSomebodyIsChangedAndWhoIsMissingIsRetired() {
        RosterSnapshot snapshot = RosterSnapshot.of(100);
        run(snapshot);
        snapshot.remove(7);
        snapshot.guardians.set(3, RosterSnapshot.guardian(3, "new@example.org"));
        snapshot.pupils.set(5, RosterSnapshot.pupil(5, false));
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
        RosterSnapshot snapshot = RosterSnapshot.of(100);
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
        run(RosterSnapshot.of(100));
        RosterSnapshot half = RosterSnapshot.of(50);

        assertThatThrownBy(() -> importRoster.plan(half, Brake.defaults()))
                .isInstanceOf(BrakeException.class)
                .hasMessageContaining("50 of 100");
        assertThat(families()).hasSize(100);

        importRoster.apply(importRoster.plan(half, Brake.atMost(50)));
        assertThat(families()).hasSize(50);
    }

    @Test
    void theBrakeCountsPupilsWhoAreMarkedAsGoneAndLinksByThemselves() {
        run(RosterSnapshot.of(100));
        RosterSnapshot disabled = RosterSnapshot.of(100);
        disabled.pupils.replaceAll(p -> new Pupil(p.id(), p.name(), p.promotion(), p.email(), false));
        RosterSnapshot unlinked = RosterSnapshot.of(100);
        unlinked.links.clear();

        assertThatThrownBy(() -> importRoster.plan(disabled, Brake.defaults())).hasMessageContaining("pupils");
        assertThatThrownBy(() -> importRoster.plan(unlinked, Brake.defaults())).hasMessageContaining("links");
    }

    @Test
    void whoStandsInABadRowKeepsWhatIsStoredOfThemAndTheirLinks() {
        RosterSnapshot snapshot = RosterSnapshot.of(100);
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
        RosterSnapshot snapshot = RosterSnapshot.of(1);
        IntStream.range(0, 1_500).forEach(i -> snapshot.unreadable.add("X" + i));

        ImportRoster.Plan plan = importRoster.plan(snapshot, Brake.defaults());

        assertThat(plan.report().errors()).hasSize(ImportRoster.MAX_ERRORS);
        assertThat(plan.report().errorCount()).isEqualTo(1_500);
    }

    @Test
    void theOrderOfRowsChangesNeitherDigestNorResult() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RosterSnapshot sorted = RosterSnapshot.of(1_500);
        RosterSnapshot shuffled = RosterSnapshot.of(1_500);
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
