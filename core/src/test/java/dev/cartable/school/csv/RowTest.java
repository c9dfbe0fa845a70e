package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;

/** What a row refuses of the cells that it reads. */
class RowTest {
    private static final Header HEADER = Header.of("users.csv", List.of("sourcedId"), List.of("sourcedId"), List.of());

    private static Row row(String cell) throws IOException {
        try (CSVParser parser = CSVParser.parse(cell, CSVFormat.RFC4180)) {
            return new Row(HEADER, parser.iterator().next(), 2);
        }
    }

    @Test
    void anIdWithACharacterThatCannotBeStoredIsRefusedWithItsReason() throws IOException {
        for (String id : List.of("a\uD83D", "\uDE00a", "a\tb")) {
            Row row = row(id);

            assertThatExceptionOfType(BadRowException.class)
                    .isThrownBy(() -> row.id("sourcedId"))
                    .satisfies(bad -> assertThat(bad.fault()).isEqualTo(RowProblem.BAD_ID));
        }
    }
}
