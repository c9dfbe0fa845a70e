package dev.cartable.account;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep;
import dev.cartable.school.model.Contact;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Brake;
import dev.cartable.work.BrakeException;
import dev.cartable.work.LeaseHeldException;
import dev.cartable.work.Leases;
import dev.cartable.work.PlanChangedException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanUpOrphansTest {
    private static final CleanUpOrphans.Request AT_ONCE =
            CleanUpOrphans.Request.defaults().grace(Duration.ZERO);
    private final SchoolFixture school = new SchoolFixture();

    @BeforeEach
    void open() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1", "p2");
        school.family("g2", "Alpha Barry", "alpha@example.org", "p3");
        school.run();
        school.change("g2", account -> account.activated("hash", school.now));
    }

    @Test
    void marksFirstAndDeactivatesOnlyWhenTheGraceIsOver() {
        Instant first = school.now;
        school.orphan("g2");

        assertThat(cleanUp().marked()).isEqualTo(1);
        assertThat(school.account("g2").orphanSince()).isEqualTo(first);
        assertThat(school.account("g2").state()).isEqualTo(Account.State.ACTIVE);
        assertThat(school.seen("g2")).isEmpty();

        school.now = first.plus(Duration.ofDays(30)).minusSeconds(1);
        assertThat(cleanUp().changesNothing()).isTrue();

        school.now = first.plus(Duration.ofDays(30));
        CleanUpPlan.Counts counts = cleanUp();
        assertThat(counts.deactivated()).isEqualTo(1);
        assertThat(counts.unchanged()).isEqualTo(1);
        assertThat(school.account("g2").deactivation()).isEqualTo(Account.Deactivation.ORPHANED);
        assertThat(school.account("g2").orphanSince()).isEqualTo(first);
        assertThat(cleanUp().changesNothing()).isTrue();
    }

    @Test
    void deactivatesAtOnceWithoutGraceAndEndsSessionsAfterTheCommit() {
        school.families.remove(new GuardianId("g2"));
        Map<String, Boolean> inTransaction = new HashMap<>();
        school.onRevoke = account ->
                inTransaction.put(account.toString(), school.stores.unitOfWork().joins());

        assertThat(cleanUp(AT_ONCE).deactivated()).isEqualTo(1);

        assertThat(school.account("g2").state()).isEqualTo(Account.State.DEACTIVATED);
        assertThat(inTransaction)
                .containsExactly(Map.entry(school.account("g2").id().toString(), false));
    }

    @Test
    void clearsTheMarkWhenAPupilIsBackAndTheGraceBeginsAnew() {
        school.orphan("g2");
        cleanUp();
        school.now = school.now.plus(Duration.ofDays(29));
        school.family("g2", "Alpha Barry", "alpha@example.org", "p3");

        assertThat(cleanUp().adopted()).isEqualTo(1);
        assertThat(school.account("g2").orphanSince()).isNull();
        assertThat(school.seen("g2")).containsExactly(new PupilId("p3"));

        school.orphan("g2");
        school.now = school.now.plus(Duration.ofDays(29));
        assertThat(cleanUp().marked()).isEqualTo(1);
    }

    @Test
    void takesBackWhomItDeactivatedButNotWhomAPersonDeactivated() {
        school.orphan("g1");
        school.orphan("g2");
        cleanUp(AT_ONCE);
        Account byHand = school.account("g1");
        new DeactivateAccount(school.ports(), school.clock).deactivate(byHand.id());
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", "alpha@example.org", "p3");
        int told = school.messages().size();

        CleanUpPlan.Counts counts = cleanUp();

        assertThat(counts.returned()).isEqualTo(1);
        assertThat(counts.skipped()).isEqualTo(1);
        assertThat(school.account("g2").state()).isEqualTo(Account.State.ACTIVE);
        assertThat(school.account("g2").credential().passwordHash()).isEqualTo("hash");
        assertThat(school.seen("g2")).containsExactly(new PupilId("p3"));
        assertThat(school.account("g1").state()).isEqualTo(Account.State.DEACTIVATED);
        assertThat(school.messages()).hasSize(told);
    }

    @Test
    void tellsAParentWhoReturnsAndHasNeverComeIn() {
        school.orphan("g1");
        cleanUp(AT_ONCE);
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        int told = school.messages().size();

        CleanUpPlan.Counts counts = cleanUp();

        assertThat(counts.returned()).isEqualTo(1);
        assertThat(counts.queued()).isEqualTo(1);
        assertThat(school.messages()).hasSize(told + 1);
        assertThat(school.account("g1").state()).isEqualTo(Account.State.PENDING);
    }

    @Test
    void leavesAloneWhatAnotherHasChangedMeanwhile() {
        school.orphan("g2");
        school.changeMeanwhile("g2", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));

        assertThat(cleanUp(AT_ONCE).skipped()).isEqualTo(1);
        assertThat(school.account("g2").deactivation()).isEqualTo(Account.Deactivation.BY_HAND);
    }

    @Test
    void endsLinksThatVanishedInTheSameRun() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p2");

        assertThat(cleanUp().unlinked()).isEqualTo(1);
        assertThat(school.seen("g1")).containsExactly(new PupilId("p2"));
    }

    @Test
    void theNextGenerationLinksAgainAfterAnUndo() {
        school.orphan("g2");
        cleanUp(AT_ONCE);
        new DeactivateAccount(school.ports(), school.clock)
                .reactivate(school.account("g2").id());
        school.family("g2", "Alpha Barry", "alpha@example.org", "p3");

        AccountPlan.Counts counts = school.run().counts();

        assertThat(counts.updated()).isEqualTo(1);
        assertThat(counts.queued()).isZero();
        assertThat(school.seen("g2")).containsExactly(new PupilId("p3"));
        assertThat(school.run().counts().changesNothing()).isTrue();
    }

    @Test
    void theBrakeAlsoStopsADryRunAndAPersonMayReleaseIt() {
        for (int i = 10; i < 40; i++) {
            school.family("g" + i, "Awa Camara", null, "q" + i);
        }
        school.run();
        for (int i = 10; i < 16; i++) {
            school.orphan("g" + i);
        }
        List<String> before = school.everything();

        assertThatThrownBy(() -> school.cleanUp().plan(AT_ONCE))
                .isInstanceOf(BrakeException.class)
                .hasMessageContaining("6 of 32");
        assertThatThrownBy(() -> school.cleanUp().plan(CleanUpOrphans.Request.defaults()))
                .isInstanceOf(BrakeException.class);
        assertThatThrownBy(() -> cleanUp(AT_ONCE)).isInstanceOf(BrakeException.class);
        assertThat(school.everything()).isEqualTo(before);
        assertThat(cleanUp(AT_ONCE.brake(Brake.atMost(6))).deactivated()).isEqualTo(6);
        assertThat(school.stores.accounts().all()).hasSize(32);
    }

    @Test
    void aPlanWritesNothingAndIsRefusedWhenTheDataHasChanged() {
        school.orphan("g2");
        List<String> before = school.everything();

        var plan = school.cleanUp().plan(AT_ONCE);

        assertThat(school.everything()).isEqualTo(before);
        assertThat(plan.counts().deactivated()).isEqualTo(1);
        school.orphan("g1");
        assertThatThrownBy(() -> school.cleanUp().apply(plan)).isInstanceOf(PlanChangedException.class);
        assertThat(school.everything()).isEqualTo(before);
    }

    @Test
    void refusesToRunBesideAnotherRunAndInsideAnotherTransaction() {
        school.orphan("g2");
        List<String> before = school.everything();
        assertThatThrownBy(() -> school.stores.unitOfWork().run(tx -> cleanUp()))
                .isInstanceOf(IllegalStateException.class);
        school.stores.leases().acquire(GenerateAccounts.LEASE, Leases.Holder.thisProcess(), Duration.ofMinutes(1));

        assertThatThrownBy(this::cleanUp).isInstanceOf(LeaseHeldException.class);
        assertThat(school.everything()).isEqualTo(before);
    }

    @Test
    void refusesAGraceBelowZero() {
        assertThatThrownBy(() -> CleanUpOrphans.Request.defaults().grace(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private CleanUpPlan.Counts cleanUp() {
        return cleanUp(CleanUpOrphans.Request.defaults());
    }

    private CleanUpPlan.Counts cleanUp(CleanUpOrphans.Request request) {
        CleanUpPlan.Counts counts = school.cleanUp().run(request, step -> {}).counts();
        assertThat(counts.input())
                .isEqualTo(counts.marked()
                        + counts.deactivated()
                        + counts.adopted()
                        + counts.returned()
                        + counts.unlinked()
                        + counts.unchanged()
                        + counts.skipped()
                        + counts.failed());
        return counts;
    }

    @Test
    void whoseLinkIsStillOpenIsNotSentAnotherWhenTheMarkIsTakenBack() {
        school.change("g1", account -> account.orphaned(school.now));
        int sent = school.messages().size();

        CleanUpPlan.Counts counts = cleanUp();

        assertThat(counts.adopted()).isEqualTo(1);
        assertThat(counts.queued()).isZero();
        assertThat(school.messages()).hasSize(sent);
    }

    @Test
    void aStepSaysWhyNoPupilIsSeenAndNothingOfAnAccountThatSeesOne() {
        school.orphan("g2");

        Map<String, CleanUpPlan.Step> steps = steps(AT_ONCE);

        assertThat(steps.get("g2"))
                .returns(CleanUpPlan.Step.Action.DEACTIVATE, CleanUpPlan.Step::action)
                .returns(AccountStep.Reason.NO_ACTIVE_PUPIL, CleanUpPlan.Step::reason);
        assertThat(steps.get("g1"))
                .returns(CleanUpPlan.Step.Action.KEEP, CleanUpPlan.Step::action)
                .returns(null, CleanUpPlan.Step::reason);
    }

    @Test
    void aStepSaysWhyWhoReturnsCannotBeWrittenTo() {
        school.orphan("g1");
        cleanUp(AT_ONCE);
        school.family("g1", "Mariama Diallo", null, "p1");
        int sent = school.messages().size();

        CleanUpPlan.Step step =
                requireNonNull(steps(CleanUpOrphans.Request.defaults()).get("g1"));

        assertThat(step.action()).isEqualTo(CleanUpPlan.Step.Action.RETURN);
        assertThat(step.message()).isTrue();
        assertThat(step.unreachable()).isEqualTo(Contact.none());
        assertThat(school.messages()).hasSize(sent);
    }

    private Map<String, CleanUpPlan.Step> steps(CleanUpOrphans.Request request) {
        Map<String, CleanUpPlan.Step> steps = new HashMap<>();
        school.cleanUp().run(request, step -> steps.put(step.guardian().value(), step));
        return steps;
    }

    @Test
    void anErasedAccountIsLeftAlone() {
        school.erase().erase(school.account("g1").id());

        assertThat(steps(AT_ONCE).values())
                .filteredOn(step -> step.action() == CleanUpPlan.Step.Action.SKIP)
                .extracting(CleanUpPlan.Step::reason)
                .containsExactly(AccountStep.Reason.ERASED);
    }

    @Test
    void anAccountThatCannotBeWrittenFailsAndTheOthersAreWritten() {
        school.orphan("g1");
        school.orphan("g2");
        cleanUp(AT_ONCE);
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", "alpha@example.org", "p3");
        CleanUpOrphans cleanUp = new CleanUpOrphans(
                school.ports(),
                (tx, notices) -> {
                    if (!notices.isEmpty()) {
                        throw new IllegalStateException("the outbox is full");
                    }
                    return Set.of();
                },
                school.settings,
                SchoolFixture.KEY,
                school.clock);
        Map<String, CleanUpPlan.Step> steps = new HashMap<>();

        CleanUpPlan.Counts counts = cleanUp.run(
                        CleanUpOrphans.Request.defaults(),
                        step -> steps.put(step.guardian().value(), step))
                .counts();

        assertThat(counts).isEqualTo(new CleanUpPlan.Counts(2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0));
        assertThat(steps.get("g1"))
                .returns(CleanUpPlan.Step.Action.FAIL, CleanUpPlan.Step::action)
                .returns(AccountStep.Reason.STORE_REFUSED, CleanUpPlan.Step::reason)
                .returns("the outbox is full", CleanUpPlan.Step::detail);
        assertThat(school.account("g1").state()).isEqualTo(Account.State.DEACTIVATED);
        assertThat(school.account("g2").state()).isEqualTo(Account.State.ACTIVE);
    }

    @Test
    void endsWhereAnotherNodeReplacesTheHostKeyMeanwhile() {
        school.orphan("g1");
        cleanUp(AT_ONCE);
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        List<String> before = school.everything();
        school.replaceKeyMeanwhile(1);

        assertThatThrownBy(this::cleanUp).isInstanceOf(HostKeyMismatchException.class);

        assertThat(school.everything()).isEqualTo(before);
    }
}
