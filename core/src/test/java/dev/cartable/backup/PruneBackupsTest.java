package dev.cartable.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.PruneDecision;
import dev.cartable.backup.model.PruneReason;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneBackupsTest {
    private static final KeepPolicy LAST = KeepPolicy.parse("last=1");

    @TempDir
    private Path folder;

    private BackupWorld world = new BackupWorld(Path.of(""));

    @BeforeEach
    void begin() {
        world = new BackupWorld(folder).withMedia(3);
    }

    private BackupName backup() {
        BackupName name = world.backups().create(Scope.ALL).file();
        world.now = world.now.plus(Duration.ofDays(1));
        return name;
    }

    private PruneReport prune(KeepPolicy policy) {
        PruneBackups prune = world.backups().prune();
        return prune.apply(prune.plan(policy));
    }

    private static List<BackupName> deleted(PruneReport report) {
        return report.decisions().stream()
                .filter(one -> !one.isKept())
                .map(PruneDecision::file)
                .toList();
    }

    @Test
    void whatNoRuleKeepsIsDeletedWithAllThatBelongsToIt() {
        BackupName first = backup();
        BackupName second = backup();

        PruneReport plan = world.backups().prune().plan(LAST);

        assertThat(deleted(plan)).containsExactly(first);
        assertThat(world.vaultFiles()).as("a plan deletes nothing").anyMatch(name -> name.equals(first.value()));
        PruneReport report = world.backups().prune().apply(plan);
        assertThat(deleted(report)).containsExactly(first);
        assertThat(report.counts())
                .isEqualTo(new PruneReport.Tally(1, 1, plan.counts().freedBytes(), 0));
        assertThat(world.vaultFiles()).noneMatch(name -> name.startsWith(first.value()));
        assertThat(world.backups().verify(second, Depth.DUMP).isValid()).isTrue();
    }

    /** As another process would do it, while the file is read. */
    @Test
    void aBackupThatIsDeletedWhileItIsVerifiedIsThereNoMore() {
        BackupName first = backup();
        backup();

        assertThatThrownBy(() -> world.backups().verify(first, Depth.CONTENTS, false, progress -> {
                    if (world.vaultFiles().contains(first.value())) {
                        prune(LAST);
                    }
                }))
                .isInstanceOf(BackupException.class)
                .hasFieldOrPropertyWithValue("code", "UNKNOWN_BACKUP");
        assertThat(world.vaultFiles()).noneMatch(name -> name.startsWith(first.value()));
    }

    @Test
    void withoutARuleNothingIsDeleted() {
        backup();

        assertThatThrownBy(() -> world.backups().prune().plan(KeepPolicy.NONE))
                .isInstanceOf(BackupException.class)
                .hasFieldOrPropertyWithValue("code", "EMPTY_POLICY");
    }

    /** The newest one was damaged since: the one before it becomes the last that counts, and stays. */
    @Test
    void theBackupThatStaysIsReadAgainBeforeOthersGo() throws IOException {
        BackupName first = backup();
        BackupName second = backup();
        Path archive = world.vaultFolder.resolve(second.value());
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        world.now = world.now.plus(Duration.ofDays(1));

        PruneReport report = prune(LAST);

        assertThat(deleted(report)).isEmpty();
        assertThat(BackupWorld.codes(report.findings())).containsExactly(Finding.Code.SIDECAR_MISMATCH);
        assertThat(report.decisions().get(0).reasons()).containsExactly(PruneReason.UNVERIFIED);
        assertThat(world.backups().list().latest(Scope.ALL).orElseThrow().file())
                .isEqualTo(first);
        assertThat(world.backups().list().all().get(0).state()).isEqualTo(BackupState.INVALID);
    }

    /** A person has accepted a degraded one, or another process has made a backup, since the plan. */
    @Test
    void onlyWhatThePlanDeletesGoes() {
        BackupName first = backup();
        BackupName second = backup();
        PruneReport plan = world.backups().prune().plan(LAST);
        backup();

        PruneReport report = world.backups().prune().apply(plan);

        assertThat(deleted(report)).containsExactly(first);
        assertThat(world.vaultFiles()).contains(second.value());
    }

    @Test
    void whileAnotherWorksInTheVaultNothingIsDeleted() throws IOException {
        backup();
        backup();
        PruneReport plan = world.backups().prune().plan(LAST);

        try (BackupVault.Lock lock = new DirectoryVault(world.vaultFolder, world.time()).lock("create")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> world.backups().prune().apply(plan)).hasFieldOrPropertyWithValue("code", "LOCKED");
        }
        assertThat(world.backups().list().all()).hasSize(2);
    }

    /** As after a crash between the deletion of the archive and of what stands beside it. */
    @Test
    void whatACrashLeavesOfADeletedBackupIsSwept() throws IOException {
        BackupName first = backup();
        backup();
        Files.delete(world.vaultFolder.resolve(first.value()));

        prune(LAST);

        assertThat(world.vaultFiles()).noneMatch(name -> name.startsWith(first.value()));
    }
}
