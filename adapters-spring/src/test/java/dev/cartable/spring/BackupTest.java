package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.Cartable;
import dev.cartable.backup.BackupReport;
import dev.cartable.backup.Backups;
import dev.cartable.backup.RestoreBackup;
import dev.cartable.backup.RestorePlan;
import dev.cartable.backup.RestoreRequest;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.backup.port.StagedDatabaseStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

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
                    BackupReport report = context.getBean(Backups.class).create(Scope.ALL);
                    assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
                    assertThat(report.counts().files())
                            .as("the dump and a file")
                            .isEqualTo(2);
                    assertThat(report.counts().tables()).isPositive();
                });
    }

    @Test
    void withAVaultBackupsAreCopiedThere() {
        var host = Runners.complete()
                .withPropertyValues(
                        "cartable.any-thread=true", "cartable.backup.destination=" + folder.resolve("backups"));
        host.run(context -> assertThat(context).doesNotHaveBean(OffsiteVault.class));

        host.withPropertyValues("cartable.backup.vault=s3://school-backups/conakry?region=eu-west-3")
                .run(context -> {
                    assertThat(context.getBean(OffsiteVault.class).location())
                            .isEqualTo("s3://school-backups/conakry/");
                    assertThat(context.getBean(Cartable.class).tasks().list())
                            .anyMatch(task -> task.name().value().equals("backup-upload"));
                });
        host.withPropertyValues("cartable.backup.vault=s3://id:hidden@school-backups/")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("without the key")
                        .hasMessageNotContaining("hidden"));
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

    @Test
    void aRestoreThatWasCutOffIsSettledAtTheNextStart() throws IOException {
        Path media = Files.createDirectories(folder.resolve("files"));
        Files.writeString(media.resolve("a.txt"), "a");
        var host = Runners.complete()
                .withPropertyValues(
                        "cartable.any-thread=true",
                        "cartable.backup.destination=" + folder.resolve("backups"),
                        "cartable.backup.media.files=" + media);
        host.run(context -> {
            Backups backups = context.getBean(Backups.class);
            backups.create(Scope.MEDIA);
            Files.writeString(media.resolve("a.txt"), "changed");
            RestoreBackup restore = backups.restore();
            RestorePlan plan =
                    restore.plan(RestoreRequest.of(new RestoreRequest.Latest()).with(Scope.MEDIA));
            assertThatThrownBy(() -> restore.apply(plan, false, progress -> {
                        if (progress.step() == Progress.Step.SWAP) {
                            throw new Killed();
                        }
                    }))
                    .isInstanceOf(Killed.class);
            assertThat(backups.needsRecovery()).isTrue();
        });

        host.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Backups.class).needsRecovery()).isFalse();
            assertThat(media.resolve("a.txt")).hasContent("changed");
            assertThat(folder.resolve("backups/backups_local")).isDirectory();
        });
    }

    @Test
    void aStepOfTheHostGetsTheRestoredDatabase() {
        DataSource file = new DriverManagerDataSource("jdbc:h2:file:" + folder.resolve("school"), "sa", "");
        Runners.empty()
                .withBean(DataSource.class, () -> file)
                .withBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(file))
                .withBean(StagedDatabaseStep.class, EraseAgain::new)
                .withPropertyValues(
                        Runners.ZONE,
                        Runners.KEY,
                        Runners.ROSTER,
                        "cartable.any-thread=true",
                        "cartable.backup.destination=" + folder.resolve("backups"))
                .run(context -> {
                    JdbcTemplate host = new JdbcTemplate(file);
                    host.execute("CREATE TABLE visitor (name VARCHAR(20))");
                    host.execute("INSERT INTO visitor VALUES ('Awa'), ('Binta')");
                    Backups backups = context.getBean(Backups.class);
                    backups.create(Scope.DATABASE);
                    host.execute("DELETE FROM visitor");
                    RestoreBackup restore = backups.restore();
                    RestorePlan plan = restore.plan(
                            RestoreRequest.of(new RestoreRequest.Latest()).with(Scope.DATABASE));
                    restore.apply(plan, true, progress -> {});

                    assertThat(host.queryForList("SELECT name FROM visitor", String.class))
                            .containsExactly("Binta");
                });
    }

    /** Erases again whom the host has erased since. */
    private static final class EraseAgain implements StagedDatabaseStep {
        @Override
        public String name() {
            return "visitors";
        }

        @Override
        public void run(StagedDatabase database) {
            new JdbcTemplate(database.open(DataSource.class)).execute("DELETE FROM visitor WHERE name = 'Awa'");
        }
    }

    /** Ends everything as a kill does. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
