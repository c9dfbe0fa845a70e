package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.csv.CsvExport;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.ExportedAccount;
import dev.cartable.account.model.SafeCell;
import dev.cartable.account.port.ExportFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportAccountsTest {
    private static final String DANGEROUS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    private final SchoolFixture school = new SchoolFixture();

    @Test
    void restoresAnyTextExactlyAndNoCellBeginsLikeAFormula() {
        long seed = new Random().nextLong();
        System.out.println("ExportAccountsTest seed " + seed);
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
        String alphabet = DANGEROUS + "''\"\",; aZ9É\u00A0\u0000\uFEFF\u4E2D";
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsBackEveryAccountThatItWrote(boolean excel) {
        CsvExport format = excel ? CsvExport.excelFrench() : CsvExport.plain();
        families();
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        long written = export().export(file, format);

        List<ExportedAccount> expected = school.stores
                .accounts()
                .all()
                .filter(account -> account.state() != Account.State.ERASED)
                .map(account -> ExportedAccount.of(
                        account, school.seen(account.guardian().value())))
                .toList();
        assertThat(written).isEqualTo(3);
        assertThat(new ReadAccountExport().read(new ByteArrayInputStream(file.toByteArray()), format))
                .isEqualTo(expected);
    }

    @Test
    void excelGetsAByteOrderMarkSemicolonsAndCrlf() {
        families();
        ByteArrayOutputStream excel = new ByteArrayOutputStream();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();

        export().export(excel, CsvExport.excelFrench());
        export().export(plain, CsvExport.plain());

        assertThat(excel.toString(StandardCharsets.UTF_8))
                .startsWith("\uFEFFid;guardian;username;")
                .contains("deactivation\r\n");
        assertThat(plain.toString(StandardCharsets.UTF_8))
                .startsWith("id,guardian,username,")
                .doesNotContain("\r");
        assertThatThrownBy(() ->
                        new ReadAccountExport().read(new ByteArrayInputStream(excel.toByteArray()), CsvExport.plain()))
                .isInstanceOf(ReadAccountExport.NoExportException.class);
    }

    @Test
    void holdsNoSecret() {
        families();
        Account account = school.account("g2");
        Tokens tokens = new Tokens(SchoolFixture.KEY);
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        export().export(file, CsvExport.plain());

        assertThat(file.toString(StandardCharsets.UTF_8))
                .contains(account.id().toString())
                .doesNotContain(
                        "a very secret hash",
                        tokens.activation(account.id(), 1, null),
                        tokens.activationHash(account.id(), 1, null).hex(),
                        tokens.temporaryPassword(account.id(), 1));
    }

    @Test
    void replacesAFileAsAWholeThatOnlyTheOwnerMayRead(@TempDir Path folder) throws IOException {
        families();
        Path file = folder.resolve("accounts.csv");
        Files.writeString(file, "older");

        export().replace(file, CsvExport.excelFrench());

        assertThat(Files.readAllBytes(file)).startsWith(0xEF, 0xBB, 0xBF);
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains("mariama.diallo");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private void families() {
        school.family("g1", "Mariama Diallo", "mariama@example.org", "p1", "p2");
        school.family("g2", "=HYPERLINK(\"x\") O'Brien;,\"", null, "p3");
        school.family("+g3", "'t Hooft", "-dash@example.org", "=p4");
        school.family("g4", "To Erase", "erase@example.org", "p5");
        school.run();
        school.erase().erase(school.account("g4").id());
        school.change(
                "g1",
                account -> account.activated("a very secret hash", school.now).signedIn(school.now));
    }

    @Test
    void replacesNothingUnaskedAndNeverALinkOrAFolder(@TempDir Path folder) throws IOException {
        Path older = Files.writeString(folder.resolve("older.csv"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), older);
        Path empty = Files.createFile(folder.resolve("empty.csv"));

        assertThatThrownBy(() -> export().export(older, CsvExport.plain()))
                .hasCauseInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> export().replace(link, CsvExport.plain()))
                .hasCauseInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> export().replace(folder, CsvExport.plain()))
                .hasCauseInstanceOf(FileSystemException.class);
        export().export(empty, CsvExport.plain());

        assertThat(older).hasContent("mine");
        assertThat(link).isSymbolicLink();
        assertThat(empty).isNotEmptyFile();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    private ExportAccounts export() {
        return new ExportAccounts(school.ports());
    }
}
