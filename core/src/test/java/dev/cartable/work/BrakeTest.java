package dev.cartable.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BrakeTest {
    private record Limit(long total, long limit) {}

    @TestFactory
    Stream<DynamicTest> theUsualLimitIsTenPercentOrFiftyButNeverBelowFive() {
        return Stream.of(
                        new Limit(0, 5),
                        new Limit(3, 5),
                        new Limit(49, 5),
                        new Limit(59, 5),
                        new Limit(60, 6),
                        new Limit(99, 9),
                        new Limit(199, 19),
                        new Limit(499, 49),
                        new Limit(500, 50),
                        new Limit(1_872, 50),
                        new Limit(Long.MAX_VALUE, 50))
                .map(row -> DynamicTest.dynamicTest("of " + row.total() + " at most " + row.limit(), () -> {
                    Brake brake = Brake.defaults();
                    assertThat(brake.limit(row.total())).isEqualTo(row.limit());
                    assertThatCode(() -> brake.check("DEACTIVATE_ACCOUNTS", row.limit(), row.total()))
                            .doesNotThrowAnyException();
                    assertThatExceptionOfType(BrakeException.class)
                            .isThrownBy(() -> brake.check("DEACTIVATE_ACCOUNTS", row.limit() + 1, row.total()));
                }));
    }

    @Test
    void aLimitThatAPersonGaveIsTakenInstead() {
        assertThat(Brake.atMost(400).limit(10)).isEqualTo(400);
        assertThat(Brake.atMost(0).limit(10_000)).isZero();
        assertThatExceptionOfType(BrakeException.class)
                .isThrownBy(() -> Brake.atMost(0).check("DEACTIVATE_ACCOUNTS", 1, 10));
    }

    @Test
    void aPulledBrakeSaysWhatWouldHaveHappenedAndHowToAllowIt() {
        assertThatExceptionOfType(BrakeException.class)
                .isThrownBy(() -> Brake.defaults().check("DEACTIVATE_ACCOUNTS", 400, 1_872))
                .withMessageContaining("deactivate accounts: 400 of 1872")
                .withMessageContaining("nothing was written")
                .withMessageContaining("to 400");
    }

    @Test
    void aLimitBelowZeroIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Brake.atMost(-1)).withMessageContaining("-1");
    }
}
