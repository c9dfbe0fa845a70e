package dev.cartable.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.port.ExportFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class XlsxExportTest {
    @Test
    void whatWasWrittenIsRead() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.Rows rows = new XlsxExport("letters").begin(out);
        rows.row(List.of("id", "name"));
        rows.row(List.of("42", ""));
        rows.row(List.of("", "Aïssatou <b>"));
        rows.end();

        assertThat(read(out.toByteArray()))
                .containsExactly(List.of("id", "name"), List.of("42", ""), List.of("", "Aïssatou <b>"));
    }

    /** Excel and LibreOffice keep texts apart, once each, and leave empty cells out. */
    @Test
    void whatAnotherProgramHasSavedIsReadByItsTexts() throws IOException {
        byte[] saved = zip(Map.of(
                "xl/sharedStrings.xml",
                "<sst><si><t>id</t></si><si><r><t>Aïs</t></r><r><t>satou</t></r></si><si><t>name</t></si></sst>",
                "xl/worksheets/sheet1.xml",
                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>2</v></c></row>"
                        + "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>1</v></c></row>"
                        + "<row r=\"3\"><c r=\"A3\"><v>42</v></c></row></sheetData></worksheet>"));

        assertThat(read(saved)).containsExactly(List.of("id", "name"), List.of("", "Aïssatou"), List.of("42"));
    }

    private static List<List<String>> read(byte[] workbook) {
        try (Stream<List<String>> rows = new XlsxExport("letters").read(new ByteArrayInputStream(workbook))) {
            return rows.toList();
        }
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }
}
