package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.csv.CsvExport;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountState;
import dev.cartable.account.model.ExportProfile;
import dev.cartable.account.model.ExportedAccount;
import dev.cartable.account.model.SafeCell;
import dev.cartable.account.port.ExportFormat;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
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
import org.junit.jupiter.params.provider.EnumSource;

class ExportAccountsTest {
    private static final String DANGEROUS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    private final SchoolFixture school = new SchoolFixture();

    @Test
    void restoresAnyTextExactlyAndNoCellBeginsLikeAFormula() {
        long seed = new Random().nextLong();
        System.out.println("ExportAccountsTest seed " + seed);
        Random random = new Random(seed);
        for (ExportProfile profile : ExportProfile.values()) {
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                rows.add(List.of(text(random), text(random), text(random)));
            }
            StringWriter file = new StringWriter();
            ExportFormat.Rows out = new CsvExport().begin(file, profile);
            rows.forEach(out::row);
            out.flush();

            assertThat(new CsvExport().read(new StringReader(file.toString()), profile))
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
    @EnumSource(ExportProfile.class)
    void readsBackEveryAccountThatItWrote(ExportProfile profile) {
        families();
        StringWriter file = new StringWriter();

        long written = export().export(file, profile);

        List<ExportedAccount> expected = school.stores
                .accounts()
                .all()
                .filter(account -> account.state() != AccountState.ERASED)
                .map(account -> ExportedAccount.of(
                        account, school.seen(account.guardian().value())))
                .toList();
        assertThat(written).isEqualTo(3);
        assertThat(new ReadAccountExport(new CsvExport()).read(new StringReader(file.toString()), profile))
                .isEqualTo(expected);
    }

    @Test
    void excelGetsAByteOrderMarkSemicolonsAndCrlf() {
        families();
        StringWriter excel = new StringWriter();
        StringWriter plain = new StringWriter();

        export().export(excel, ExportProfile.EXCEL_FR);
        export().export(plain, ExportProfile.PLAIN);

        assertThat(excel.toString()).startsWith("\uFEFFid;guardian;username;").contains("deactivation\r\n");
        assertThat(plain.toString()).startsWith("id,guardian,username,").doesNotContain("\r");
        assertThatThrownBy(() -> new ReadAccountExport(new CsvExport())
                        .read(new StringReader(excel.toString()), ExportProfile.PLAIN))
                .isInstanceOf(ReadAccountExport.NoExportException.class);
    }

    @Test
    void holdsNoSecret() {
        families();
        Account account = school.account("g2");
        Tokens tokens = new Tokens(SchoolFixture.KEY);
        StringWriter file = new StringWriter();

        export().export(file, ExportProfile.PLAIN);

        assertThat(file.toString())
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

        export().replace(file, ExportProfile.EXCEL_FR);

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

        assertThatThrownBy(() -> export().export(older, ExportProfile.PLAIN))
                .hasCauseInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> export().replace(link, ExportProfile.PLAIN))
                .hasCauseInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> export().replace(folder, ExportProfile.PLAIN))
                .hasCauseInstanceOf(FileSystemException.class);
        export().export(empty, ExportProfile.PLAIN);

        assertThat(older).hasContent("mine");
        assertThat(link).isSymbolicLink();
        assertThat(empty).isNotEmptyFile();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    private ExportAccounts export() {
        return new ExportAccounts(school.ports(), new CsvExport());
    }
}
