package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.work.RestoreLog;
import dev.cartable.work.RestoreLog.Withdrawal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every vault keeps: see {@link BackupVault}. */
public abstract class BackupVaultContract {
    private static final BackupName FIRST = new BackupName("school_backup_20260108_110353.zip");
    private static final BackupName SECOND = new BackupName("school_backup_20260108_110353_2.zip");

    private @Nullable BackupVault vault;

    /** A vault without an archive in it, at the first call within a test; at each further call another object for the same vault. */
    protected abstract BackupVault open();

    @BeforeEach
    final void openVault() {
        vault = open();
    }

    private BackupVault vault() {
        if (vault == null) {
            throw new IllegalStateException("no vault was opened");
        }
        return vault;
    }

    private static BackupStatus status(String content, BackupStatus.@Nullable Acceptance acceptance) {
        return new BackupStatus(
                BackupState.DEGRADED,
                Depth.DUMP,
                Instant.parse("2026-01-08T11:04:00Z"),
                Instant.parse("2026-01-08T11:03:53.123456789Z"),
                "0123456789abcdef".repeat(4),
                content.length(),
                "postgresql",
                true,
                acceptance);
    }

    private boolean publish(BackupName name, String content) throws IOException {
        try (BackupVault.Lock lock = vault().lock("create");
                BackupVault.Draft draft = vault().draft(content.length())) {
            assertThat(lock).isNotNull();
            Path file = Files.writeString(draft.folder().resolve("anything"), content);
            return draft.publish(file, name, status(content, null));
        }
    }

    private static String content(BackupVault vault, BackupName name) throws IOException {
        try (BackupVault.Copy copy = vault.open(name)) {
            return Files.readString(copy.file());
        }
    }

    @Test
    final void whatNoRestoreMayUndoIsKept() throws IOException {
        assertThat(open().restoreLog().read()).isEqualTo(new RestoreLog.Contents(null, 0, List.of(), 0));
        Withdrawal erased = new Withdrawal(Instant.EPOCH, Withdrawal.Type.ERASED, "key1", "0a".repeat(32), "");
        Withdrawal declined =
                new Withdrawal(Instant.EPOCH, Withdrawal.Type.DECLINED, "key2", "1b".repeat(32), "STUDY:EMAIL");

        open().restoreLog().add(List.of());
        assertThat(open().restoreLog().read().since()).isNotNull();
        open().restoreLog().add(List.of(erased));
        open().restoreLog().add(7);
        open().restoreLog().add(List.of(declined, erased));
        open().restoreLog().add(5);
        try (BackupVault.Lock lock = vault().lock("create")) {
            assertThat(lock).isNotNull(); // removes what a dead process has left
        }

        RestoreLog.Contents contents = open().restoreLog().read();
        assertThat(contents.withdrawals()).containsExactly(erased, declined, erased);
        assertThat(contents.epoch()).isEqualTo(7);
        assertThat(contents.damaged()).isZero();

        byte[] bytes = open().restoreLog().bytes();
        open().restoreLog().addAll(bytes);
        open().restoreLog().addAll("no log".getBytes(StandardCharsets.UTF_8));
        assertThat(open().restoreLog().bytes()).as("it lacks nothing of itself").isEqualTo(bytes);
    }

    @Test
    final void whatIsPublishedIsThereWithItsHashAndItsStatus() throws IOException {
        assertThat(publish(FIRST, "content")).isTrue();

        BackupVault again = open();
        assertThat(again.list()).containsExactly(new BackupVault.Stored(FIRST, 7));
        assertThat(content(again, FIRST)).isEqualTo("content");
        assertThat(again.sidecar(FIRST)).contains("0123456789abcdef".repeat(4));
        assertThat(again.status(FIRST)).contains(status("content", null));
    }

    @Test
    final void aNameThatIsTakenIsNeverOverwritten() throws IOException {
        publish(FIRST, "content");

        assertThat(publish(FIRST, "another")).isFalse();
        assertThat(content(vault(), FIRST)).isEqualTo("content");
        assertThat(vault().status(FIRST)).contains(status("content", null));
        assertThat(publish(SECOND, "another")).isTrue();
        assertThat(vault().list()).extracting(BackupVault.Stored::name).containsExactly(FIRST, SECOND);
    }

    @Test
    final void aDraftThatIsNotPublishedLeavesNothing() throws IOException {
        Path folder;
        try (BackupVault.Lock lock = vault().lock("create");
                BackupVault.Draft draft = vault().draft(1)) {
            assertThat(lock).isNotNull();
            folder = draft.folder();
            Files.createDirectories(folder.resolve("a/b"));
            Files.writeString(folder.resolve("a/b/c"), "x");
        }

        assertThat(folder).doesNotExist();
        assertThat(vault().list()).isEmpty();
    }

    @Test
    final void whatIsNotThereIsSaidToBeMissing() throws IOException {
        assertThat(vault().list()).isEmpty();
        assertThat(vault().sidecar(FIRST)).isEmpty();
        assertThat(vault().status(FIRST)).isEmpty();
        assertThatThrownBy(() -> vault().open(FIRST)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    final void theStatusIsOverwritten() throws IOException {
        publish(FIRST, "content");
        BackupStatus accepted = status(
                "content",
                new BackupStatus.Acceptance(Instant.parse("2026-01-09T08:00:00Z"), "l’année est finie\n\"oui\""));

        try (BackupVault.Lock lock = vault().lock("accept")) {
            assertThat(lock).isNotNull();
            vault().save(FIRST, accepted);
        }

        assertThat(open().status(FIRST)).contains(accepted);
        assertThat(content(vault(), FIRST)).isEqualTo("content");
    }

    @Test
    final void theLedgerOutlivesTheArchives() throws IOException {
        assertThat(vault().ledger()).isEqualTo(BackupLedger.EMPTY);
        publish(FIRST, "content");
        BackupLedger ledger = BackupLedger.EMPTY
                .with(FIRST, status("content", null))
                .with(SECOND, status("x", new BackupStatus.Acceptance(Instant.parse("2026-01-09T08:00:00Z"), "é")))
                .withRestore(new BackupLedger.Proof(Instant.parse("2026-01-10T08:00:00Z"), FIRST));

        try (BackupVault.Lock lock = vault().lock("create")) {
            assertThat(lock).isNotNull();
            vault().save(ledger);
            vault().delete(FIRST);
        }

        assertThat(open().ledger()).isEqualTo(ledger);
        assertThat(vault().list()).isEmpty();
    }

    @Test
    final void whatIsDeletedIsGoneWithAllThatBelongsToIt() throws IOException {
        publish(FIRST, "content");
        publish(SECOND, "another");

        try (BackupVault.Lock lock = vault().lock("prune")) {
            assertThat(lock).isNotNull();
            vault().delete(FIRST);
            vault().delete(FIRST);
        }

        assertThat(vault().list()).extracting(BackupVault.Stored::name).containsExactly(SECOND);
        assertThat(vault().sidecar(FIRST)).isEmpty();
        assertThat(vault().status(FIRST)).isEmpty();
        assertThat(vault().status(SECOND)).isPresent();
    }

    @Test
    final void theLockExcludesEveryOther() throws IOException {
        BackupVault other = open();
        try (BackupVault.Lock lock = vault().lock("create")) {
            assertThat(lock).isNotNull();
            assertLocked(() -> other.lock("restore"));
            assertLocked(() -> vault().lock("restore"));
            assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> lockQuietly(other))
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            BackupException.class, e -> assertThat(e.code()).isEqualTo("LOCKED"));
        }
        other.lock("restore").close();
        vault().lock("create").close();
    }

    @Test
    final void theFolderForTheJournalIsOneForAllAndThereOnceLocked() throws IOException {
        BackupVault other = open();
        vault().lock("restore").close();

        assertThat(vault().localFolder()).isEqualTo(other.localFolder()).isDirectory();
    }

    private static Optional<BackupVault.Lock> lockQuietly(BackupVault vault) {
        try {
            return Optional.of(vault.lock("restore"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertLocked(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BackupException.class, e -> {
            assertThat(e.code()).isEqualTo("LOCKED");
            assertThat(e.facts()).containsKeys("purpose", "since", "process");
        });
    }

    @Test
    final void aLockIsGivenBackOnceHoweverOftenItIsClosed() throws IOException {
        BackupVault.Lock lock = vault().lock("create");
        lock.close();
        try (BackupVault.Lock second = vault().lock("verify")) {
            assertThat(second).isNotNull();
            lock.close();
            assertLocked(() -> open().lock("restore"));
        }
    }

    @Test
    final void aDraftThatNeedsMoreRoomThanThereIsIsRefused() throws IOException {
        try (BackupVault.Lock lock = vault().lock("create")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> vault().draft(Long.MAX_VALUE)).isInstanceOfSatisfying(BackupException.class, e -> {
                assertThat(e.code()).isEqualTo("DISK_FULL");
                assertThat(e.facts()).containsKeys("needed", "free", "path");
            });
        }
    }
}
