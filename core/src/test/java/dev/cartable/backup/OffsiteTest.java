package dev.cartable.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.PruneDecision;
import dev.cartable.backup.model.PruneReason;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.work.RestoreLog;
import dev.cartable.work.RestoreLog.Withdrawal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of backups in a second place. */
class OffsiteTest {
    @TempDir
    private Path folder = Path.of("");

    private final FakeOffsite offsite = new FakeOffsite();
    private BackupWorld world = new BackupWorld(Path.of(""));

    @BeforeEach
    void makeSchool() {
        world = new BackupWorld(folder).withMedia(2);
        world.offsite = offsite;
    }

    private BackupName backUp() {
        world.now = world.now.plus(Duration.ofDays(1));
        return world.backups().create(Scope.ALL).file();
    }

    private UploadReport upload() {
        return world.backups().upload();
    }

    private OffsiteCopy copy(BackupName name) {
        return requireNonNull(world.backups().list().copies().get(name), "copy");
    }

    private List<Code> findings() {
        return world.backups().review().findings().stream().map(Finding::code).toList();
    }

    @Test
    void eachBackupIsCopiedOnceAndReadBack() throws IOException {
        BackupName first = backUp();
        BackupName second = backUp();
        assertThat(findings()).containsExactly(Code.OFFSITE_TOO_OLD);

        UploadReport report = upload();

        assertThat(report.uploads()).extracting(UploadReport.Upload::file).containsExactly(second, first);
        assertThat(report.isComplete()).isTrue();
        assertThat(copy(first).state()).isEqualTo(OffsiteState.VERIFIED);
        assertThat(offsite.reads).containsExactly(second, first);
        assertThat(offsite.copies.get(first)).isEqualTo(Files.readAllBytes(world.vaultFolder.resolve(first.value())));
        assertThat(findings()).isEmpty();
        assertThat(upload().uploads()).isEmpty();
        world.now = world.now.plus(Duration.ofDays(3));
        assertThat(findings()).containsExactly(Code.BACKUP_TOO_OLD, Code.OFFSITE_TOO_OLD);
    }

    @Test
    void readingACopyBackSaysHowFarItIs() {
        BackupName name = backUp();
        List<Progress> seen = new ArrayList<>();

        world.backups().upload(seen::add);

        long bytes = copy(name).backup().bytes();
        assertThat(seen).contains(new Progress(Progress.Step.VERIFY, bytes, bytes));
    }

    @Test
    void aFailedUploadLeavesTheBackupValidAndIsContinuedByTheNext() {
        BackupName name = backUp();
        offsite.failure = "OFFSITE_UNREACHABLE";

        UploadReport report = upload();

        assertThat(report.isComplete()).isFalse();
        assertThat(report.counts()).isEqualTo(new UploadReport.Tally(0, 1, 0));
        assertThat(copy(name).state()).isEqualTo(OffsiteState.FAILED);
        assertThat(copy(name).failure()).isEqualTo("OFFSITE_UNREACHABLE");
        assertThat(findings()).contains(Code.OFFSITE_FAILED);
        assertThatThrownBy(() -> world.backups().verifyCopy(name))
                .as("it never was there")
                .isInstanceOf(BackupException.class);
        assertThat(copy(name).state()).isEqualTo(OffsiteState.FAILED);
        assertThat(world.backups().list().latest(Scope.ALL)).isPresent();
        offsite.failure = null;

        assertThat(upload().isComplete()).isTrue();

        assertThat(offsite.tokens).containsExactly(null, "token-1");
        assertThat(copy(name).state()).isEqualTo(OffsiteState.VERIFIED);
    }

    @Test
    void whereThePlaceIsNotReachedTheOthersAreNotTried() {
        backUp();
        backUp();
        offsite.failure = "OFFSITE_BUSY";

        assertThat(upload().uploads()).hasSize(2).allMatch(one -> one.state() == OffsiteState.FAILED);

        assertThat(offsite.tokens).hasSize(1);
    }

    @Test
    void aCopyOfOtherBytesDoesNotCountAndIsReplaced() {
        BackupName name = backUp();
        upload();
        byte[] damaged = requireNonNull(offsite.copies.get(name)).clone();
        damaged[9]++;
        offsite.copies.put(name, damaged);

        assertThat(world.backups().verifyCopy(name).state()).isEqualTo(OffsiteState.FAILED);

        assertThat(copy(name).failure()).isEqualTo("OFFSITE_DAMAGED");
        assertThat(upload().isComplete()).isTrue();
        assertThat(world.backups().verifyCopy(name).state()).isEqualTo(OffsiteState.VERIFIED);
    }

    @Test
    void aKeyThatMayOnlyWriteSendsAndNothingMoreIsSaid() {
        offsite.mayRead = false;
        offsite.readsBack = false;
        BackupName name = backUp();

        upload();

        assertThat(copy(name).state()).isEqualTo(OffsiteState.SENT);
        assertThat(copy(name).state().counts()).isFalse();
        assertThat(findings()).containsExactly(Code.OFFSITE_UNREAD);
        assertThat(upload().uploads()).as("sent again").isEmpty();
    }

    @Test
    void aChecksumHasToDoWhereReadingCostsTooMuch() {
        offsite.readsBack = false;
        BackupName name = backUp();

        upload();

        assertThat(copy(name).state()).isEqualTo(OffsiteState.CONFIRMED);
        assertThat(offsite.reads).isEmpty();
    }

    @Test
    void backupsAreMadeWhileOneIsUploadedAndOnlyOneProcessUploads() throws IOException {
        backUp();
        try (BackupVault.Lock lock = new DirectoryVault(world.vaultFolder, world.time()).lockUploads("upload")) {
            assertThat(lock).isNotNull();
            assertThat(backUp()).isNotNull();
            assertThatThrownBy(this::upload)
                    .isInstanceOfSatisfying(
                            BackupException.class, e -> assertThat(e.code()).isEqualTo("LOCKED"));
        }
        assertThat(upload().uploads()).hasSize(2);
    }

    @Test
    void aCopyThatVanishesIsAFindingUntilItIsThereAgainOrAccepted() throws IOException {
        BackupName first = backUp();
        BackupName second = backUp();
        upload();
        offsite.copies.clear();
        world.vault.lock("test").close();
        Files.delete(world.vaultFolder.resolve(first.value()));
        world.backups().accept(first, "deleted here");

        UploadReport report = upload();

        assertThat(report.findings())
                .extracting(Finding::code)
                .containsExactly(Code.OFFSITE_VANISHED, Code.OFFSITE_VANISHED);
        assertThat(copy(second).state()).isEqualTo(OffsiteState.VERIFIED);
        assertThat(findings()).containsExactly(Code.OFFSITE_VANISHED);
        world.backups().accept(first, "deleted there too");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aCopyIsBroughtBackVerifiedAndRestorable() throws IOException {
        BackupName name = backUp();
        upload();
        byte[] archive = Files.readAllBytes(world.vaultFolder.resolve(name.value()));
        try (BackupVault.Lock lock = world.vault.lock("test")) {
            assertThat(lock).isNotNull();
            world.vault.delete(name);
        }
        assertThat(findings()).contains(Code.BACKUP_VANISHED);

        VerifyReport report = world.backups().fetch(name);

        assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(world.vaultFolder.resolve(name.value())).hasBinaryContent(archive);
        assertThat(world.backups().list().latest(Scope.ALL)).isPresent();
        assertThat(findings()).isEmpty();
    }

    @Test
    void aMachineThatHasNothingLeftFetchesWithoutALedger() throws IOException {
        BackupName name = backUp();
        upload();
        BackupWorld fresh = new BackupWorld(folder.resolve("fresh"));
        Files.createDirectories(folder.resolve("fresh"));
        fresh.offsite = offsite;

        assertThat(fresh.backups().copies()).hasSize(1);
        assertThat(fresh.backups().fetch(name).state()).isEqualTo(BackupState.VERIFIED);

        assertThat(fresh.backups().list().latest(Scope.ALL)).isPresent();
    }

    /** The new machine's own log is younger, and knows of nobody who was erased before. */
    @Test
    void whatPeopleHaveWithdrawnIsKnownOnANewMachine() throws IOException {
        BackupName name = backUp();
        Withdrawal erased = new Withdrawal(world.now, Withdrawal.Type.ERASED, "key1", "0a".repeat(32), "");
        world.vault.restoreLog().add(List.of(erased));
        world.vault.restoreLog().add(7);
        upload();
        upload();
        assertThat(offsite.logs).as("it is copied when it has changed").hasSize(1);
        BackupWorld fresh = new BackupWorld(Files.createDirectories(folder.resolve("fresh")));
        fresh.offsite = offsite;
        fresh.now = world.now.plus(Duration.ofDays(9));
        Withdrawal declined =
                new Withdrawal(fresh.now, Withdrawal.Type.DECLINED, "key1", "1b".repeat(32), "STUDY:EMAIL");
        fresh.vault.restoreLog().add(List.of(declined));

        fresh.backups().fetch(name);

        RestoreLog.Contents known = fresh.vault.restoreLog().read();
        assertThat(known.withdrawals()).containsExactly(declined, erased);
        assertThat(known.since()).isEqualTo(world.vault.restoreLog().read().since());
        assertThat(known.epoch()).as("an epoch is of one database").isZero();
        fresh.vault.restoreLog().addAll(offsite.logs.get(0));
        assertThat(fresh.vault.restoreLog().read()).isEqualTo(known);
    }

    private Optional<BackupName> bringLatest(BackupWorld into, Scope scope, Instant before) {
        return into.backups().fetchLatest(scope, before, step -> {});
    }

    private void lose(BackupName name) throws IOException {
        try (BackupVault.Lock lock = world.vault.lock("test")) {
            assertThat(lock).isNotNull();
            world.vault.delete(name);
        }
    }

    @Test
    void aMachineThatHasNothingLeftBringsTheNewestThatHoldsWhatIsWanted() throws IOException {
        BackupName whole = backUp();
        world.now = world.now.plus(Duration.ofDays(1));
        BackupName media = world.backups().create(Scope.MEDIA).file();
        upload();
        BackupWorld fresh = new BackupWorld(Files.createDirectories(folder.resolve("fresh")));
        fresh.offsite = offsite;

        assertThat(bringLatest(fresh, Scope.ALL, Instant.MAX)).contains(whole);
        assertThat(fresh.backups().list().latest(Scope.MEDIA).orElseThrow().file())
                .as("it was looked at on the way")
                .isEqualTo(media);
        assertThat(bringLatest(fresh, Scope.ALL, Instant.MAX)).as("again").isEmpty();
    }

    @Test
    void aBackupThatTheVaultHasLostIsBroughtIfItIsNewer() throws IOException {
        BackupName first = backUp();
        Instant between = world.now.plusSeconds(60);
        BackupName second = backUp();
        upload();
        offsite.reads.clear();
        assertThat(bringLatest(world, Scope.ALL, Instant.MAX))
                .as("none is lost")
                .isEmpty();
        assertThat(offsite.reads).isEmpty();
        lose(second);

        assertThat(bringLatest(world, Scope.ALL, between))
                .as("an earlier one is wanted")
                .isEmpty();
        assertThat(bringLatest(world, Scope.ALL, Instant.MAX)).contains(second);

        lose(first);
        assertThat(bringLatest(world, Scope.ALL, Instant.MAX)).as("it is older").isEmpty();
        assertThat(bringLatest(world, Scope.ALL, between)).contains(first);
    }

    @Test
    void aCopyOfOtherBytesIsNotBroughtBack() throws IOException {
        BackupName name = backUp();
        upload();
        try (BackupVault.Lock lock = world.vault.lock("test")) {
            assertThat(lock).isNotNull();
            world.vault.delete(name);
        }
        requireNonNull(offsite.copies.get(name))[9]++;

        assertThatThrownBy(() -> world.backups().fetch(name))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("OFFSITE_DAMAGED"));

        assertThat(world.vault.list()).isEmpty();
    }

    private PruneReport prune(String policy) {
        PruneBackups prune = world.backups().prune();
        return prune.apply(prune.plan(KeepPolicy.parse(policy)));
    }

    @Test
    void retentionHoldsInBothPlaces() {
        BackupName first = backUp();
        BackupName second = backUp();
        upload();

        PruneReport report = prune("last=1");

        assertThat(report.counts().deleted()).isEqualTo(1);
        assertThat(report.counts().deletedCopies()).isEqualTo(1);
        assertThat(offsite.copies).containsOnlyKeys(second);
        assertThat(upload().uploads()).as("uploaded again").isEmpty();
        assertThat(findings()).isEmpty();
        assertThat(first).isNotEqualTo(second);
    }

    /** The vault has lost its newest backup, so that it keeps an older one than the second place needs. */
    @Test
    void aCopyThatWasPrunedIsNotUploadedAgainWhileItsBackupIsInTheVault() throws IOException {
        BackupName first = backUp();
        BackupName second = backUp();
        upload();
        try (BackupVault.Lock lock = world.vault.lock("test")) {
            assertThat(lock).isNotNull();
            world.vault.delete(second);
        }

        prune("last=1");

        assertThat(world.vault.list()).extracting(BackupVault.Stored::name).containsExactly(first);
        assertThat(offsite.copies).containsOnlyKeys(second);
        assertThat(upload().uploads()).isEmpty();
        assertThat(offsite.copies).containsOnlyKeys(second);
        assertThat(copy(first).state()).isEqualTo(OffsiteState.PRUNED);
    }

    @Test
    void aPlaceThatHasLostItsNewestKeepsWhatItHas() throws IOException {
        BackupName first = backUp();
        BackupName second = backUp();
        upload();
        offsite.copies.remove(second);

        PruneReport report = prune("last=1");

        assertThat(offsite.copies).containsOnlyKeys(first);
        assertThat(report.findings()).extracting(Finding::code).containsExactly(Code.OFFSITE_VANISHED);
    }

    @Test
    void aLockedCopyIsRetainedAndStillExpected() {
        BackupName first = backUp();
        backUp();
        upload();
        offsite.isLocked = true;

        PruneReport report = prune("last=1");

        assertThat(report.copies())
                .filteredOn(one -> one.file().equals(first))
                .singleElement()
                .extracting(PruneDecision::reasons)
                .isEqualTo(List.of(PruneReason.RETAINED));
        assertThat(report.counts().deletedCopies()).isZero();
        assertThat(copy(first).state()).isEqualTo(OffsiteState.VERIFIED);
        offsite.isLocked = false;
        assertThat(prune("last=1").counts().deletedCopies()).isEqualTo(1);
    }

    @Test
    void copiesThatWereOnlySentStay() {
        offsite.mayRead = false;
        offsite.readsBack = false;
        backUp();
        backUp();
        upload();

        PruneReport plan = world.backups().prune().plan(KeepPolicy.parse("last=1"));

        assertThat(plan.copies()).allMatch(one -> one.reasons().equals(List.of(PruneReason.UNREAD)));
    }

    @Test
    void aPruningThatIsKilledBeforeItDeletesIsFinishedByTheNext() {
        backUp();
        BackupName second = backUp();
        upload();
        offsite.beforeDeleting = () -> {
            throw new Death();
        };
        assertThatThrownBy(() -> prune("last=1")).isInstanceOf(Death.class);
        assertThat(offsite.copies).hasSize(2);
        offsite.beforeDeleting = () -> {};

        prune("last=1");

        assertThat(offsite.copies).containsOnlyKeys(second);
        assertThat(findings()).isEmpty();
    }

    @Test
    void anotherPlaceGetsAllOfThemAnew() {
        BackupName name = backUp();
        upload();
        offsite.copies.clear();
        offsite.place = "s3://other/";

        assertThat(upload().uploads()).extracting(UploadReport.Upload::file).containsExactly(name);
        assertThat(findings()).isEmpty();
    }

    /** Where the key may not list, only the ledger could say what is there. */
    @Test
    void theLedgerOfOnePlaceSaysNothingOfAnother() {
        BackupName name = backUp();
        upload();
        FakeOffsite other = new FakeOffsite();
        other.place = "s3://other/";
        other.mayRead = false;
        other.readsBack = false;
        world.offsite = other;

        assertThat(world.backups().list().copies()).isEmpty();
        assertThat(upload().uploads()).extracting(UploadReport.Upload::file).containsExactly(name);
        assertThat(other.copies).containsOnlyKeys(name);
        assertThat(copy(name).state()).isEqualTo(OffsiteState.SENT);
    }

    /** Copies of which nothing is known elsewhere stand in it. */
    @Test
    void aLedgerThatCannotBeReadIsNotOverwritten() throws IOException {
        backUp();
        upload();
        backUp();
        Path ledger = world.vaultFolder.resolve("cartable-offsite.json");
        Files.writeString(ledger, "{");

        assertThatThrownBy(this::upload)
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("cartable-offsite.json");

        assertThat(ledger).hasContent("{");
    }

    /** The end of a process. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }
}
