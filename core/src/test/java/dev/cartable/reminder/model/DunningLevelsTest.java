package dev.cartable.reminder.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DunningLevelsTest {
    @ParameterizedTest
    @CsvSource({
        "1 7 30,0,",
        "1 7 30,1,1",
        "1 7 30,6,1",
        "1 7 30,7,7",
        "1 7 30,300,30",
        "-3 0,-4,",
        "-3 0,-3,-3",
        "-3 0,-1,-3",
        "-3 0,0,0",
        "every 1 day,0,",
        "every 1 day,1,1",
        "every 1 day,2,2",
        "every 7 days,7,1",
        "every 7 days,8,8",
        "every 7 days,14,8",
        "every 7 days,15,15"
    })
    void theHighestLevelThatIsReached(String text, long days, Integer level) {
        assertThat(DunningLevels.parse(text).reached(days))
                .isEqualTo(level == null ? OptionalInt.empty() : OptionalInt.of(level));
    }

    @Test
    void theTextFormIsReadBack() {
        for (String text : new String[] {"1 7 30", "-3 0 7", "every 1 day", "every 14 days"}) {
            assertThat(DunningLevels.parse(text)).hasToString(text);
        }
        assertThat(DunningLevels.parse(" 30, 7,1 ")).isEqualTo(DunningLevels.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "often", "every 0 days", "every day", "1.5", "99999", "1 7 x"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DunningLevels.parse(text))
                .withMessageContaining("dunning");
    }
}
