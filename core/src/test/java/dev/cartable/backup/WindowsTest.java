package dev.cartable.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.cartable.backup.archive.ZipFormat;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a file system as Windows has it: no permissions, no folders that could be forced to the disk, backslashes, and no capitals. */
class WindowsTest {
    @Test
    void aBackupIsMadeVerifiedAndExtracted() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path folder = Files.createDirectories(windows.getPath("C:\\Ecole"));
            assertThat(DurableFiles.isPosix(folder)).isFalse();
            BackupWorld world = new BackupWorld(folder).withMedia(5);
            world.dump.receipts.add(new ReferencedFile("payment", "1", "payment_receipts/2026/01/receipt-0.pdf"));

            BackupReport report = world.backups().create(Scope.ALL);

            assertThat(report.findings()).isEmpty();
            assertThat(world.backups().list().show(report.file()).files())
                    .extracting(Manifest.File::path)
                    .contains("media/media/payment_receipts/2026/01/receipt-0.pdf");
            assertThat(world.backups().verify(report.file(), Depth.DUMP).state())
                    .isEqualTo(BackupState.VERIFIED);
            Path to = folder.resolve("to");
            world.backups().extract(report.file(), List.of("media"), to);
            assertThat(Files.readAllBytes(to.resolve("media/media/payment_receipts/2026/01/receipt-0.pdf")))
                    .isEqualTo(Files.readAllBytes(world.media.resolve("payment_receipts/2026/01/receipt-0.pdf")));
            assertThat(world.backups().create(Scope.ALL).file().value()).endsWith("_2.zip");
        }
    }

    @Test
    void namesThatLeadElsewhereOnWindowsAreNotWritten() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path folder = Files.createDirectories(windows.getPath("C:\\Ecole"));
            Path source = Files.writeString(folder.resolve("source"), "x");
            for (String name :
                    List.of("media/m/..\\..\\x", "media/m/con.txt", "media/m/a:b", "media/m/x.", "media/m/.. ")) {
                Path archive = folder.resolve("a.zip");
                Files.deleteIfExists(archive);
                Manifest.File[] written = new Manifest.File[1];
                ArchiveFormat format = new ZipFormat();
                BackupWorld world = new BackupWorld(folder);
                try (ArchiveFormat.Writer writer = format.create(archive)) {
                    writer.addAll(
                            List.of(new ArchiveFormat.Source(name, null, source))
                                    .iterator(),
                            outcome -> written[0] = requireNonNull(outcome.file()));
                    writer.finish(
                            new Manifest(
                                    world.now,
                                    world.settings.zone(),
                                    "test",
                                    null,
                                    List.of(),
                                    null,
                                    List.of(),
                                    List.of(written[0])),
                            null);
                }
                Path to = Files.createDirectories(folder.resolve("to"));
                try (ArchiveFormat.Reader reader = format.open(archive)) {
                    Extraction extraction = new Extraction(reader, to);
                    assertThatThrownBy(() -> extraction.extract(written[0], name))
                            .as(name)
                            .isInstanceOfSatisfying(
                                    BackupException.class,
                                    e -> assertThat(e.code()).isEqualTo("UNSAFE_PATH"));
                }
            }
            assertThat(Files.exists(folder.resolve("x"))).isFalse();
        }
    }
}
