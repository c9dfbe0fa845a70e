package dev.cartable.task.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.task.model.TaskPolicy.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskPolicyTest {
    private static final TaskPolicy DEFAULTS = TaskPolicy.defaults();
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void theWaitDoublesWithEachFailureUntilTheAttemptsAreUsedUp() {
        assertThat(DEFAULTS.waitAfter(1)).contains(Duration.ofSeconds(60));
        assertThat(DEFAULTS.waitAfter(2)).contains(Duration.ofMinutes(2));
        assertThat(DEFAULTS.waitAfter(3)).contains(Duration.ofMinutes(4));
        assertThat(DEFAULTS.waitAfter(4)).isEmpty();
        assertThat(DEFAULTS.withRetries(SECOND, 0).waitAfter(1)).isEmpty();
    }

    @Test
    void aTaskIsRetriedUpToTwentyTimesAfterASecondOrMore() {
        assertThat(DEFAULTS.withRetries(SECOND, 20).waitAfter(20)).contains(Duration.ofSeconds(1 << 19));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withRetries(SECOND, 21))
                .withMessageContaining("21");
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withRetries(SECOND, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withRetries(SECOND.minusNanos(1), 3))
                .withMessageContaining("less than a second");
    }

    @Test
    void aGraceMayBeZeroAndNotLess() {
        assertThat(DEFAULTS.withGrace(Duration.ZERO).grace()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withGrace(Duration.ofNanos(-1)))
                .withMessageContaining("negative");
    }

    @Test
    void aRunComesToAnEndBeforeItsHardLimitWhichIsTwelveHoursAtMost() {
        Duration longest = Duration.ofHours(12);

        assertThat(DEFAULTS.withLimits(new Limits(longest, longest, longest))
                        .limits()
                        .hard())
                .isEqualTo(longest);
        assertThat(DEFAULTS.withLimits(new Limits(Duration.ofNanos(1), SECOND, SECOND))
                        .limits()
                        .lease())
                .isEqualTo(SECOND);
        assertDisagree(longest, longest.plusNanos(1), longest);
        assertDisagree(MINUTE.plusNanos(1), MINUTE, MINUTE);
        assertDisagree(MINUTE, MINUTE, MINUTE.plusNanos(1));
        assertDisagree(MINUTE, MINUTE, SECOND.minusNanos(1));
        assertDisagree(Duration.ZERO, MINUTE, MINUTE);
        assertDisagree(MINUTE.negated(), MINUTE, MINUTE);
    }

    private static void assertDisagree(Duration soft, Duration hard, Duration lease) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limits(soft, hard, lease))
                .withMessageContaining("do not agree");
    }

    @Test
    void longWorkHasTwelveHoursAndKeepsItsLeaseByProgress() {
        assertThat(Limits.renewed().hard()).isEqualTo(Duration.ofHours(12));
        assertThat(Limits.renewed().soft()).isLessThan(Duration.ofHours(12));
        assertThat(Limits.renewed().lease()).isEqualTo(Limits.defaults().lease());
    }
}
