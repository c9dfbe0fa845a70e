package dev.cartable.account.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.port.ExportFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeCellTest {
    private static final String DANGEROUS = "=+-@\t\r\n\u0000\uFF1D\uFF0B\uFF0D\uFF20";

    @Test
    void restoresAnyTextExactlyAndNoCellBeginsLikeAFormula() {
        long seed = new Random().nextLong();
        System.out.println("SafeCellTest seed " + seed);
        Random random = new Random(seed);
        for (CsvExport format : List.of(CsvExport.plain(), CsvExport.excelFrench())) {
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                rows.add(List.of(text(random), text(random), text(random)));
            }
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ExportFormat.Rows out = format.begin(file);
            rows.forEach(out::row);
            out.end();

            assertThat(format.read(new ByteArrayInputStream(file.toByteArray())))
                    .isEqualTo(rows);
        }
        for (int i = 0; i < 10_000; i++) {
            String text = text(random);
            String cell = SafeCell.escape(text);
            assertThat(SafeCell.unescape(cell)).isEqualTo(text);
            assertThat(cell.isEmpty() || DANGEROUS.indexOf(cell.charAt(0)) < 0).isTrue();
        }
    }

    @Test
    void numbersAreThoseOfTheProgramThatOpensTheFile() {
        List<Object> cells = List.of("1250.50", new BigDecimal("1250.50"), new BigDecimal("-1E+3"), 7);

        assertThat(line(CsvExport.plain(), cells)).isEqualTo("1250.50,1250.50,-1000,7\n");
        assertThat(line(CsvExport.excelFrench(), List.of(new BigDecimal("123456789012345.67"))))
                .as("Excel would round it")
                .contains("123456789012345.67");
        assertThat(line(CsvExport.excelFrench(), cells)).isEqualTo("\uFEFF\"=\"\"1250.50\"\"\";1250,50;-1000;7\r\n");
    }

    private static String line(CsvExport format, List<?> cells) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ExportFormat.Rows out = format.begin(file);
        out.row(cells);
        out.end();
        return file.toString(StandardCharsets.UTF_8);
    }

    @Test
    void putsAnApostropheOnlyWhereItIsNeeded() {
        assertThat(SafeCell.escape("=HYPERLINK(\"x\")")).isEqualTo("'=HYPERLINK(\"x\")");
        assertThat(SafeCell.escape("'=1")).isEqualTo("''=1");
        assertThat(SafeCell.escape("'t Hooft")).isEqualTo("'t Hooft");
        assertThat(SafeCell.unescape("'t Hooft")).isEqualTo("'t Hooft");
        assertThat(SafeCell.unescape("''=1")).isEqualTo("'=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00123",
                "1E5",
                "2026-01",
                "1/2",
                "12:30",
                "1,5",
                "50 %",
                "12345678901234567890",
                "3 mars",
                "DEC1",
                "mars-26",
                "VRAI",
                "false",
                "(12)",
                "1.2.3"
            })
    void whatExcelWouldTurnIntoAValueIsShownAsItIsAndReadBack(String id) {
        assertThat(SafeCell.escapeForExcel(id)).isEqualTo("=\"" + id + "\"");
        assertThat(SafeCell.unescape(SafeCell.escapeForExcel(id))).isEqualTo(id);
        assertThat(SafeCell.escape(id)).isEqualTo(id);
        assertThat(SafeCell.unescape(SafeCell.escape("=\"" + id + "\""))).isEqualTo("=\"" + id + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"G001", "mariama.diallo", "2026-11-18T10:00:00Z", "01a21fff-91d1-7239-b9e8-0a394b239d2d", "Awa"})
    void otherTextStaysAsItIsInExcelToo(String text) {
        assertThat(SafeCell.escapeForExcel(text)).isEqualTo(text);
    }

    private static String text(Random random) {
        String alphabet = DANGEROUS + "''\"\",; aZ9É\u00A0\uFEFF\u4E2D";
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
