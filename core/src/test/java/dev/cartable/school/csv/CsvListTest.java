package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UnreadableRosterException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvListTest {
    @TempDir
    Path folder;

    @Test
    void readsCellsByTheNamesOfTheirColumnsAndTellsOfBadRows() throws IOException {
        Path file = folder.resolve("list.csv");
        Files.writeString(file, "Name;ID\nHélène; 1 \n\"b\" c;2\nd;3;4\ne;5\n", Charset.forName("windows-1252"));
        List<String> rows = new ArrayList<>();

        CsvList.open(file, List.of("id"), List.of("email")).read(new CsvList.Reader() {
            @Override
            public void row(CsvList.Cells cells) {
                rows.add(cells.line() + cells.text("id") + cells.text("NAME") + cells.has("email") + cells.raw("id"));
            }

            @Override
            public void error(RowError error) {
                rows.add(error.line() + error.code());
            }
        });

        assertThat(rows).containsExactly("21Hélènefalse 1 ", "3STRAY_QUOTE", "4TOO_MANY_CELLS", "55efalse5");
    }

    @Test
    void refusesAFileThatIsNotThereOrBreaksOffBeforeAnyRowIsUsed() throws IOException {
        Path file = folder.resolve("list.csv");
        assertThatThrownBy(() -> CsvList.open(file, List.of("id"), List.of()))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining("nothing was written");

        Files.writeString(file, "id,name\n1,a\n2");
        assertThatThrownBy(() -> CsvList.open(file, List.of("id"), List.of()))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining("breaks off");
    }
}
