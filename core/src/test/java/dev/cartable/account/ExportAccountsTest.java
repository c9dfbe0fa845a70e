package dev.cartable.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.account.csv.CsvExport;
import dev.cartable.account.model.Account;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportAccountsTest {
    private final SchoolFixture school = new SchoolFixture();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsBackEveryAccountThatItWrote(boolean excel) {
        CsvExport format = excel ? CsvExport.excelFrench() : CsvExport.plain();
        families();
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        long written = export().export(file, format);

        List<ExportAccounts.Row> expected = school.stores
                .accounts()
                .all()
                .filter(account -> account.state() != Account.State.ERASED)
                .map(account -> ExportAccounts.Row.of(
                        account, school.seen(account.guardian().value())))
                .toList();
        assertThat(written).isEqualTo(3);
        assertThat(export().read(new ByteArrayInputStream(file.toByteArray()), format))
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
        assertThatThrownBy(() -> export().read(new ByteArrayInputStream(excel.toByteArray()), CsvExport.plain()))
                .isInstanceOf(ExportAccounts.NoExportException.class);
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
