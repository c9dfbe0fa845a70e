package dev.cartable.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.port.ExportFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        assertThat(read(written(rows))).isEqualTo(rows);
    }

    @Test
    void identifiersAreTextAndStayTextWhenTheyAreEdited() throws IOException {
        String sheet = entry(written(List.of(List.of("00123", "=1+1"))), "xl/worksheets/sheet1.xml");

        assertThat(sheet).contains("t=\"inlineStr\"", "00123").doesNotContain("<f>", "<v>");
        assertThat(sheet).contains(" s=\"");
    }

    @Test
    void numbersAreNumbersThatShowTheirDecimalsUnlessExcelWouldRoundThem() throws IOException {
        byte[] file = written(List.of(List.of(new BigDecimal("1250.50"), -3, new BigDecimal("1234567890123456"))));

        assertThat(entry(file, "xl/worksheets/sheet1.xml"))
                .contains("<v>1250.50</v>", "<v>-3</v>")
                .contains("<t>1234567890123456</t>");
        assertThat(entry(file, "xl/styles.xml")).contains("#,##0.00");
        assertThat(read(file)).containsExactly(List.of("1250.50", "-3", "1234567890123456"));
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

    @ParameterizedTest
    @ValueSource(
            strings = {"<c r=\"A1\" t=\"s\"/>", "<c r=\"A1\" t=\"s\"><v>7</v></c>", "<c r=\"ZZZZZZ1\"><v>1</v></c>"})
    void aCellThatCannotBeIsUnreadable(String cell) throws IOException {
        byte[] broken = zip(Map.of(
                "xl/sharedStrings.xml",
                "<sst><si><t>id</t></si></sst>",
                "xl/worksheets/sheet1.xml",
                "<worksheet><sheetData><row r=\"1\">" + cell + "</row></sheetData></worksheet>"));

        assertThatThrownBy(() -> read(broken)).isInstanceOf(UncheckedIOException.class);
    }

    private byte[] written(List<? extends List<?>> rows) {
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

    private List<List<String>> read(byte[] workbook) {
        try (Stream<List<String>> rows = format.read(new ByteArrayInputStream(workbook))) {
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
