package dev.cartable.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.port.ExportFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxExportTest {
    @TempDir
    Path folder;

    private final XlsxExport format = new XlsxExport("accounts");

    @Test
    void everyCellIsReadBackExactly() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("id", "name"));
        for (int i = 0; i < 1_200; i++) {
            rows.add(List.of("0" + i, " Aïssatou <&>\n\"=1+1\" é " + i));
        }
        rows.add(List.of("1E5", ""));
        rows.add(List.of("", "2026-01"));

        try (Stream<List<String>> read = format.read(new ByteArrayInputStream(written(rows)))) {
            assertThat(read).isEqualTo(rows);
        }
    }

    @Test
    void identifiersAreTextAndStayTextWhenTheyAreEdited() throws IOException {
        String sheet = entry(written(List.of(List.of("00123", "=1+1"))), "xl/worksheets/sheet1.xml");

        assertThat(sheet).contains("t=\"inlineStr\"", "00123").doesNotContain("<f>", "<v>");
        assertThat(sheet).contains(" s=\"");
    }

    private byte[] written(List<List<String>> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.Rows table = format.begin(out);
        rows.forEach(table::row);
        table.end();
        return out.toByteArray();
    }

    private String entry(byte[] file, String name) throws IOException {
        Path path = Files.write(folder.resolve("x.xlsx"), file);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
