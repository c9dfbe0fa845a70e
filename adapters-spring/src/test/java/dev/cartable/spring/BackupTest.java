package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.BackupReport;
import dev.cartable.backup.Backups;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    private Path folder;

    @Test
    void withADestinationTheDatabaseAndTheMediaAreBackedUp() throws IOException {
        Path media = Files.createDirectories(folder.resolve("files"));
        Files.writeString(media.resolve("a.txt"), "a");

        Runners.complete()
                .withPropertyValues(
                        "cartable.any-thread=true",
                        "cartable.backup.destination=" + folder.resolve("backups"),
                        "cartable.backup.media.files=" + media)
                .run(context -> {
                    BackupReport report =
                            context.getBean(Backups.class).create().create(Scope.ALL);
                    assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
                    assertThat(report.counts().files())
                            .as("the dump and a file")
                            .isEqualTo(2);
                    assertThat(report.counts().tables()).isPositive();
                });
    }

    @Test
    void withoutADestinationThereIsNothing() {
        Runners.complete()
                .withPropertyValues("cartable.any-thread=true", "cartable.backup.media.files=" + folder)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Backups.class)
                        .doesNotHaveBean(BackupVault.class)
                        .doesNotHaveBean(DatabaseDump.class));
    }
}
