package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.CleanUpPlan.Counts;
import dev.cartable.account.CleanUpPlan.Step;
import dev.cartable.account.CleanUpPlan.Step.Action;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.AccountStep;
import dev.cartable.school.model.GuardianId;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanUpStepTest {
    private static final AccountId ACCOUNT = new AccountId(new UUID(0, 7));
    private static final Set<Action> WRITING =
            EnumSet.of(Action.MARK, Action.DEACTIVATE, Action.ADOPT, Action.RETURN, Action.UNLINK);

    // NullAway does not see that the parameters of nested types may be null, once the record is compiled.
    @SuppressWarnings("NullAway")
    private static Step step(Action action, AccountStep.@Nullable Reason reason, boolean message) {
        return new Step(ACCOUNT, new GuardianId("G7"), action, reason, "", false, message, null);
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void eachStepCountsOnceAndChangesSomethingIfItWrites(Action action) {
        Counts counts = Counts.none().plus(step(action, null, false));

        assertThat(counts.input()).isOne();
        assertThat(counts.values().values().stream().mapToLong(Long::longValue).sum())
                .as("the input and one outcome")
                .isEqualTo(2);
        assertThat(step(action, null, false).writes()).isEqualTo(WRITING.contains(action));
        assertThat(counts.changesNothing()).isEqualTo(!WRITING.contains(action));
    }

    @Test
    void changesOfDifferentSortsDoNotCancelOut() {
        Counts counts = Counts.none();
        for (Action action : Action.values()) {
            counts = counts.plus(step(action, null, true)).plus(step(action, null, false));
        }

        assertThat(counts.changesNothing()).isFalse();
        assertThat(counts).isEqualTo(new Counts(16, 2, 2, 2, 2, 2, 2, 2, 2, 0, 8));
    }

    @Test
    void theDigestNamesAccountActionReasonAndMessage() {
        assertThat(step(Action.SKIP, AccountStep.Reason.STORE_REFUSED, false).digestLine())
                .isEqualTo(ACCOUNT + "\tSKIP\tSTORE_REFUSED\t\n");
        assertThat(step(Action.MARK, null, true).digestLine()).isEqualTo(ACCOUNT + "\tMARK\t\tqueue\n");
    }
}
