package dev.cartable.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractFilesTest {
    private static final String RECEIPT = "media/media/payment_receipts/2026/01/receipt-0.pdf";

    @TempDir
    private Path folder;

    private BackupWorld world;
    private BackupName backup;
    private Path to;

    @BeforeEach
    void school() {
        world = new BackupWorld(folder).withMedia(6);
        backup = world.backups().create(Scope.ALL).file();
        to = folder.resolve("to");
    }

    private ExtractReport extract(String... paths) {
        return world.backups().extract(backup, List.of(paths), to);
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aFileAndAFolderAreExtracted() throws IOException {
        ExtractReport report = extract(RECEIPT, "media/media/payment_receipts/2026/02");

        assertThat(report.files()).isEqualTo(3);
        assertThat(to.resolve(RECEIPT))
                .hasSameBinaryContentAs(world.media.resolve("payment_receipts/2026/01/receipt-0.pdf"));
        assertThat(Files.getLastModifiedTime(to.resolve(RECEIPT)).toMillis())
                .isEqualTo(Files.getLastModifiedTime(world.media.resolve("payment_receipts/2026/01/receipt-0.pdf"))
                        .toMillis());
        assertThat(to.resolve("database")).doesNotExist();
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        Files.createDirectories(to.resolve(RECEIPT).getParent());
        Files.writeString(to.resolve(RECEIPT), "mine");

        assertRefused("COLLISION", () -> extract(RECEIPT));

        assertThat(to.resolve(RECEIPT)).hasContent("mine");
    }

    @Test
    void aLinkInTheFolderIsNotFollowed() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectories(to.resolve("media"));
        Files.createSymbolicLink(to.resolve("media/media"), outside);
        assertRefused("COLLISION", () -> extract(RECEIPT));
        assertThat(outside).isEmptyDirectory();

        Files.delete(to.resolve("media/media"));
        Files.createDirectories(to.resolve(RECEIPT).getParent());
        Files.createSymbolicLink(to.resolve(RECEIPT), folder.resolve("outside/x"));
        assertRefused("COLLISION", () -> extract(RECEIPT));
        assertThat(outside).isEmptyDirectory();
        assertThat(Files.exists(outside.resolve("x"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void whatIsNotInTheBackupIsRefused() {
        assertRefused("UNKNOWN_PATH", () -> extract("media/media/payment_receipts/2026/09"));
        assertRefused("UNKNOWN_PATH", () -> extract("../../etc/passwd"));
        assertRefused(
                "UNKNOWN_BACKUP",
                () -> world.backups()
                        .extract(new BackupName("school_backup_20200101_000000.zip"), List.of(RECEIPT), to));
    }

    @Test
    void aBackupThatIsDeletedBeforeItIsExtractedIsThereNoMore() {
        deleteWhenOpened();

        assertRefused("UNKNOWN_BACKUP", () -> extract(RECEIPT));
    }

    @Test
    void aBackupThatIsDeletedBeforeItIsShownIsThereNoMore() {
        deleteWhenOpened();

        assertRefused("UNKNOWN_BACKUP", () -> world.backups().list().show(backup));
    }

    /** As another process would do it, after the backup was found. */
    private void deleteWhenOpened() {
        ArchiveFormat real = world.format;
        world.format = new ArchiveFormat() {
            @Override
            public Writer create(Path archive) throws IOException {
                return real.create(archive);
            }

            @Override
            public Reader open(Path archive) throws IOException {
                Files.delete(archive);
                return real.open(archive);
            }
        };
    }

    @Test
    void aDamagedFileIsNotLeftBehind() throws IOException {
        Path archive = world.vaultFolder.resolve(backup.value());
        byte[] bytes = Files.readAllBytes(archive);
        byte[] receipt = Files.readAllBytes(world.media.resolve("payment_receipts/2026/01/receipt-0.pdf"));
        int at = indexOf(bytes, receipt);
        bytes[at + 100] ^= 1;
        Files.write(archive, bytes);

        assertRefused("INVALID_BACKUP", () -> extract(RECEIPT));

        assertThat(to.resolve(RECEIPT)).doesNotExist();
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("a stored file is not in the archive as it is");
    }

    @Test
    void theManifestShowsWhatIsInABackup() {
        assertThat(world.backups().list().show(backup).files())
                .extracting(Manifest.File::path)
                .contains(RECEIPT)
                .hasSize(8);
    }
}
