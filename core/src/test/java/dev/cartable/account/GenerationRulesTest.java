package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.AccountStep.Action;
import dev.cartable.account.model.GenerationRequest;
import dev.cartable.school.model.Family;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PupilId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a generation decides about guardians who have an account, or are not to have one. */
class GenerationRulesTest {
    private final SchoolFixture school = new SchoolFixture();

    @BeforeEach
    void generate() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1");
        school.family("g2", "Alpha Barry", "alpha@example.org", "p2");
        school.run();
        school.change("g2", account -> account.activated("hash", school.now));
    }

    private AccountStep step(GenerationRequest request, String guardian) {
        List<AccountStep> steps = new ArrayList<>();
        school.generate().run(request, steps::add);
        return steps.stream()
                .filter(step -> step.guardian().equals(new GuardianId(guardian)))
                .findFirst()
                .orElseThrow();
    }

    private AccountStep step(String guardian) {
        return step(GenerationRequest.everyone(), guardian);
    }

    private long messages(String guardian) {
        return school.messages().stream()
                .filter(entry -> entry.notice().recipient().id().equals(guardian))
                .count();
    }

    @Test
    void whoSeesNoPupilAnyMoreIsFollowedAndSentNothing() {
        long sent = messages("g1");
        school.family("g1", "Mariama Diallo", "new@example.org");

        assertThat(step("g1")).returns(Action.UPDATE, AccountStep::action).returns(false, AccountStep::message);

        assertThat(school.account("g1").email()).hasToString("new@example.org");
        assertThat(school.seen("g1")).isEmpty();
        assertThat(step(GenerationRequest.everyone().renewing(), "g1"))
                .returns(Action.SKIP, AccountStep::action)
                .returns(AccountStep.Reason.NO_ACTIVE_PUPIL, AccountStep::reason);
        assertThat(messages("g1")).isEqualTo(sent);
    }

    @Test
    void whoIsBarredAndWhoHasNoActivePupilGetNoAccountEachForItsOwnReason() {
        Guardianship barred = new Guardianship(
                new GuardianId("g3"), new PupilId("p1"), Guardianship.Relation.FATHER, false, false, false, null, null);
        school.put(
                "g3", "Odd Case", "odd@example.org", List.of(new Family.Ward(SchoolFixture.pupil("p1", true), barred)));
        Guardianship left = Guardianship.of(new GuardianId("g4"), new PupilId("p9"), Guardianship.Relation.MOTHER);
        school.put(
                "g4",
                "Past Case",
                "past@example.org",
                List.of(new Family.Ward(SchoolFixture.pupil("p9", false), left)));

        assertThat(step("g3").reason()).isEqualTo(AccountStep.Reason.BARRED);
        assertThat(step("g4").reason()).isEqualTo(AccountStep.Reason.NO_ACTIVE_PUPIL);
    }

    @Test
    void whomAPersonDeactivatedStaysSoAndIsOnlyFollowed() {
        school.change("g1", account -> account.deactivated(Account.Deactivation.BY_HAND, school.now));
        long sent = messages("g1");
        assertThat(step("g1"))
                .returns(Action.SKIP, AccountStep::action)
                .returns(AccountStep.Reason.DEACTIVATED, AccountStep::reason);
        assertThat(step(GenerationRequest.everyone().renewingAlsoChosen(), "g1").reason())
                .isEqualTo(AccountStep.Reason.DEACTIVATED);

        school.family("g1", "Mariama Diallo", "new@example.org", "p1");
        assertThat(step("g1")).returns(Action.UPDATE, AccountStep::action).returns(false, AccountStep::message);

        assertThat(school.account("g1").state()).isEqualTo(Account.State.DEACTIVATED);
        assertThat(school.account("g1").email()).hasToString("new@example.org");
        assertThat(messages("g1")).isEqualTo(sent);
    }

    @Test
    void whoReturnsIsWrittenToOnlyWithoutAPasswordOfTheirOwn() {
        school.change("g1", account -> account.deactivated(Account.Deactivation.ORPHANED, school.now));
        school.change("g2", account -> account.deactivated(Account.Deactivation.ORPHANED, school.now));
        List<AccountStep> steps = new ArrayList<>();

        school.generate().run(GenerationRequest.everyone(), steps::add);

        assertThat(steps).extracting(AccountStep::action).containsExactly(Action.RETURN, Action.RETURN);
        assertThat(steps).extracting(AccountStep::message).containsExactly(true, false);
        assertThat(school.account("g1").state()).isEqualTo(Account.State.PENDING);
        assertThat(school.account("g2").state()).isEqualTo(Account.State.ACTIVE);
    }
}
