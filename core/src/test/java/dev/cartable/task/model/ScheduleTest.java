package dev.cartable.task.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.task.model.Schedule.InvalidScheduleException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({
        "daily 8:00, daily 08:00",
        "'Daily  18:00 08:00 18:00', daily 08:00 18:00",
        "weekly SUNDAY 9:00, weekly sunday 09:00",
        "monthly 31 0:00, monthly 31 00:00",
        "every 15m, every 15m",
        "every 3600s, every 1h",
        "every 24h, every 24h",
        "every 1s, every 1s",
        "' 30  7 * * 1-5 ', 30 7 * * 1-5",
    })
    void itsTextFormIsReadAndWritten(String text, String written) {
        assertThat(Schedule.parse(text)).hasToString(written);
        assertThat(Schedule.parse(written)).isEqualTo(Schedule.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "daily",
                "daily 8",
                "daily 25:00",
                "daily 08:00:30",
                "weekly 09:00",
                "weekly dimanche 09:00",
                "weekly sunday 09:00 10:00",
                "monthly 0 00:00",
                "monthly 32 00:00",
                "monthly x 00:00",
                "monthly 1 00:00 12:00",
                "monthly 1",
                "every",
                "every 15m 20m",
                "every 0s",
                "every 25h",
                "every -5m",
                "every 1.5s",
                "hourly",
                "30 7 * *",
                "0 30 7 * * 1-5"
            })
    void anythingElseIsRefusedWithExamples(String text) {
        assertThatExceptionOfType(InvalidScheduleException.class)
                .isThrownBy(() -> Schedule.parse(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("daily 08:00");
    }
}
