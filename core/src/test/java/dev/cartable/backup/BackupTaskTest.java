package dev.cartable.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.backup.age.AgeEncryption;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.port.DatabaseRestore.InsertTrial;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.task.model.Alarm;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task {@code backup}. */
class BackupTaskTest {
    private static final TaskName BACKUP = new TaskName("backup");

    @TempDir
    private Path folder;

    private final List<Alarm> alarms = new ArrayList<>();

    @Test
    void aBackupIsMadeAndOneThatDoesNotCountRaisesAnAlarm() throws IOException {
        BackupWorld world = new BackupWorld(folder).withMedia(3);
        try (Cartable cartable = Cartable.builder()
                .stores(new InMemoryStores(world.time()))
                .time(world.time())
                .zone(ZoneId.of("Africa/Conakry"))
                .backupVault(world.vault)
                .databaseDump(world.dump)
                .backups(settings -> settings.withMedia(List.of(MediaRoot.of("media", world.media)))
                        .withKeep(KeepPolicy.parse("last=1")))
                .alarms(alarms::add)
                .build()) {
            assertThat(cartable.tasks().run(BACKUP).state()).isEqualTo(Occurrence.State.DONE);
            assertThat(alarms).isEmpty();
            assertThat(cartable.backups().list().all()).hasSize(1);

            Files.move(world.media, folder.resolve("elsewhere"));
            cartable.tasks().run(BACKUP);

            assertThat(alarms).singleElement().satisfies(alarm -> {
                assertThat(alarm.code()).isEqualTo(Alarm.Code.BACKUP_DOUBTFUL);
                assertThat(alarm.facts())
                        .isEqualTo(Map.of(
                                "file", "school_backup_20260108_110353_2.zip",
                                "state", "DEGRADED",
                                "reason", "MEDIA_MISSING, MEDIA_EMPTY"));
            });
        }
    }

    /** An encrypted backup is tried when it is made: no later trial would say it. */
    @Test
    void aNumberThatTheLiveDatabaseRefusesRaisesAnAlarm() {
        BackupWorld world = new BackupWorld(folder).withMedia(3);
        world.restore.outcome = InsertTrial.Outcome.REFUSED;
        AgeEncryption age = new AgeEncryption();
        try (Cartable cartable = Cartable.builder()
                .stores(new InMemoryStores(world.time()))
                .time(world.time())
                .zone(ZoneId.of("Africa/Conakry"))
                .backupVault(world.vault)
                .databaseDump(world.dump)
                .databaseRestore(world.restore)
                .archiveEncryption(age)
                .backups(settings ->
                        settings.withRecipients(List.of(age.generate().recipient())))
                .alarms(alarms::add)
                .build()) {
            assertThat(cartable.tasks().run(BACKUP).state()).isEqualTo(Occurrence.State.DONE);
        }

        assertThat(alarms).singleElement().satisfies(alarm -> {
            assertThat(alarm.code()).isEqualTo(Alarm.Code.DRILL_FAILED);
            assertThat(alarm.facts())
                    .isEqualTo(Map.of(
                            "file", "school_backup_20260108_110353.zip.age",
                            "reason", "public.payment.id: no next number"));
        });
    }

    @Test
    void withAPolicyTheOldOnesAreDeleted() {
        BackupWorld world = new BackupWorld(folder).withMedia(3);
        try (Cartable cartable = Cartable.builder()
                .stores(new InMemoryStores(world.time()))
                .time(world.time())
                .zone(ZoneId.of("Africa/Conakry"))
                .backupVault(world.vault)
                .databaseDump(world.dump)
                .backups(settings -> settings.withKeep(KeepPolicy.parse("last=1")))
                .build()) {
            cartable.tasks().run(BACKUP);
            world.now = world.now.plusSeconds(60);
            cartable.tasks().run(BACKUP);

            assertThat(cartable.tasks().run(new TaskName("backup-prune")).state())
                    .isEqualTo(Occurrence.State.DONE);

            assertThat(cartable.backups().list().all())
                    .singleElement()
                    .satisfies(one -> assertThat(one.createdAt()).isEqualTo(world.now));
        }
    }

    @Test
    void withoutAVaultThereIsNoSuchTask() {
        try (Cartable cartable = Cartable.builder()
                .stores(new InMemoryStores(() -> new BackupWorld(folder).now))
                .zone(ZoneId.of("Africa/Conakry"))
                .build()) {
            assertThat(cartable.tasks().list()).noneMatch(entry -> entry.name().equals(BACKUP));
        }
    }
}
