package dev.cartable.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewBackupsTest {
    @TempDir
    private Path folder;

    private BackupWorld world = new BackupWorld(Path.of(""));

    @BeforeEach
    void begin() {
        world = new BackupWorld(folder).withMedia(3);
    }

    private BackupName backup() {
        BackupName name = world.backups().create(Scope.ALL).file();
        world.now = world.now.plus(Duration.ofHours(24));
        return name;
    }

    private BackupReview review() {
        return world.backups().review();
    }

    private Path file(BackupName name) {
        return world.vaultFolder.resolve(name.value());
    }

    @Test
    void aRecentBackupIsGood() {
        BackupName name = backup();

        assertThat(review().isGood()).isTrue();
        assertThat(review().latest().orElseThrow().file()).isEqualTo(name);
        assertThat(review().restore()).isNull();
    }

    @Test
    void anOldOneAndNoneAtAllAreFound() {
        assertThat(BackupWorld.codes(review().findings())).containsExactly(Code.NO_BACKUP);
        BackupName name = backup();
        world.now = world.now.plus(Duration.ofHours(24));
        assertThat(review().isGood()).as("48 hours old").isTrue();

        world.now = world.now.plusSeconds(1);

        assertThat(review().findings())
                .containsExactly(Finding.of(Code.BACKUP_TOO_OLD, "file", name.value(), "hours", "48"));
    }

    /** Also when the next operation has swept away what stood beside the archive. */
    @Test
    void aBackupThatHasVanishedIsFoundUntilAPersonAcceptsIt() throws IOException {
        BackupName first = backup();
        backup();
        Files.delete(file(first));

        assertThat(BackupWorld.codes(review().findings())).containsExactly(Code.BACKUP_VANISHED);
        backup();
        assertThat(BackupWorld.codes(review().findings())).as("swept").containsExactly(Code.BACKUP_VANISHED);

        world.backups().accept(first, "moved to the bank");

        assertThat(review().isGood()).isTrue();
    }

    @Test
    void aBackupThatHasChangedItsSizeIsFound() throws IOException {
        BackupName first = backup();
        backup();
        Files.write(file(first), new byte[10]);

        assertThat(BackupWorld.codes(review().findings())).containsExactly(Code.BACKUP_CHANGED);
    }

    @Test
    void whatRetentionDeletesIsNotMissed() throws IOException {
        BackupName first = backup();
        backup();
        PruneBackups prune = world.backups().prune();
        prune.apply(prune.plan(KeepPolicy.parse("last=1")));

        assertThat(review().isGood()).isTrue();
        assertThat(world.vault.ledger().expected()).doesNotContainKey(first);
    }

    /** As after a crash between the archive and its line in the ledger, or between the ledger and the deletion of an archive. */
    @Test
    void aBackupThatIsNotInTheLedgerIsAddedByTheNextOperation() throws IOException {
        BackupName first = backup();
        try (var lock = world.vault.lock("test")) {
            assertThat(lock).isNotNull();
            world.vault.save(BackupLedger.EMPTY);
        }

        BackupName second = backup();

        assertThat(world.vault.ledger().expected()).containsOnlyKeys(first, second);
        Files.delete(file(first));
        assertThat(BackupWorld.codes(review().findings())).containsExactly(Code.BACKUP_VANISHED);
    }

    @Test
    void aDamagedLedgerIsSaidAndBeginsAnewWithTheNextBackup() throws IOException {
        backup();
        Files.writeString(world.vaultFolder.resolve("cartable-backups.json"), "{\"backups\":[{}]}");

        assertThat(BackupWorld.codes(review().findings())).containsExactly(Code.LEDGER_UNREADABLE);
        backup();

        assertThat(review().isGood()).isTrue();
        assertThat(world.vault.ledger().expected()).hasSize(2);
    }

    @Test
    void theLastVerdictIsKept() throws IOException {
        BackupName first = backup();
        byte[] bytes = Files.readAllBytes(file(first));
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(first), bytes);

        world.backups().verify(first, Depth.CONTENTS);
        Files.delete(file(first));

        assertThat(requireNonNull(world.vault.ledger().expected().get(first))
                        .state()
                        .name())
                .isEqualTo("INVALID");
    }
}
