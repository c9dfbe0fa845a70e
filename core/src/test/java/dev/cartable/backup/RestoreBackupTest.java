package dev.cartable.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.RestorePlan.Obstacle;
import dev.cartable.backup.RestorePlan.Obstacle.Kind;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreBackupTest {
    private static final String RECEIPT = "payment_receipts/2026/01/receipt-0.pdf";
    private static final String DELETED = "payment_receipts/2026/02/receipt-1.pdf";

    /** Enough that a backup of it is not incomplete. */
    private static final String LATER = "later ".repeat(100);

    @TempDir
    Path folder;

    private BackupWorld world;

    @BeforeEach
    void backedUpAndChangedSince() throws IOException {
        world = new BackupWorld(folder.toRealPath()).withMedia(4);
        world.dump.receipts.add(new ReferencedFile("payment", "1000", RECEIPT));
        world.backups().create(Scope.ALL);
        world.now = world.now.plusSeconds(60);
        world.dump.payments = 1007;
        world.dump.receipts.add(0, new ReferencedFile("payment", "1007", "payment_receipts/2026/03/new.pdf"));
        world.write(RECEIPT, text("changed"));
        world.write("photos/later.jpg", text(LATER));
        Files.delete(world.media.resolve(DELETED));
    }

    @Test
    void rowsAndFilesOfTheBackupAreBackAndOtherFilesStay() throws IOException {
        RestoreReport report = restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(world.dump.payments).isEqualTo(1000);
        assertThat(size(RECEIPT)).isEqualTo(200);
        assertThat(size(DELETED)).isEqualTo(201);
        assertThat(world.media.resolve("photos/later.jpg")).hasContent(LATER);
        assertThat(report.counts().files()).isEqualTo(4);
        assertThat(report.counts().rows()).isEqualTo(1050);
        assertThat(world.restore.leftovers()).isEmpty();
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void whatWasReplacedIsInTheSafetyCopyWhichRestoresToo() throws IOException {
        RestoreReport report = restore(RestoreRequest.of(new RestoreRequest.Latest()));
        world.now = world.now.plusSeconds(60);

        restore(RestoreRequest.of(new RestoreRequest.Archives(List.of(
                Path.of(report.safetyFolder()).resolve(report.safetyCopy().value())))));

        assertThat(world.dump.payments).isEqualTo(1007);
        assertThat(world.media.resolve(RECEIPT)).hasContent("changed");
    }

    @Test
    void thePlanSaysWhatWouldBeReplacedAndLostAndChangesNothing() throws IOException {
        List<String> before = world.vaultFiles();

        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(plan.shrinking()).containsExactly(new CheckReport.Table("public.payment", 1000, 1007));
        assertThat(plan.newest())
                .extracting(one -> one.row().id() + " " + one.isInBackup())
                .containsExactly("1007 false", "1000 true");
        assertThat(plan.media()).singleElement().satisfies(media -> {
            assertThat(media.files()).isEqualTo(4);
            assertThat(media.replaced()).isEqualTo(3);
            assertThat(media.changed()).isEqualTo(1);
        });
        assertThat(plan.space()).isNotEmpty().allMatch(RestorePlan.Space::isEnough);
        assertThat(plan.obstacles()).isEmpty();
        assertThat(world.vaultFiles()).isEqualTo(before);
        assertThat(world.dump.payments).isEqualTo(1007);
    }

    @Test
    void whatIsLostIsKeptInAFile() {
        RestoreReport report = restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(report.list()).hasFileName("school_restore_20260108_110453.json");
        assertThat(report.list())
                .content()
                .contains("public.payment", "1007", RECEIPT.substring(0, 16), "school_backup_20260108_110353.zip");
    }

    @Test
    void theDatabaseAloneLeavesTheMedia() {
        restore(RestoreRequest.of(new RestoreRequest.Latest()).with(Scope.DATABASE));

        assertThat(world.dump.payments).isEqualTo(1000);
        assertThat(world.media.resolve(RECEIPT)).hasContent("changed");
        assertThat(world.media.resolve(DELETED)).doesNotExist();
    }

    @Test
    void theMediaAloneLeaveTheDatabase() throws IOException {
        restore(RestoreRequest.of(new RestoreRequest.Latest()).with(Scope.MEDIA));

        assertThat(world.dump.payments).isEqualTo(1007);
        assertThat(size(RECEIPT)).isEqualTo(200);
        assertThat(world.restore.leftovers()).isEmpty();
    }

    @Test
    void twoArchivesOfDifferentPartsMakeOneRestoreAndTwoOfTheSameAreRefused() throws IOException {
        world.now = world.now.plusSeconds(60);
        BackupName database = world.backups().create(Scope.DATABASE).file();
        BackupName media = world.backups().create(Scope.MEDIA).file();
        world.dump.payments = 1;
        world.write(RECEIPT, text("changed again"));

        assertRefused("SAME_PART_TWICE", () -> plan(archives(database.value(), "school_backup_20260108_110353.zip")));
        restore(archives(database.value(), media.value()));

        assertThat(world.dump.payments).isEqualTo(1007);
        assertThat(world.media.resolve(RECEIPT)).hasContent("changed");
    }

    @Test
    void theOneBeforeATimeOrOfAPatternIsFound() throws IOException {
        world.now = world.now.plusSeconds(60);
        BackupName second = world.backups().create(Scope.ALL).file();
        Path elsewhere = Files.createDirectories(folder.resolve("usb"));
        Files.copy(world.vaultFolder.resolve(second.value()), elsewhere.resolve("a-copy.zip"));
        Files.writeString(elsewhere.resolve("b-no-backup.zip"), "no zip");

        assertThat(chosen(new RestoreRequest.Before(world.now))).isEqualTo("school_backup_20260108_110353.zip");
        assertThat(chosen(new RestoreRequest.Latest())).isEqualTo(second.value());
        assertThat(chosen(new RestoreRequest.Matching(Path.of("school_backup_*.zip"))))
                .isEqualTo(second.value());
        assertThat(chosen(new RestoreRequest.Matching(Path.of("*_110353.zip"))))
                .isEqualTo("school_backup_20260108_110353.zip");
        assertThat(chosen(new RestoreRequest.Matching(elsewhere.resolve("*.zip"))))
                .endsWith("a-copy.zip");
        assertRefused("UNKNOWN_BACKUP", () -> plan(archives("school_backup_20200101_000000.zip")));
        assertThatThrownBy(() -> plan(archives("nothing.zip")))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("file", "nothing.zip")
                                .containsEntry("path", world.vault.location()));
        assertRefused("UNKNOWN_BACKUP", () -> chosen(new RestoreRequest.Matching(Path.of("nothing*"))));
        Instant dayBefore = world.now.minus(Duration.ofDays(1));
        assertThatThrownBy(() -> chosen(new RestoreRequest.Before(dayBefore)))
                .isInstanceOfSatisfying(BackupException.class, e -> {
                    assertThat(e.code()).isEqualTo("NO_EARLIER_BACKUP");
                    assertThat(e.facts()).containsEntry("before", dayBefore.toString());
                });
        world.vault.delete(new BackupName("school_backup_20260108_110353.zip"));
        world.vault.delete(second);
        assertRefused("NO_BACKUP", () -> chosen(new RestoreRequest.Before(dayBefore)));
    }

    private String chosen(RestoreRequest.Choice choice) {
        return plan(RestoreRequest.of(choice)).archives().get(0).file();
    }

    @Test
    void withOneFlippedBitNothingIsTouched() throws IOException {
        Path archive = world.vaultFolder.resolve("school_backup_20260108_110353.zip");
        byte[] whole = Files.readAllBytes(archive);
        int flips = Integer.getInteger("cartable.restore.flips", 100);
        long seed = Long.getLong("cartable.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<String> before = world.vaultFiles();

        for (int i = 0; i < flips; i++) {
            int at = random.nextInt(whole.length * 8);
            byte[] flipped = whole.clone();
            flipped[at / 8] ^= (byte) (1 << (at % 8));
            Files.write(archive, flipped);
            assertThatThrownBy(() -> restore(archives("school_backup_20260108_110353.zip")))
                    .as("bit %d, seed %d", at, seed)
                    .isInstanceOf(BackupException.class);
        }

        assertThat(world.vaultFiles()).as("no journal, no list").isEqualTo(before);
        assertThat(world.dump.payments).isEqualTo(1007);
        assertThat(world.media.resolve(RECEIPT)).hasContent("changed");
        assertThat(folder.resolve("backups_local")).doesNotExist();
    }

    @Test
    void aDumpThatRunsCodeIsRestoredOnlyIfItIsSignedOrAPersonAllowsIt() {
        world.dump.readsAlone = false;

        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));
        assertThat(plan.obstacles()).extracting(Obstacle::code).containsExactly("UNSIGNED");
        assertRefused("UNSIGNED_BACKUP", () -> apply(plan));
        assertThat(world.dump.payments).isEqualTo(1007);
        assertThat(plan(RestoreRequest.of(new RestoreRequest.Latest()).with(Scope.MEDIA))
                        .obstacles())
                .as("files run nothing")
                .isEmpty();

        restore(RestoreRequest.of(new RestoreRequest.Latest()).allowingUnsigned());
        assertThat(world.dump.payments).isEqualTo(1000);
    }

    @Test
    void aSignedDumpThatRunsCodeIsRestored() {
        world.dump.readsAlone = false;
        world.key = HostKey.random();
        world.now = world.now.plusSeconds(60);
        world.backups().create(Scope.ALL);
        world.dump.payments = 1;

        restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(world.dump.payments).isEqualTo(1007);
    }

    @Test
    void anArchiveOfAnotherKeyOrWithoutAMacNeedsConsent() {
        world.key = HostKey.random();
        assertThat(plan(archives("school_backup_20260108_110353.zip")).obstacles(Kind.UNSIGNED))
                .as("made without a key")
                .hasSize(1);
        world.now = world.now.plusSeconds(60);
        BackupName signed = world.backups().create(Scope.ALL).file();
        world.dump.payments = 1;

        world.key = HostKey.random();
        RestorePlan other = plan(archives(signed.value()));
        assertThat(other.obstacles()).extracting(Obstacle::code).containsExactly("UNSIGNED", "OTHER_HOST_KEY");
        assertRefused("UNSIGNED_BACKUP", () -> apply(other));

        world.key = null;
        assertThat(plan(archives(signed.value())).obstacles(Kind.UNSIGNED))
                .as("no key here")
                .hasSize(1);
        restore(archives(signed.value()).allowingUnsigned());
        assertThat(world.dump.payments).isEqualTo(1007);
    }

    @Test
    void whileARestoreRunsNothingElseWritesInTheVault() {
        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));
        List<String> codes = new ArrayList<>();
        world.steps.add(step(() -> {
            codes.add(code(() -> apply(plan)));
            codes.add(code(() -> world.backups().create(Scope.ALL)));
            codes.add(code(() -> world.backups().accept(new BackupName("school_backup_20260108_110353.zip"), "right")));
            codes.add(code(() -> world.backups().recover()));
        }));

        apply(plan);

        assertThat(codes).containsExactly("LOCKED", "LOCKED", "LOCKED", "LOCKED");
    }

    @Test
    void whileABackupRunsNothingIsRestored() {
        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));
        List<String> codes = new ArrayList<>();
        world.dump.during = () -> codes.add(code(() -> apply(plan)));

        world.backups().create(Scope.ALL);

        assertThat(codes).containsExactly("LOCKED");
        assertThat(world.dump.payments).isEqualTo(1007);
    }

    @Test
    void twoRestoresOfOneSecondHaveListsAndCopiesOfTheirOwn() {
        RestoreReport first = restore(RestoreRequest.of(new RestoreRequest.Latest()));
        RestoreReport second = restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.list()).isNotEqualTo(first.list());
        assertThat(second.safetyCopy()).isNotEqualTo(first.safetyCopy());
    }

    @Test
    void safetyCopiesStayForThirtyDaysAndTheLastOneForEver() {
        BackupName first =
                restore(RestoreRequest.of(new RestoreRequest.Latest())).safetyCopy();
        world.now = world.now.plus(Duration.ofDays(29));
        BackupName second =
                restore(RestoreRequest.of(new RestoreRequest.Latest())).safetyCopy();
        assertThat(safetyCopies()).containsExactly(first.value(), second.value());

        world.now = world.now.plus(Duration.ofDays(29));
        BackupName third =
                restore(RestoreRequest.of(new RestoreRequest.Latest())).safetyCopy();
        assertThat(safetyCopies()).containsExactly(second.value(), third.value());

        world.now = world.now.plus(Duration.ofDays(365));
        BackupName last =
                restore(RestoreRequest.of(new RestoreRequest.Latest())).safetyCopy();
        assertThat(safetyCopies()).containsExactly(last.value());
    }

    private List<String> safetyCopies() {
        try {
            return world.safety.list().stream()
                    .map(stored -> stored.name().value())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLinkInPlaceOfAFolderIsNotFollowed() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.move(world.media.resolve("payment_receipts"), folder.resolve("moved"));
        link(world.media.resolve("payment_receipts"), outside);

        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(plan.obstacles(Kind.PREVENTS)).extracting(Obstacle::code).containsExactly("MEDIA_CONFLICT");
        assertRefused("RESTORE_PREVENTED", () -> apply(plan));
        assertThat(outside).isEmptyDirectory();
        assertThat(world.dump.payments).isEqualTo(1007);
    }

    @Test
    void aLinkThatAppearsAfterThePlanUndoesTheRestore() throws IOException {
        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        world.restore.duringSwap = () -> {
            try {
                Files.move(world.media.resolve("payment_receipts"), folder.resolve("moved"));
                link(world.media.resolve("payment_receipts"), outside);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };

        assertThatThrownBy(() -> apply(plan)).isInstanceOf(BackupException.class);

        assertThat(outside).isEmptyDirectory();
        assertThat(world.dump.payments).isEqualTo(1007);
    }

    @Test
    void aLinkInPlaceOfAFileIsReplacedAndItsTargetStays() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.pdf"), "outside");
        Files.delete(world.media.resolve(RECEIPT));
        link(world.media.resolve(RECEIPT), outside);
        assertThat(plan(RestoreRequest.of(new RestoreRequest.Latest())).obstacles())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.code()).isEqualTo("MEDIA_LINK");
                    assertThat(one.kind()).isEqualTo(Kind.CONSENT);
                });

        restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(world.media.resolve(RECEIPT)).isRegularFile();
        assertThat(Files.isSymbolicLink(world.media.resolve(RECEIPT))).isFalse();
        assertThat(size(RECEIPT)).isEqualTo(200);
        assertThat(outside).hasContent("outside");
    }

    @Test
    void aMediaFolderThatIsALinkIsTheFolderThatItLeadsTo() throws IOException {
        Path real = folder.resolve("disk");
        Files.move(world.media, real);
        link(world.media, real);

        restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(Files.size(real.resolve(RECEIPT))).isEqualTo(200);
        assertThat(Files.isSymbolicLink(world.media)).isTrue();
    }

    @Test
    void aMediaFolderThatIsMissingIsMadeAnewAndGoneAgainAfterAFailure() throws IOException {
        Files.move(world.media, folder.resolve("lost"));
        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));
        assertThat(plan.obstacles()).extracting(Obstacle::code).containsExactly("MEDIA_MISSING");

        world.steps.add(step(() -> {
            throw new IllegalStateException("no");
        }));
        assertRefused("STEP_FAILED", () -> apply(plan));
        assertThat(world.media).doesNotExist();

        world.steps.clear();
        apply(plan);
        assertThat(size(RECEIPT)).isEqualTo(200);
    }

    @Test
    void aMediaFolderWithoutAFolderAboveItPreventsARestore() throws IOException {
        world.settings = BackupSettings.of(
                ZoneOffset.UTC, "0.1", List.of(MediaRoot.of("media", folder.resolve("not-mounted/media"))));

        assertThat(plan(RestoreRequest.of(new RestoreRequest.Latest())).obstacles(Kind.PREVENTS))
                .extracting(Obstacle::code)
                .containsExactly("MEDIA_MISSING");
        world.settings = BackupSettings.of(ZoneOffset.UTC, "0.1", List.of());
        assertThat(plan(RestoreRequest.of(new RestoreRequest.Latest())).obstacles(Kind.PREVENTS))
                .extracting(Obstacle::code)
                .containsExactly("UNKNOWN_MEDIA");
    }

    @Test
    void aRestoredFileIsReadableForTheProgramsThatReadTheOneBefore() throws IOException {
        Assumptions.assumeTrue(
                Files.getFileStore(folder).supportsFileAttributeView("posix"), "this system has no POSIX permissions");
        Files.setPosixFilePermissions(world.media.resolve(RECEIPT), PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(
                world.media.resolve(DELETED).getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));

        restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(world.media.resolve(RECEIPT))))
                .isEqualTo("rw-r-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(world.media.resolve(DELETED))))
                .as("as its folder is")
                .isEqualTo("rw-r--r--");
    }

    @Test
    void aStepReadsTheLiveDatabaseBeforeAnotherIsStaged() {
        List<String> order = new ArrayList<>();
        world.steps.add(new StagedDatabaseStep() {
            @Override
            public String name() {
                return "copy";
            }

            @Override
            public void prepare() {
                order.add("prepare " + world.restore.leftovers().size());
                assertThat(world.restore.hasRoom)
                        .as("the live database may be written")
                        .isFalse();
            }

            @Override
            public void abandon() {
                order.add("abandon " + world.restore.leftovers().size());
                if (order.contains("fail")) {
                    throw new IllegalStateException("the live database does not answer");
                }
            }

            @Override
            public void run(StagedDatabase database) {
                order.add("run " + world.restore.leftovers().size());
            }
        });

        restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(order).containsExactly("prepare 0", "run 1");
        assertThat(world.restore.rooms).as("until the live database is written").isEqualTo(1);

        order.clear();
        order.add("fail");
        world.steps.add(step(() -> {
            throw new IllegalStateException("no such migration");
        }));
        assertThatThrownBy(() -> restore(RestoreRequest.of(new RestoreRequest.Latest())))
                .hasMessageContaining("no such migration");
        assertThat(order).containsExactly("fail", "prepare 0", "run 1", "abandon 0");
        assertThat(world.backups().needsRecovery())
                .as("what was prepared has to be taken back")
                .isTrue();

        order.clear();
        world.backups().recover();
        assertThat(order).containsExactly("abandon 0");
        assertThat(world.backups().needsRecovery()).isFalse();
    }

    @Test
    void aRestoreOfMediaTakesBackWhatAnEarlierRestoreHasLeftInTheDatabase() {
        AtomicBoolean held = new AtomicBoolean();
        AtomicBoolean answers = new AtomicBoolean();
        world.steps.add(new StagedDatabaseStep() {
            @Override
            public String name() {
                return "numbers";
            }

            @Override
            public void prepare() {
                held.set(true);
            }

            @Override
            public void abandon() {
                if (!answers.get()) {
                    throw new IllegalStateException("the live database does not answer");
                }
                held.set(false);
            }

            @Override
            public void run(StagedDatabase database) {
                throw new IllegalStateException("no such migration");
            }
        });
        assertThatThrownBy(() -> restore(RestoreRequest.of(new RestoreRequest.Latest())))
                .hasMessageContaining("no such migration");
        assertThat(world.backups().recover()).isPresent();
        assertThat(world.backups().needsRecovery()).as("still held").isTrue();

        answers.set(true);
        restore(RestoreRequest.of(new RestoreRequest.Latest()).with(Scope.MEDIA));

        assertThat(held).isFalse();
        assertThat(world.backups().needsRecovery()).isFalse();
    }

    @Test
    void aFailingStepLeavesTheLiveData() throws IOException {
        world.steps.add(step(() -> {
            throw new IllegalStateException("no such migration");
        }));

        assertRefused("STEP_FAILED", () -> restore(RestoreRequest.of(new RestoreRequest.Latest())));

        assertThat(world.dump.payments).isEqualTo(1007);
        assertThat(world.media.resolve(RECEIPT)).hasContent("changed");
        assertThat(world.restore.leftovers()).isEmpty();
        assertThat(world.backups().needsRecovery()).isFalse();
    }

    @Test
    void stepsChangeTheStagedDatabaseInTheirOrderBeforeTheSwap() {
        List<String> seen = new ArrayList<>();
        world.steps.add(step(() -> seen.add("first " + world.dump.payments)));
        world.steps.add(step(() -> seen.add("second " + world.restore.staged.values())));

        restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(seen).containsExactly("first 1007", "second [1000]");
    }

    @Test
    void aDatabaseThatIsNotWhatTheManifestSaysIsNotUsed() {
        world.restore.lost = 1;

        assertRefused("STAGED_DIFFERS", () -> restore(RestoreRequest.of(new RestoreRequest.Latest())));

        assertThat(world.dump.payments).isEqualTo(1007);
    }

    @Test
    void anArchiveThatChangesAfterThePlanIsNotRestored() throws IOException {
        world.now = world.now.plusSeconds(60);
        BackupName second = world.backups().create(Scope.ALL).file();
        RestorePlan plan = plan(archives("school_backup_20260108_110353.zip"));
        Files.copy(
                world.vaultFolder.resolve(second.value()),
                world.vaultFolder.resolve("school_backup_20260108_110353.zip"),
                StandardCopyOption.REPLACE_EXISTING);

        assertRefused("ARCHIVE_CHANGED", () -> apply(plan));

        assertThat(world.dump.payments).isEqualTo(1007);
    }

    @Test
    void hooksAreCalledAroundItAndTheirFailureIsReported() {
        List<String> calls = new ArrayList<>();
        world.hooks.add(hook(calls, false));
        world.hooks.add(hook(calls, true));

        RestoreReport report = restore(RestoreRequest.of(new RestoreRequest.Latest()));

        assertThat(calls)
                .containsExactly(
                        "before RESTORE 1007", "before RESTORE 1007", "after RESTORE true", "after RESTORE true");
        assertThat(report.findings()).extracting(Finding::code).containsOnly(Finding.Code.HOOK_FAILED);
    }

    private BackupHook hook(List<String> calls, boolean fails) {
        return new BackupHook() {
            @Override
            public String name() {
                return "warning";
            }

            @Override
            public void before(Operation operation) {
                calls.add("before " + operation + " " + world.dump.payments);
                fail();
            }

            @Override
            public void after(Operation operation, boolean succeeded) {
                calls.add("after " + operation + " " + succeeded);
                fail();
            }

            private void fail() {
                if (fails) {
                    throw new IllegalStateException("the mail server is down");
                }
            }
        };
    }

    @Test
    void connectedHostsAreRefusedUnlessForced() {
        world.restore.obstacles.add(new DatabaseRestore.Obstacle("IN_USE", "3", false));
        world.restore.sessions = 3;
        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));

        assertRefused("DATABASE_IN_USE", () -> apply(plan));
        assertThat(world.dump.payments).isEqualTo(1007);

        world.backups().restore().apply(plan, true, progress -> {});
        assertThat(world.dump.payments).isEqualTo(1000);
    }

    @Test
    void hostsThatConnectMeanwhileUndoTheRestore() throws IOException {
        RestorePlan plan = plan(RestoreRequest.of(new RestoreRequest.Latest()));
        world.restore.sessions = 1;

        assertRefused("DATABASE_IN_USE", () -> apply(plan));

        assertThat(world.dump.payments).isEqualTo(1007);
        assertThat(world.media.resolve(RECEIPT)).hasContent("changed");
        assertThat(world.restore.leftovers()).isEmpty();
    }

    @Test
    void theCopyOfWhatIsReplacedCannotBeInTheVault() {
        world.safety = world.vault;

        assertRefused("SAFETY_IN_VAULT", () -> plan(RestoreRequest.of(new RestoreRequest.Latest())));
    }

    @Test
    void aJournalThatIsDamagedStopsWhatWritesOnlyUntilTheRestoreHasEnded() throws IOException {
        restore(RestoreRequest.of(new RestoreRequest.Latest()));
        world.now = world.now.plusSeconds(60);
        restore(RestoreRequest.of(new RestoreRequest.Latest()));
        Path journal = world.vaultFolder.resolve(RestoreJournal.FILE);
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        int half = lines.size() / 2;
        lines.set(2, lines.get(2).replace("STAGE", "STAGX"));
        lines.set(half + 2, lines.get(half + 2).replace("STAGE", "STAGX"));
        Files.write(journal, lines);
        assertThat(plan(RestoreRequest.of(new RestoreRequest.Latest())).obstacles())
                .isEmpty();
        world.backups().create(Scope.ALL);

        Files.write(journal, lines.subList(0, lines.size() - 3));

        assertRefused("JOURNAL_DAMAGED", () -> plan(RestoreRequest.of(new RestoreRequest.Latest())));
        assertRefused("JOURNAL_DAMAGED", () -> world.backups().create(Scope.ALL));
    }

    @Test
    void aNameThatIsNoUtf8IsRestoredUnderItsBytes() throws IOException {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "only on Linux is a file name any bytes");
        Path name = Path.of(world.media.toUri().resolve("caf%E9.txt"));
        Files.writeString(name, "latin");
        world.now = world.now.plusSeconds(60);
        world.backups().create(Scope.MEDIA);
        Files.writeString(name, "changed");

        restore(RestoreRequest.of(new RestoreRequest.Latest()).with(Scope.MEDIA));

        assertThat(Files.readString(name)).isEqualTo("latin");
        try (Stream<Path> files = Files.list(world.media)) {
            assertThat(files).hasSize(3);
        }
    }

    private RestorePlan plan(RestoreRequest request) {
        return world.backups().restore().plan(request);
    }

    private RestoreReport apply(RestorePlan plan) {
        return world.backups().restore().apply(plan, false, progress -> {});
    }

    private RestoreReport restore(RestoreRequest request) {
        return apply(plan(request));
    }

    private static RestoreRequest archives(String... files) {
        return RestoreRequest.of(
                new RestoreRequest.Archives(Stream.of(files).map(Path::of).toList()));
    }

    private static StagedDatabaseStep step(Runnable work) {
        return new StagedDatabaseStep() {
            @Override
            public String name() {
                return "step";
            }

            @Override
            public void run(StagedDatabase database) {
                work.run();
            }
        };
    }

    private static String code(ThrowingCallable call) {
        try {
            call.call();
            return "none";
        } catch (BackupException e) {
            return e.code();
        } catch (Throwable e) {
            return e.toString();
        }
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThat(code(call)).isEqualTo(code);
    }

    private long size(String path) throws IOException {
        return Files.size(world.media.resolve(path));
    }

    private static void link(Path link, Path target) throws IOException {
        try {
            Files.createSymbolicLink(link, target);
        } catch (UnsupportedOperationException | IOException e) {
            Assumptions.abort("this system does not allow symbolic links: " + e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
