package dev.cartable.cli.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.cli.frame.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of usual exports. The school is in Paris. */
class ReportedTimesTest {
    private final ReportedTimes times = new ReportedTimes(ZoneId.of("Europe/Paris"), Words.in(Locale.ENGLISH));

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T08:00:00Z, 2026-11-01T08:00:00Z",
        "2026-11-01T08:00:00.123456Z, 2026-11-01T08:00:00.123456Z",
        "2026-11-01T08:00:00+01:00, 2026-11-01T07:00:00Z",
        "2026-11-01T08:00:00-0330, 2026-11-01T11:30:00Z",
        "2026-11-01 08:00:00+00, 2026-11-01T08:00:00Z",
        "2026-11-01 08:00:00.5+02, 2026-11-01T06:00:00.5Z",
        "2026-11-01 08:00:00 +0100, 2026-11-01T07:00:00Z",
        "2026-11-01 08:00:00 UTC, 2026-11-01T08:00:00Z",
        "2026-11-01 08:00:00, 2026-11-01T07:00:00Z",
        "2026-11-01T08:00, 2026-11-01T07:00:00Z",
        "2026-07-01 08:00:00, 2026-07-01T06:00:00Z",
        "1793520000, 2026-11-01T08:00:00Z",
        "1793520000.25, 2026-11-01T08:00:00.250Z",
        "Nov  1 2026 08:00:00 GMT, 2026-11-01T08:00:00Z",
        "Nov 1 2026 08:00:00 UTC, 2026-11-01T08:00:00Z",
        "Nov 11 2026 08:00:00 +0100, 2026-11-11T07:00:00Z",
        "Nov  1 2026 08:00:00, 2026-11-01T07:00:00Z",
        "Sun Nov  1 08:00:00 2026, 2026-11-01T07:00:00Z",
        // The clocks go back: the first of two. They go forward: later by the gap.
        "2026-10-25 02:30:00, 2026-10-25T00:30:00Z",
        "2026-03-29 02:30:00, 2026-03-29T01:30:00Z",
    })
    void usualTimesAreRead(String text, Instant at) {
        assertThat(times.parse(text)).isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "noon",
                "",
                "01/11/2026 08:00",
                "2026-11-01",
                "2026-02-30 08:00:00",
                "2026-11-01 25:00:00",
                "1793520000000",
                "-5",
                "Nov 1 2026 08:00:00 CEST",
                "Mon Nov  1 08:00:00 2026"
            })
    void othersAreRefusedWithTheFormatsThatAreRead(String text) {
        assertThatExceptionOfType(CountedFile.UnfitCellException.class)
                .isThrownBy(() -> times.parse(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("2026-11-21T10:00:00Z");
    }
}
