package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.SmsBudget;
import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link SmsBudget} promises. */
public abstract class SmsBudgetContract extends StoresContract<NoticeStores> {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

    @Test
    void eachDayHasItsOwnBudget() {
        assertThat(reserve(DAY, 2, 3)).isTrue();
        assertThat(reserve(DAY, 2, 3)).isFalse();
        assertThat(reserve(DAY, 1, 3)).isTrue();
        assertThat(reserve(DAY.plusDays(1), 2, 3)).isTrue();

        assertThat(budget().used(DAY)).isEqualTo(3);
        assertThat(budget().used(DAY.plusDays(1))).isEqualTo(2);
        assertThat(budget().used(DAY.plusDays(2))).isZero();
    }

    @Test
    void whatDidNotGoIsGivenBack() {
        reserve(DAY, 3, 3);

        write(tx -> budget().giveBack(tx, DAY, 2));

        assertThat(budget().used(DAY)).isEqualTo(1);
        assertThat(reserve(DAY, 2, 3)).isTrue();
        write(tx -> budget().giveBack(tx, DAY, 99));
        assertThat(budget().used(DAY)).isZero();
    }

    @Test
    void severalNodesTogetherNeverReserveMore() {
        long reserved =
                Together.run(
                                8,
                                any -> IntStream.range(0, 10)
                                        .filter(one -> reserve(DAY, 1, 50))
                                        .count())
                        .stream()
                        .mapToLong(Long::longValue)
                        .sum();

        assertThat(reserved).isEqualTo(50);
        assertThat(budget().used(DAY)).isEqualTo(50);
    }

    private SmsBudget budget() {
        return stores().smsBudget();
    }

    private boolean reserve(LocalDate day, int segments, int most) {
        return call(tx -> budget().reserve(tx, day, segments, most));
    }
}
