package dev.cartable.backup;

import static dev.cartable.backup.BackupWorld.codes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.archive.ZipFormat;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.model.BackupCounts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.backup.model.ReferencedFile;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.work.HostKey;
import dev.cartable.work.RestoreLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateBackupTest {
    @TempDir
    private Path folder;

    private BackupWorld world;

    @BeforeEach
    void school() {
        world = new BackupWorld(folder).withMedia(10);
    }

    private BackupReport create() {
        return world.backups().create(Scope.ALL);
    }

    @Test
    void aBackupHoldsDumpMediaAndManifest() throws IOException {
        world.key = HostKey.random();

        BackupReport report = create();

        assertThat(report.file().value()).isEqualTo("school_backup_20260108_110353.zip");
        assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(report.findings()).isEmpty();
        assertThat(report.counts())
                .isEqualTo(new BackupCounts(12, report.counts().bytes(), 2, 1050));
        Manifest manifest = world.backups().list().show(report.file());
        assertThat(manifest.files())
                .extracting(Manifest.File::path)
                .contains("database/text.sql", "media/media/payment_receipts/2026/01/receipt-0.pdf");
        Manifest.Database database = requireNonNull(manifest.database());
        assertThat(database.contents()).isEqualTo(world.dump.contents());
        assertThat(database.info()).isEqualTo(world.dump.describe());
        assertThat(manifest.hostKeyCheck()).isEqualTo(world.key.checkValue());
        assertThat(world.vaultFiles())
                .containsExactly(
                        "school_backup_20260108_110353.zip",
                        "school_backup_20260108_110353.zip.sha256",
                        "school_backup_20260108_110353.zip.status.json");
        assertThat(Files.readString(world.vaultFolder.resolve(report.file() + ".sha256")))
                .isEqualTo(report.sha256() + "  " + report.file() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        world.vaultFolder.resolve(report.file().value()))))
                .isEqualTo("rw-------");
        assertThat(world.backups().verify(report.file(), Depth.DUMP).findings()).isEmpty();
    }

    @Test
    void twoBackupsOfTheSameSecondAreBothKept() {
        assertThat(List.of(
                        create().file().value(),
                        create().file().value(),
                        create().file().value()))
                .containsExactly(
                        "school_backup_20260108_110353.zip",
                        "school_backup_20260108_110353_2.zip",
                        "school_backup_20260108_110353_3.zip");
    }

    /** The clock was put back: the name says an earlier time, and the older backup stays the latest. */
    @Test
    void theLatestBackupIsTheOneWithTheNewestManifest() {
        BackupName first = create().file();
        world.now = world.now.minusSeconds(3600);
        create();

        assertThat(world.backups().list().latest(Scope.ALL))
                .map(BackupEntry::file)
                .contains(first);
        assertThat(world.backups().list().all()).extracting(BackupEntry::file).startsWith(first);
    }

    @Test
    void aBackupOfTheDatabaseAloneIsNotTheLatestOfAll() {
        BackupName whole = create().file();
        world.now = world.now.plusSeconds(60);
        BackupName part = world.backups().create(Scope.DATABASE).file();

        assertThat(world.backups().list().latest(Scope.ALL))
                .map(BackupEntry::file)
                .contains(whole);
        assertThat(world.backups().list().latest(Scope.DATABASE))
                .map(BackupEntry::file)
                .contains(part);
        assertThat(world.backups().list().show(part).media()).isEmpty();
    }

    @Test
    void aMissingMediaFolderDegradesTheBackup() throws IOException {
        BackupName whole = create().file();
        Files.move(world.media, folder.resolve("elsewhere"));
        world.now = world.now.plusSeconds(60);

        BackupReport report = create();

        assertThat(report.state()).isEqualTo(BackupState.DEGRADED);
        assertThat(codes(report.findings())).contains(Code.MEDIA_MISSING, Code.MEDIA_EMPTY);
        assertThat(world.backups().list().latest(Scope.ALL))
                .map(BackupEntry::file)
                .contains(whole);
        assertThat(world.backups().verify(report.file(), Depth.DUMP).state()).isEqualTo(BackupState.DEGRADED);
    }

    @Test
    void aThirdFewerFilesBytesOrRowsDegradesTheBackupUntilItIsAccepted() throws IOException {
        create();
        for (int i = 0; i < 3; i++) {
            Files.delete(world.media.resolve("payment_receipts/2026/0" + (i % 3 + 1) + "/receipt-" + i + ".pdf"));
        }
        world.dump.payments = 600;
        world.now = world.now.plusSeconds(60);

        BackupReport report = create();
        assertThat(report.state()).isEqualTo(BackupState.DEGRADED);
        assertThat(codes(report.findings())).containsExactlyInAnyOrder(Code.FEWER_FILES, Code.FEWER_ROWS);

        world.backups().accept(report.file(), "left the old year behind");
        assertThat(world.backups().list().latest(Scope.ALL))
                .map(BackupEntry::file)
                .contains(report.file());
        world.now = world.now.plusSeconds(60);
        assertThat(create().state()).isEqualTo(BackupState.VERIFIED);
    }

    @Test
    void onlyADegradedBackupCanBeAccepted() {
        BackupName file = create().file();

        assertThatThrownBy(() -> world.backups().accept(file, "why not"))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("NOT_DEGRADED"));
        assertThatThrownBy(() -> world.backups().accept(file, " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowsThatReferToMissingFilesAreListed() {
        world.dump.receipts.add(new ReferencedFile("payment", "1", "payment_receipts/2026/01/receipt-0.pdf"));
        world.dump.receipts.add(new ReferencedFile("payment", "2", "payment_receipts/2026/01/gone\t1.pdf"));

        BackupReport report = create();

        Finding missing = Finding.of(
                Code.REFERENCE_MISSING,
                "reference",
                "payment",
                "id",
                "2",
                "path",
                "media/media/payment_receipts/2026/01/gone\t1.pdf");
        assertThat(report.findings()).containsExactly(missing);
        assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(world.backups()
                        .verify(report.file(), Depth.MANIFEST, true, progress -> {})
                        .findings())
                .containsExactly(missing);
        assertThat(world.backups().check(report.file()).newest())
                .extracting(CheckReport.Newest::isThere)
                .containsExactly(true, false);
    }

    @Test
    void theLiveSchoolIsComparedWithABackup() {
        BackupName file = create().file();
        assertThat(world.backups().check(file).isSame()).isTrue();
        world.dump.payments = 999;

        CheckReport report = world.backups().check(file);

        assertThat(report.isSame()).isFalse();
        assertThat(report.tables()).contains(new CheckReport.Table("public.payment", 1000, 999));
    }

    @Test
    void linksAreReportedAndNotFollowed() throws IOException {
        Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(world.media.resolve("link"), folder.resolve("secret"));
        Files.createSymbolicLink(world.media.resolve("loop"), world.media);

        BackupReport report = create();

        assertThat(report.findings())
                .containsExactly(
                        Finding.of(Code.NOT_A_FILE, "path", "media/media/link"),
                        Finding.of(Code.NOT_A_FILE, "path", "media/media/loop"));
    }

    @Test
    void namesThatOtherSystemsCannotTellApartAreWarnedOf() {
        world.write("é.txt", new byte[1]);
        world.write("e\u0301.txt", new byte[1]);
        world.write("Photo.jpg", new byte[1]);
        world.write("photo.jpg", new byte[1]);
        world.write("con.txt", new byte[1]);
        world.write("a.", new byte[1]);
        world.write("b:c", new byte[1]);

        BackupReport report = create();

        assertThat(codes(report.findings()))
                .containsExactlyInAnyOrder(
                        Code.NAME_COMPOSITION,
                        Code.NAME_CASE,
                        Code.NAME_RESERVED,
                        Code.NAME_RESERVED,
                        Code.NAME_RESERVED);
        assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
    }

    @Test
    void whatIsExcludedIsLeftOut() {
        world.write("cache/x.tmp", new byte[1]);
        world.settings = world.settings
                .with(List.of())
                .withMedia(List.of(new MediaRoot("media", world.media, List.of("cache/**"))));

        assertThat(world.backups().list().show(create().file()).files())
                .noneMatch(file -> file.path().contains("cache"))
                .noneMatch(file -> file.path().contains("references"));
    }

    @Test
    void aCheckThatCannotBeMadeHereTakesBackNothing() {
        BackupReport report = create();
        world.dump.check = new DatabaseDump.Check.Unknown("pg_restore is not installed");

        assertThat(world.backups().verify(report.file(), Depth.DUMP).state()).isEqualTo(BackupState.COULD_NOT_VERIFY);
        assertThat(world.backups().list().latest(Scope.ALL)).isPresent();
    }

    @Test
    void aFullDiskTakesBackNothing() {
        BackupName file = create().file();
        world.dump.isDiskFull = true;

        assertThatThrownBy(() -> world.backups().verify(file, Depth.DUMP))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("DISK_FULL"));

        assertThat(world.backups().list().latest(Scope.ALL))
                .map(BackupEntry::file)
                .contains(file);
    }

    @Test
    void aDumpThatCannotBeCheckedIsNotVerified() {
        world.dump.check = new DatabaseDump.Check.Unknown("pg_restore is not installed");

        BackupReport report = create();

        assertThat(report.state()).isEqualTo(BackupState.COULD_NOT_VERIFY);
        assertThat(world.backups().list().latest(Scope.ALL)).isEmpty();
        world.dump.check = new DatabaseDump.Check.Whole();
        assertThat(world.backups().verify(report.file(), Depth.CONTENTS).state())
                .isEqualTo(BackupState.COULD_NOT_VERIFY);
        assertThat(world.backups().verify(report.file(), Depth.DUMP).state()).isEqualTo(BackupState.VERIFIED);
        assertThat(world.backups().list().latest(Scope.ALL)).isPresent();
    }

    @Test
    void aBrokenDumpIsNoBackup() {
        world.dump.check = new DatabaseDump.Check.Broken("cut off");

        assertThatThrownBy(this::create).isInstanceOfSatisfying(BackupException.class, e -> {
            assertThat(e.code()).isEqualTo("READ_BACK_FAILED");
            assertThat(e.facts()).containsEntry("finding", "DUMP_DAMAGED").containsEntry("reason", "cut off");
        });
        assertThat(world.vaultFiles()).isEmpty();
    }

    @Test
    void anArchiveThatReadsBackDifferentlyGetsNoName() {
        world.format = new ForwardingFormat() {
            @Override
            void finished(Path archive) throws IOException {
                byte[] bytes = Files.readAllBytes(archive);
                bytes[bytes.length / 2] ^= 4;
                Files.write(archive, bytes);
            }
        };

        assertThatThrownBy(this::create).isInstanceOfSatisfying(BackupException.class, e -> {
            assertThat(e.code()).isEqualTo("READ_BACK_FAILED");
            assertThat(e.facts()).containsKeys("finding", "path");
        });
        assertThat(world.vaultFiles()).isEmpty();
    }

    @Test
    void aFullDiskLeavesTheVaultAsItWas() {
        BackupName before = create().file();
        List<String> files = world.vaultFiles();
        world.format = new ForwardingFormat() {
            @Override
            void finished(Path archive) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo("DISK_FULL"));
        assertThat(world.vaultFiles()).isEqualTo(files);
        assertThat(world.backups().list().latest(Scope.ALL))
                .map(BackupEntry::file)
                .contains(before);
    }

    /** As a kill: what is thrown passes every clean-up that a process would have. The next backup removes what was left. */
    @Test
    void whatADeadProcessHasLeftIsRemovedByTheNextBackup() throws IOException {
        BackupName before = create().file();
        Path left = Files.createDirectory(world.vaultFolder.resolve(".cartable-draft-99999999-1"));
        Files.writeString(left.resolve("archive.zip"), "half");
        Files.writeString(world.vaultFolder.resolve("school_backup_20260108_120000.zip.sha256"), "x");
        Files.writeString(world.vaultFolder.resolve("notes.txt"), "the administrator's");

        BackupName after = create().file();

        assertThat(world.vaultFiles())
                .containsExactly(
                        "notes.txt",
                        before.value(),
                        before + ".sha256",
                        before + ".status.json",
                        after.value(),
                        after + ".sha256",
                        after + ".status.json");
    }

    @Test
    void whatStandsBesideAnArchiveBehindALinkStays() throws IOException {
        BackupName moved = create().file();
        Path archive = world.vaultFolder.resolve(moved.value());
        Path elsewhere = folder.resolve("elsewhere.zip");
        Files.move(archive, elsewhere);
        Files.createSymbolicLink(archive, elsewhere);

        create();
        assertThat(world.vaultFiles()).contains(moved + ".sha256", moved + ".status.json");

        Files.delete(elsewhere); // as a disk that is not mounted
        create();
        assertThat(world.vaultFiles()).contains(moved + ".sha256", moved + ".status.json");
    }

    @Test
    void eachStepOfPublishingMayBeTheLast() throws IOException {
        for (int step = 1; step <= 4; step++) {
            BackupVault real = new DirectoryVault(world.vaultFolder, world.time());
            world.vault = new DyingVault(real, step);
            assertThatThrownBy(this::create).isInstanceOf(DyingVault.Death.class);
            world.vault = real;
            for (BackupEntry entry : world.backups().list().all()) {
                assertThat(world.backups().verify(entry.file(), Depth.DUMP).state())
                        .isEqualTo(BackupState.VERIFIED);
            }
            real.lock("sweep").close();
            assertThat(world.vaultFiles()).noneMatch(name -> name.startsWith(".cartable-draft"));
        }
    }

    @Test
    void backupsExcludeOneAnother() throws IOException {
        BackupVault other = new DirectoryVault(world.vaultFolder, world.time());
        try (BackupVault.Lock lock = other.lock("restore")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(this::create).isInstanceOfSatisfying(BackupException.class, e -> {
                assertThat(e.code()).isEqualTo("LOCKED");
                assertThat(e.facts()).containsEntry("purpose", "restore");
            });
        }
        assertThat(create().state()).isEqualTo(BackupState.VERIFIED);
    }

    @Test
    void aHookThatFailsChangesNothing() {
        world.hooks.add(new BackupHook() {
            @Override
            public String name() {
                return "banner";
            }

            @Override
            public void before(Operation operation) {
                throw new IllegalStateException("no banner");
            }

            @Override
            public void after(Operation operation, boolean succeeded) {
                assertThat(succeeded).isTrue();
            }
        });

        BackupReport report = create();

        assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(codes(report.findings())).containsExactly(Code.HOOK_FAILED);
    }

    @Test
    void aNameThatIsNotUtf8IsKeptInTheManifest() throws IOException {
        java.net.URI uri = java.net.URI.create(world.media.toUri() + "caf%E9.txt");
        Path file;
        try {
            file = Files.write(Path.of(uri), new byte[] {1, 2, 3});
        } catch (java.nio.file.InvalidPathException e) {
            org.junit.jupiter.api.Assumptions.abort("this system has no such names");
            return;
        }

        BackupReport report = create();

        assertThat(codes(report.findings())).containsExactly(Code.NAME_NOT_UTF8);
        assertThat(world.backups().list().show(report.file()).files())
                .filteredOn(one -> one.nameHex() != null)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.path()).isEqualTo("not-utf8/media/000001");
                    assertThat(one.nameHex()).isEqualTo("636166e92e747874");
                    assertThat(one.size()).isEqualTo(3);
                });
        Files.delete(file);
    }

    /** Passes on to the real format, and comes between when an archive is finished. */
    private abstract static class ForwardingFormat implements ArchiveFormat {
        private final ArchiveFormat real = new ZipFormat();

        abstract void finished(Path archive) throws IOException;

        @Override
        public Writer create(Path archive) throws IOException {
            Writer writer = real.create(archive);
            return new Writer() {
                @Override
                public void addAll(Iterator<Source> sources, Consumer<? super Outcome> outcomes) throws IOException {
                    writer.addAll(sources, outcomes);
                }

                @Override
                public long settled() {
                    return writer.settled();
                }

                @Override
                public void finish(Manifest manifest, @Nullable HostKey key) throws IOException {
                    writer.finish(manifest, key);
                    finished(archive);
                }

                @Override
                public void close() throws IOException {
                    writer.close();
                }
            };
        }

        @Override
        public Reader open(Path archive) throws IOException {
            return real.open(archive);
        }
    }

    /** A vault whose process dies at a step: nothing after it happens, not even the clean-up. */
    private static final class DyingVault implements BackupVault {
        private final BackupVault real;
        private final int last;
        private int steps;

        private DyingVault(BackupVault real, int last) {
            this.real = real;
            this.last = last;
        }

        static final class Death extends Error {
            private static final long serialVersionUID = 1L;
        }

        private void step() {
            steps++;
            if (steps == last) {
                throw new Death();
            }
        }

        private boolean isDead() {
            return steps >= last;
        }

        @Override
        public Path localFolder() {
            return real.localFolder();
        }

        @Override
        public String location() {
            return real.location();
        }

        @Override
        public List<Stored> list() throws IOException {
            return real.list();
        }

        @Override
        public Lock lock(String purpose) throws IOException {
            Lock lock = real.lock(purpose);
            return () -> lock.close();
        }

        @Override
        public RestoreLog restoreLog() {
            return real.restoreLog();
        }

        @Override
        public Draft draft(long bytes) throws IOException {
            step();
            Draft draft = real.draft(bytes);
            return new Draft() {
                @Override
                public Path folder() {
                    return draft.folder();
                }

                @Override
                public boolean publish(Path archive, BackupName name, BackupStatus status) throws IOException {
                    step();
                    boolean published = draft.publish(archive, name, status);
                    step();
                    return published;
                }

                @Override
                public void close() throws IOException {
                    if (!isDead()) {
                        draft.close();
                    }
                    step();
                }
            };
        }

        @Override
        public Copy open(BackupName name) throws IOException {
            return real.open(name);
        }

        @Override
        public Optional<String> sidecar(BackupName name) throws IOException {
            return real.sidecar(name);
        }

        @Override
        public Optional<BackupStatus> status(BackupName name) throws IOException {
            return real.status(name);
        }

        @Override
        public void save(BackupName name, BackupStatus status) throws IOException {
            real.save(name, status);
        }

        @Override
        public Lock lockUploads(String purpose) throws IOException {
            return real.lockUploads(purpose);
        }

        @Override
        public Optional<OffsiteLedger> offsiteLedger() throws IOException {
            return real.offsiteLedger();
        }

        @Override
        public void save(OffsiteLedger ledger) throws IOException {
            real.save(ledger);
        }

        @Override
        public BackupLedger ledger() throws IOException {
            return real.ledger();
        }

        @Override
        public void save(BackupLedger ledger) throws IOException {
            real.save(ledger);
        }

        @Override
        public void delete(BackupName name) throws IOException {
            real.delete(name);
        }
    }
}
