package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.internal.Erasures;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountSettings;
import dev.cartable.account.model.AccountSettings.FirstCredential;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.account.model.NamingRule;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Brake;
import dev.cartable.work.BrakeException;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.Leases;
import dev.cartable.work.PlanChangedException;
import dev.cartable.work.RunReport;
import dev.cartable.work.internal.BulkRun;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GenerateAccountsTest {
    private final SchoolFixture school = new SchoolFixture();

    @Test
    void makesOneAccountForEachGuardianWithAnActivePupil() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1", "p2");
        school.family("g2", "Alpha Barry", null, "p3");
        school.family("g3", "Nobody Here", "nobody@example.org");

        AccountPlan.Counts counts = school.run().counts();

        assertThat(counts.input()).isEqualTo(3);
        assertThat(counts.created()).isEqualTo(2);
        assertThat(counts.skipped()).isEqualTo(1);
        assertThat(counts.queued()).isEqualTo(1);
        assertThat(counts.noChannel()).isEqualTo(1);
        assertThat(seen("g1")).containsExactlyInAnyOrder(new PupilId("p1"), new PupilId("p2"));
        assertThat(school.account("g1").username().value()).isEqualTo("mariama.diallo");
        assertThat(school.messages()).hasSize(1);
    }

    @Test
    void changesNothingTheSecondTime() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", null, "p3");
        school.run();
        List<String> before = school.everything();

        AccountPlan.Counts again = school.run().counts();

        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(again.changesNothing()).isTrue();
        assertThat(again.queued()).isZero();
        assertThat(school.everything()).isEqualTo(before);
    }

    @Test
    void readsTheRosterAheadWhereItRunsAndOnTheCallersThreadWhereItPlans() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        Set<Thread> readers = ConcurrentHashMap.newKeySet();
        school.onFamily = () -> readers.add(Thread.currentThread());
        Set<Thread> rechecking = ConcurrentHashMap.newKeySet();
        school.onPage = () -> rechecking.add(Thread.currentThread());
        school.readAhead = task -> new Thread(task).start();

        school.generate().plan(GenerationRequest.everyone());
        assertThat(readers).containsExactly(Thread.currentThread());
        readers.clear();

        assertThat(school.run().counts().created()).isOne();
        assertThat(readers).as("of a run that writes").hasSize(2).doesNotContain(Thread.currentThread());
        assertThat(rechecking).hasSize(1).doesNotContain(Thread.currentThread());
        readers.clear();

        assertThat(school.run().counts().unchanged()).isOne();
        assertThat(readers).as("of a run that changes nothing").hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void aRosterThatFailsUnderWayEndsTheRunAndIsClosed() {
        for (int i = 1000; i < 1000 + 5 * BulkRun.CHUNK; i++) {
            school.family("g" + i, "Mariama Diallo", "g" + i + "@example.org", "p1");
        }
        AtomicInteger read = new AtomicInteger();
        school.onFamily = () -> {
            if (read.incrementAndGet() == 2 * 5 * BulkRun.CHUNK - 1) {
                throw new IllegalStateException("the roster is gone");
            }
        };
        AtomicInteger closed = new AtomicInteger();
        school.onSweepClosed = closed::incrementAndGet;
        school.readAhead = task -> new Thread(task).start();
        int[] created = {0};

        assertThatThrownBy(() -> school.generate().run(GenerationRequest.everyone(), step -> created[0]++))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the roster is gone");

        assertThat(closed).hasValue(2);
        assertThat(created[0]).isEqualTo(4 * BulkRun.CHUNK);
        try (var all = school.stores.accounts().all()) {
            assertThat(all).hasSize(created[0]);
        }
    }

    @Test
    void aRosterThatCannotBeLookedAtAgainCostsOnlyTheGuardiansThatItFailsFor() {
        for (int i = 1000; i < 1010; i++) {
            school.family("g" + i, "Mariama Diallo", "g" + i + "@example.org", "p1");
        }
        int[] looks = {0};
        school.onPage = () -> {
            looks[0]++;
            if (looks[0] == 1 || looks[0] == 4) {
                throw new IllegalStateException("the roster is busy");
            }
        };

        AccountPlan.Counts counts = school.run().counts();

        assertThat(counts.created()).isEqualTo(9);
        assertThat(counts.failed()).isOne();
        assertThat(school.stores.accounts().byGuardian(List.of(new GuardianId("g1002"))))
                .isEmpty();
    }

    @Test
    void aPlanReadsOnlyWhatItIsAskedFor() {
        for (int i = 1000; i < 1000 + 5 * BulkRun.CHUNK; i++) {
            school.family("g" + i, "Mariama Diallo", "g" + i + "@example.org", "p1");
        }
        AccountPlan plan = school.generate().plan(GenerationRequest.everyone());
        int[] read = {0};
        school.onFamily = () -> read[0]++;

        try (Stream<AccountStep> steps = plan.steps()) {
            assertThat(read[0]).isZero();
            assertThat(steps.findFirst()).isPresent();
        }

        assertThat(read[0]).isEqualTo(2 * BulkRun.CHUNK);
    }

    @Test
    void whatChangesWhileARunIsUnderWayWaitsForTheNext() {
        for (int i = 1000; i < 1000 + 3 * BulkRun.CHUNK; i++) {
            school.family("g" + i, "Mariama Diallo", "g" + i + "@example.org", "p1");
        }
        List<String> notWritten = new ArrayList<>();
        boolean[] begun = {false};

        school.generate().run(GenerationRequest.everyone(), step -> {
            if (!begun[0]) {
                begun[0] = true;
                school.family("g1000", "Mariama Diallo", "written@example.org", "p1");
                school.family("g2400", "Mariama Diallo", "moved@example.org", "p1");
                school.families.remove(new GuardianId("g2401"));
            }
            if (!step.writes()) {
                notWritten.add(step.guardian() + " " + step.reason());
            }
        });

        assertThat(notWritten).containsExactly("g2400 SOURCE_CHANGED", "g2401 SOURCE_CHANGED");
        assertThat(school.run().counts().created()).isOne();
        assertThat(school.account("g2400").email()).hasToString("moved@example.org");
    }

    @Test
    void planWritesNothingAndItsDigestIsThatOfTheRun() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");

        AccountPlan plan = school.generate().plan(GenerationRequest.everyone());

        assertThat(school.everything()).isEmpty();
        assertThat(plan.counts().created()).isEqualTo(1);
        assertThat(plan.steps().map(AccountStep::action)).containsExactly(Action.CREATE);
        assertThat(school.generate().apply(plan).digest()).isEqualTo(plan.digest());
    }

    @Test
    void refusesAPlanWhenTheRosterHasChangedSince() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        AccountPlan plan = school.generate().plan(GenerationRequest.everyone());
        school.family("g2", "Alpha Barry", null, "p3");

        assertThatThrownBy(() -> school.generate().apply(plan)).isInstanceOf(PlanChangedException.class);
        assertThat(school.everything()).isEmpty();
    }

    @Test
    void refusesToRunBesideAnotherRun() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.stores.leases().acquire(GenerateAccounts.LEASE, Leases.Holder.thisProcess(), Duration.ofMinutes(1));

        assertThatThrownBy(school::run).isInstanceOf(LeaseHeldException.class);
        assertThat(school.everything()).isEmpty();
    }

    @Test
    void refusesToRunInsideAnotherTransaction() {
        assertThatThrownBy(() -> school.stores.unitOfWork().run(tx -> school.run()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chunks");
    }

    @Test
    void sparesAChosenPasswordUnderForceUnlessTold() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", "alpha@example.org", "p3");
        school.run();
        Account chosen = school.account("g1").activated("hash", school.now);
        school.stores.unitOfWork().run(tx -> school.stores.accounts().update(tx, List.of(chosen)));

        AccountPlan.Counts forced =
                school.run(GenerationRequest.everyone().renewing()).counts();

        assertThat(forced.renewed()).isEqualTo(1);
        assertThat(forced.skipped()).isEqualTo(1);
        assertThat(school.account("g1").hasChosenPassword()).isTrue();
        assertThat(school.account("g2").credential().revision()).isEqualTo(2);
        assertThat(school.revoked).isEmpty();

        school.run(GenerationRequest.everyone().renewingAlsoChosen());

        assertThat(school.account("g1").hasChosenPassword()).isFalse();
        assertThat(school.account("g1").id()).isEqualTo(chosen.id());
        assertThat(school.revoked).containsExactly(chosen.id().toString());
    }

    @Test
    void looksOnlyAtTheGuardiansThatAreNamed() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", null, "p3");

        assertThat(school.run(GenerationRequest.of(Set.of(new GuardianId("g2"))))
                        .counts()
                        .input())
                .isEqualTo(1);
        assertThat(school.stores.accounts().all().map(Account::guardian)).containsExactly(new GuardianId("g2"));
        assertThat(school.run(GenerationRequest.of(new PromotionId("CM2")))
                        .counts()
                        .created())
                .isEqualTo(1);
        assertThat(school.run(GenerationRequest.of(new PromotionId("CP")))
                        .counts()
                        .input())
                .isZero();
    }

    @Test
    void stopsAfterTheLimit() {
        for (int i = 0; i < 10; i++) {
            school.family("g" + i, "Mariama Diallo", null, "p" + i);
        }

        assertThat(school.run(GenerationRequest.everyone().limit(4)).counts().created())
                .isEqualTo(4);
        assertThat(school.run(GenerationRequest.everyone().limit(4)).counts().created())
                .isEqualTo(4);
        assertThat(school.run(GenerationRequest.everyone().limit(4)).counts().created())
                .isEqualTo(2);
    }

    @Test
    void leavesOutGuardiansWithoutAUsableAddressUnderEmailOnly() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", "alpha @example.org", "p3");
        school.family("g3", "Fatou Bah", "p4@pupils.example.org", "p4");
        List<AccountStep.Reason> reasons = new ArrayList<>();

        RunReport<AccountPlan.Counts> report = school.generate()
                .run(GenerationRequest.everyone().withEmailOnly(), step -> {
                    if (step.reason() != null) {
                        reasons.add(step.reason());
                    }
                });

        assertThat(report.counts().created()).isEqualTo(1);
        assertThat(reasons).containsExactly(AccountStep.Reason.UNUSABLE_ADDRESS, AccountStep.Reason.PUPILS_ADDRESS);
    }

    @Test
    void endsLinksThatVanishedOrWereBarredInTheSameRun() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1", "p2");
        school.family("g2", "Alpha Barry", null, "p3");
        school.run();
        school.put("g1", "Mariama Diallo", "mariama@example.org", List.of(barred("g1", "p1"), open("g1", "p2")));
        school.families.remove(new GuardianId("g2"));

        AccountPlan.Counts counts = school.run().counts();

        assertThat(seen("g1")).containsExactly(new PupilId("p2"));
        assertThat(seen("g2")).isEmpty();
        assertThat(school.account("g2").orphanSince()).isEqualTo(school.now);
        assertThat(counts.updated()).isEqualTo(2);
        assertThat(counts.orphaned()).isEqualTo(1);
        assertThat(school.run().counts().changesNothing()).isTrue();
    }

    @Test
    void theBrakeStopsARunThatWouldEmptyTheSchool() {
        for (int i = 0; i < 20; i++) {
            school.family("g" + i, "Mariama Diallo", null, "p" + i);
        }
        school.run();
        List<String> before = school.everything();
        school.families.clear();

        assertThatThrownBy(school::run).isInstanceOf(BrakeException.class).hasMessageContaining("20 of 20");
        assertThatThrownBy(() -> school.generate().plan(GenerationRequest.everyone()))
                .isInstanceOf(BrakeException.class);
        assertThat(school.everything()).isEqualTo(before);
        assertThat(school.run(GenerationRequest.everyone().brake(Brake.atMost(20)))
                        .counts()
                        .orphaned())
                .isEqualTo(20);
    }

    @Test
    void anOrphanReturnsWhenAPupilIsLinkedAgain() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.run();
        Account gone = school.account("g1").deactivated(Account.Deactivation.ORPHANED, school.now);
        school.stores.unitOfWork().run(tx -> school.stores.accounts().update(tx, List.of(gone)));

        AccountPlan.Counts counts = school.run().counts();

        assertThat(counts.returned()).isEqualTo(1);
        assertThat(school.account("g1").state()).isEqualTo(Account.State.PENDING);
        assertThat(school.account("g1").id()).isEqualTo(gone.id());
    }

    @Test
    void anAddressThatIsNewBeforeActivationGetsALinkOfItsOwnAndTheOldOneDies() {
        school.family("g1", "Mariama Diallo", "wrong@example.org", "p1");
        school.run();
        school.family("g1", "Mariama Diallo", "right@example.org", "p1");

        assertThat(school.run().counts().queued()).isEqualTo(1);
        assertThat(school.account("g1").credential().revision()).isEqualTo(2);
        assertThat(school.messages())
                .extracting(e -> e.notice().address().value())
                .containsExactly("right@example.org", "wrong@example.org");
    }

    @Test
    void twoGuardiansWithOneAddressAreTwoAccounts() {
        school.family("g1", "Mariama Diallo", "family@example.org", "p1");
        school.family("g2", "Alpha Barry", "FAMILY@example.org", "p2");

        assertThat(school.run().counts().created()).isEqualTo(2);
        assertThat(seen("g1")).containsExactly(new PupilId("p1"));
        assertThat(school.stores.accounts().sharedAddresses()).hasSize(1);
    }

    @Test
    void aPlanShowsTheSharedAddressesThatTheRunWillShow() {
        school.family("g0", "Outside Request", "family@example.org", "p0");
        school.family("g5", "Moved Away", "old@example.org", "p5");
        school.run();
        school.family("g1", "Mariama Diallo", "family@example.org", "p1");
        school.family("g2", "Mariama DIALLO", "FAMILY@example.org", "p2");
        school.family("g3", "Alone Here", "alone@example.org", "p3");
        school.family("g4", "No Pupil", "alone@example.org");
        school.family("g5", "Moved Away", "new@example.org", "p5");
        school.family("g6", "Next Owner", "old@example.org", "p6");
        GenerationRequest request = GenerationRequest.of(List.of("g1", "g2", "g3", "g4", "g5", "g6").stream()
                .map(GuardianId::new)
                .toList());
        List<String> planned = school.generate().plan(request).possibleDuplicates().stream()
                .map(pair -> pair.first() + " " + pair.second() + " " + pair.sameName())
                .toList();
        school.run(request);
        try (var pairs = new PossibleDuplicates(school.ports()).find()) {
            assertThat(pairs.map(pair ->
                            pair.first().guardian() + " " + pair.second().guardian() + " " + pair.sameName()))
                    .containsExactlyElementsOf(planned)
                    .containsExactly("g1 g2 true", "g2 g0 false");
        }
    }

    @Test
    void aPlanPairsTheAccountsThatAreOpenAfterIt() {
        for (int i = 1; i <= 5; i++) {
            school.family("g" + i, "Guardian " + i, "family@example.org", "p" + i);
        }
        school.run();
        school.change("g1", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));
        school.change("g2", account -> account.deactivated(Account.Deactivation.ORPHANED, school.now));
        school.change("g3", account -> account.deactivated(Account.Deactivation.ORPHANED, school.now));
        school.family("g3", "Guardian 3", "family@example.org");
        school.family("g5", "Renamed 5", "family@example.org", "p5");

        AccountPlan plan = school.generate().plan(GenerationRequest.everyone());

        assertThat(plan.possibleDuplicates().stream().map(pair -> pair.first() + " " + pair.second()))
                .as("not who was closed by hand, nor who is without pupils; but who returns, and who is kept")
                .containsExactly("g2 g4", "g4 g5");
    }

    @Test
    void pointsOutWaysInThatHaveExpiredUntilTheyAreRenewed() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", null, "p3");
        school.run();
        school.change("g2", account -> account.activated("hash", school.now));
        assertThat(school.run().counts().expired()).isZero();
        school.now = school.now.plus(school.settings.activationValidity());
        assertThat(school.generate().plan(GenerationRequest.everyone()).counts().expired())
                .isOne();
        assertThat(school.run().counts().expired()).isOne();
        assertThat(new AccountStatistics(school.ports(), school.settings, school.clock)
                        .count()
                        .expired())
                .isOne();
        school.family("g3", "New Here", "new@example.org", "p4");
        assertThat(school.run().counts().expired()).as("in a run that writes").isOne();

        AccountPlan.Counts renewed = school.resend()
                .run(ResendCredentials.Request.everyone().onlyExpired(), step -> {})
                .counts();
        assertThat(renewed.renewed()).isOne();
        assertThat(renewed.skipped()).isEqualTo(2);
        assertThat(school.run().counts().expired()).isZero();
    }

    @Test
    void doesNotBringBackAGuardianWhoWasErased() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.stores
                .unitOfWork()
                .run(tx -> school.stores
                        .tombstones()
                        .add(tx, Erasures.tombstone(SchoolFixture.KEY, new GuardianId("g1")), school.now));

        assertThat(school.run().counts().skipped()).isEqualTo(1);
        assertThat(school.stores.accounts().all()).isEmpty();
    }

    @Test
    void countsAlwaysAddUp() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", null, "p3");
        school.family("g3", "No Pupil", null);
        school.run();
        school.family("g1", "Mariama Bah", "mariama@example.org", "p1");
        school.family("g4", "Fatou Bah", "fatou@example.org", "p5");

        AccountPlan.Counts c = school.run().counts();

        assertThat(c.input())
                .isEqualTo(c.created() + c.renewed() + c.updated() + c.unchanged() + c.skipped() + c.failed())
                .isEqualTo(4);
        assertThat(c.updated()).isEqualTo(1);
    }

    private Set<PupilId> seen(String guardian) {
        return school.stores
                .accounts()
                .pupils(List.of(school.account(guardian).id()))
                .getOrDefault(school.account(guardian).id(), Set.of());
    }

    private static Family.Ward open(String guardian, String pupil) {
        return new Family.Ward(
                SchoolFixture.pupil(pupil, true),
                Guardianship.of(new GuardianId(guardian), new PupilId(pupil), Guardianship.Relation.FATHER));
    }

    private static Family.Ward barred(String guardian, String pupil) {
        return new Family.Ward(
                SchoolFixture.pupil(pupil, true),
                new Guardianship(
                        new GuardianId(guardian),
                        new PupilId(pupil),
                        Guardianship.Relation.FATHER,
                        false,
                        false,
                        false,
                        LocalDate.of(2020, 1, 1),
                        null));
    }

    @Test
    void aRunEndsWhereAnotherNodeReplacesTheHostKeyMeanwhile() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.run();
        school.family("g2", "Alpha Barry", null, "p2");
        school.family("g3", "Awa Camara", null, "p3");
        school.replaceKeyMeanwhile(1);

        assertThatThrownBy(school::run).isInstanceOf(HostKeyMismatchException.class);

        assertThat(school.stores.accounts().all()).hasSize(1);
    }

    @Test
    void aPlanThatWasMadeUnderOtherSettingsIsRefused() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        AccountSettings before = school.settings;
        AccountPlan plan = school.generate().plan(GenerationRequest.everyone());
        var resend = school.resend().plan(ResendCredentials.Request.everyone());
        var cleanUp = school.cleanUp().plan(CleanUpOrphans.Request.defaults());

        List<AccountSettings> others = List.of(
                settings(before, before.activationValidity(), before.namingRule(), FirstCredential.TEMPORARY_PASSWORD),
                settings(before, before.activationValidity(), NamingRule.of("{g}{family}"), before.firstCredential()),
                settings(before, Duration.ofDays(3), before.namingRule(), before.firstCredential()));

        assertThat(others).allSatisfy(other -> {
            school.settings = other;
            assertThatThrownBy(() -> school.generate().apply(plan)).isInstanceOf(PlanChangedException.class);
            assertThatThrownBy(() -> school.resend().apply(resend)).isInstanceOf(PlanChangedException.class);
            assertThatThrownBy(() -> school.cleanUp().apply(cleanUp)).isInstanceOf(PlanChangedException.class);
        });
        assertThat(school.stores.accounts().counts()).isEmpty();
        school.settings = before;
        assertThat(school.generate().apply(plan).counts().created()).isEqualTo(1);
    }

    private static AccountSettings settings(
            AccountSettings before, Duration validity, NamingRule naming, FirstCredential first) {
        return new AccountSettings(
                before.school(), before.activationPage(), validity, before.inactiveAfter(), naming, first);
    }

    @Test
    void anErasedAccountDoesNotCountAsMissing() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", null, "p2");
        school.run();
        school.erase().erase(school.account("g1").id());
        school.families.clear();
        List<String> guardians = new ArrayList<>();

        school.generate()
                .run(
                        GenerationRequest.everyone().brake(Brake.atMost(9)),
                        step -> guardians.add(step.guardian().value()));

        assertThat(guardians).containsExactly("g2");
    }
}
