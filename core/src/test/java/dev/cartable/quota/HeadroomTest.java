package dev.cartable.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.Traffic;
import org.junit.jupiter.api.Test;

/** How much more may be used before the first window is full. */
class HeadroomTest {
    @Test
    void whatIsUsedIsTakenFromBothDirectionsTogetherAndFromEach() {
        assertThat(new Headroom(100, 40, 80).minus(new Traffic(30, 50))).isEqualTo(new Headroom(20, 10, 30));
    }

    @Test
    void moreThanThereWasLeavesNothing() {
        assertThat(new Headroom(79, 29, 49).minus(new Traffic(30, 50))).isEqualTo(new Headroom(0, 0, 0));
        assertThat(new Headroom(80, 30, 50).minus(new Traffic(30, 50))).isEqualTo(new Headroom(0, 0, 0));
        assertThat(new Headroom(Headroom.ENDLESS, Headroom.ENDLESS, Headroom.ENDLESS)
                        .minus(new Traffic(Traffic.MAX, Traffic.MAX)))
                .isEqualTo(new Headroom(1, Headroom.ENDLESS - Traffic.MAX, Headroom.ENDLESS - Traffic.MAX));
    }

    @Test
    void noRoomIsLessThanNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Headroom(-1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Headroom(0, -1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Headroom(3, 2, -1))
                .withMessageContaining("3 bytes, 2 up and -1 down");
    }
}
