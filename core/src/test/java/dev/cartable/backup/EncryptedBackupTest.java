package dev.cartable.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.age.AgeEncryption;
import dev.cartable.backup.archive.ZipFormat;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.KeepPolicy;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.ArchiveEncryption.KeyPair;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.ArchiveFormat.DamagedArchiveException;
import dev.cartable.backup.port.DatabaseRestore.InsertTrial;
import dev.cartable.backup.port.DatabaseRestore.Obstacle;
import dev.cartable.work.internal.DurableFiles;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedBackupTest {
    private static final AgeEncryption AGE = new AgeEncryption();
    private static final KeyPair HEAD = AGE.generate();
    private static final KeyPair BURSAR = AGE.generate();
    private static final KeyPair STRANGER = AGE.generate();

    @TempDir
    private Path folder;

    private BackupWorld world = new BackupWorld(Path.of(""));

    @BeforeEach
    void begin() {
        world = new BackupWorld(folder).withMedia(12);
        world.settings = world.settings.withRecipients(List.of(HEAD.recipient(), BURSAR.recipient()));
    }

    private BackupReport create() {
        BackupReport report = world.backups().create(Scope.ALL);
        world.now = world.now.plusSeconds(86_400);
        return report;
    }

    private Backups with(KeyPair key) {
        return world.backups().unlockedBy(List.of(key.identity()));
    }

    private Path archive(BackupName name) {
        return world.vaultFolder.resolve(name.value());
    }

    @Test
    void anEncryptedBackupCountsAndNothingOfItStaysInPlain() throws IOException {
        BackupReport report = create();

        assertThat(report.file().value()).isEqualTo("school_backup_20260108_110353.zip.age");
        assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(world.backups().list().latest(Scope.ALL).orElseThrow().file())
                .isEqualTo(report.file());
        assertThat(world.vaultFiles())
                .containsExactly(report.file().value(), report.file() + ".sha256", report.file() + ".status.json");
        assertThat(Files.readString(archive(report.file()), StandardCharsets.ISO_8859_1))
                .startsWith("age-encryption.org/v1\n")
                .doesNotContain("receipt-");
        assertThat(report.sha256()).isEqualTo(ArchiveVerifier.sha256(archive(report.file())));
    }

    @Test
    void withoutAKeyItIsVerifiedByItsCipherText() throws IOException {
        BackupName name = create().file();

        VerifyReport report = world.backups().verify(name, Depth.DUMP);

        assertThat(report.isValid()).isTrue();
        assertThat(report.depth()).isEqualTo(Depth.CIPHERTEXT);
        byte[] bytes = Files.readAllBytes(archive(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive(name), bytes);
        assertThat(world.backups().verify(name, Depth.DUMP).state()).isEqualTo(BackupState.INVALID);
        assertThat(world.backups().list().latest(Scope.ALL)).isEmpty();
    }

    /** Also when the sidecar was replaced with the archive: only what was verified here is known. */
    @Test
    void anotherArchiveWithItsOwnSidecarIsNotTheOneThatWasVerified() throws IOException {
        BackupName name = create().file();
        byte[] other = "age-encryption.org/v1\nanother".getBytes(StandardCharsets.US_ASCII);
        Files.write(archive(name), other);
        String sha256 = ArchiveVerifier.sha256(archive(name));
        Files.writeString(world.vaultFolder.resolve(name + ".sha256"), sha256 + "  " + name + "\n");

        VerifyReport report = world.backups().verify(name, Depth.CONTENTS);

        assertThat(report.state()).isEqualTo(BackupState.INVALID);
        assertThat(BackupWorld.codes(report.findings())).containsExactly(Code.SIDECAR_MISMATCH);
    }

    @Test
    void anArchiveOfElsewhereCannotBeVerifiedWithoutItsKey() throws IOException {
        BackupName name = create().file();
        Path copy = Files.copy(archive(name), folder.resolve(name.value()));

        VerifyReport sealed = world.backups().verify(copy, Depth.CONTENTS, false, progress -> {});
        VerifyReport open = with(BURSAR).verify(copy, Depth.DUMP, false, progress -> {});

        assertThat(sealed.state()).isEqualTo(BackupState.COULD_NOT_VERIFY);
        assertThat(BackupWorld.codes(sealed.findings())).contains(Code.ENCRYPTED);
        assertThat(open.isValid()).isTrue();
        assertThat(open.depth()).isEqualTo(Depth.DUMP);
    }

    @Test
    void eachOfTheKeysOpensItAndNoOther() throws IOException {
        BackupName name = create().file();

        for (KeyPair key : List.of(HEAD, BURSAR)) {
            Manifest manifest = with(key).list().show(name);
            assertThat(manifest.files()).hasSize(14);
            assertThat(with(key).verify(name, Depth.DUMP).isValid()).isTrue();
            Path to = folder.resolve("out-" + key.recipient());
            with(key).extract(name, List.of("media/media"), to);
            assertThat(to.resolve("media/media/payment_receipts/2026/01/receipt-0.pdf"))
                    .hasSameBinaryContentAs(world.media.resolve("payment_receipts/2026/01/receipt-0.pdf"));
        }
        assertThatThrownBy(() -> world.backups().list().show(name)).hasFieldOrPropertyWithValue("code", "KEY_NEEDED");
        assertThatThrownBy(() -> with(STRANGER).list().show(name)).hasFieldOrPropertyWithValue("code", "WRONG_KEY");
        assertThatThrownBy(() -> with(STRANGER).verify(name, Depth.CONTENTS))
                .hasFieldOrPropertyWithValue("code", "WRONG_KEY");
    }

    @Test
    void thatAKeyOpensTheNewestIsKept() throws IOException {
        create();
        BackupName newest = create().file();

        assertThatThrownBy(() -> with(STRANGER).checkKey(progress -> {}))
                .hasFieldOrPropertyWithValue("code", "WRONG_KEY");
        assertThat(world.backups().review().key()).isNull();
        assertThat(with(HEAD).checkKey(progress -> {}).isValid()).isTrue();

        var proof = requireNonNull(world.backups().review().key());
        assertThat(proof.file()).isEqualTo(newest);
        assertThat(proof.at()).isEqualTo(world.now);
    }

    @Test
    void itIsRestoredForATrialBeforeItIsEncryptedOnceAWeek() {
        assertThat(create().isProven()).isTrue();
        BackupName first = requireNonNull(world.backups().review().restore()).file();
        for (int day = 1; day < 7; day++) {
            assertThat(create().isProven()).as("day " + day).isFalse();
        }
        BackupReport next = create();

        assertThat(next.isProven()).isTrue();
        assertThat(requireNonNull(world.backups().review().restore()).file())
                .isEqualTo(next.file())
                .isNotEqualTo(first);
        assertThat(world.restore.staged).isEmpty();
        world.settings = world.settings.withRecipients(List.of());
        world.now = world.now.plusSeconds(30 * 86_400);
        assertThat(create().isProven())
                .as("a key is not needed to drill it later")
                .isFalse();
    }

    @Test
    void oneThatDoesNotRestoreDoesNotCount() {
        world.restore.lost = 1;

        BackupReport report = create();

        assertThat(report.state()).isEqualTo(BackupState.DEGRADED);
        assertThat(BackupWorld.codes(report.findings())).containsExactly(Code.DRILL_FAILED);
        assertThat(world.backups().list().latest(Scope.ALL)).isEmpty();
        assertThat(world.backups().review().restore()).isNull();
    }

    /** A sequence that is behind in the live database is behind in each good copy. */
    @Test
    void aNumberThatTheLiveDatabaseRefusesTooIsSaidAndTheBackupCounts() {
        world.restore.outcome = InsertTrial.Outcome.REFUSED;

        BackupReport report = create();

        assertThat(report.findings()).containsExactly(Finding.of(Code.NUMBER_REFUSED, "column", "public.payment.id"));
        assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(report.isProven()).isTrue();
        assertThat(world.backups().list().latest(Scope.ALL).orElseThrow().file())
                .isEqualTo(report.file());
    }

    @Test
    void whatPreventsTheTrialIsSaidAndTheBackupCounts() {
        world.restore.obstacles.add(new Obstacle("MAY_NOT_CREATE_DATABASE", "school", true));

        BackupReport report = create();

        assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
        assertThat(BackupWorld.codes(report.findings())).containsExactly(Code.DRILL_PREVENTED);
        assertThat(world.restore.staged).isEmpty();
    }

    /** The archive was verified by then, and is worth more than its trial. */
    @Test
    void aTrialThatBreaksOffKeepsTheBackup() {
        List<Exception> failures = List.of(
                new IOException("No space left on device"),
                new AccessDeniedException("cartable-drill-left"),
                new IllegalStateException("the pool is closed"));
        for (Exception failure : failures) {
            failTheTrial(failure);

            BackupReport report = create();

            assertThat(report.findings())
                    .containsExactly(Finding.of(Code.DRILL_PREVENTED, "reason", failure.toString()));
            assertThat(report.state()).isEqualTo(BackupState.VERIFIED);
            assertThat(report.isProven()).isFalse();
            assertThat(world.backups().list().latest(Scope.ALL).orElseThrow().file())
                    .isEqualTo(report.file());
        }
    }

    /** What takes hours keeps the lease of its task only by saying how far it is. */
    @Test
    void eachLongStepSaysHowFarItIs() throws IOException {
        List<Progress> seen = new ArrayList<>();
        BackupReport report = world.backups().create(Scope.ALL, seen::add);

        long dump = 1000L * "INSERT INTO payment VALUES (1);\n".length() + "-- end\n".length();
        long encrypted = Files.size(archive(report.file()));
        assertThat(seen)
                .contains(
                        new Progress(Progress.Step.DUMP, dump, 0),
                        new Progress(Progress.Step.VERIFY, dump, 0),
                        new Progress(Progress.Step.STAGE_DATABASE, dump, 0),
                        new Progress(Progress.Step.VERIFY, encrypted, encrypted));
        assertThat(seen)
                .filteredOn(one -> one.step() == Progress.Step.ENCRYPT)
                .isNotEmpty()
                .last()
                .satisfies(last -> assertThat(last.done()).isPositive().isEqualTo(last.total()));
    }

    /** As a task does that has lost its lease. */
    @Test
    void whatTheCallerEndsInTheTrialIsEnded() {
        IllegalStateException end = new IllegalStateException("the lease is lost");

        assertThatThrownBy(() -> world.backups().create(Scope.ALL, progress -> {
                    if (progress.step() == Progress.Step.STAGE_DATABASE) {
                        throw end;
                    }
                }))
                .isSameAs(end);
        assertThat(world.vaultFiles()).isEmpty();
    }

    @Test
    void anArchiveThatIsDamagedInTheTrialDoesNotCount() {
        failTheTrial(new DamagedArchiveException("it is cut off"));

        BackupReport report = create();

        assertThat(BackupWorld.codes(report.findings())).containsExactly(Code.DRILL_FAILED);
        assertThat(report.state()).isEqualTo(BackupState.DEGRADED);
    }

    /** The archive is read well when it is verified, and not in the trial. */
    private void failTheTrial(Exception failure) {
        boolean[] isTrial = {false};
        world.restore = new TextRestore(world.dump) {
            @Override
            public List<Obstacle> check(DatabaseInfo dumped) {
                isTrial[0] = true;
                return super.check(dumped);
            }
        };
        ZipFormat zip = new ZipFormat();
        world.format = new ArchiveFormat() {
            @Override
            public Writer create(Path archive) throws IOException {
                return zip.create(archive);
            }

            @Override
            public Reader open(Path archive) throws IOException {
                if (!isTrial[0]) {
                    return zip.open(archive);
                }
                if (failure instanceof IOException ofFiles) {
                    throw ofFiles;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    @Test
    void beforeItIsEncryptedItIsForItsOwnerAloneAndACrashLeavesNothingInPlain() throws IOException {
        Assumptions.assumeTrue(DurableFiles.isPosix(folder), "there are no POSIX permissions here");
        List<String> permissions = new ArrayList<>();
        Path[] plainFile = new Path[1];
        world.encryption = new ForwardingEncryption() {
            @Override
            public void encrypt(Path plain, Path encrypted, Collection<String> recipients, LongConsumer done)
                    throws IOException {
                permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)));
                permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(encrypted)));
                permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain.getParent())));
                plainFile[0] = plain;
                throw new Killed();
            }
        };
        assertThatThrownBy(this::create).isInstanceOf(Killed.class);
        assertThat(permissions).containsExactly("rw-------", "rw-------", "rwx------");
        // What a process leaves that is killed there, in the vault and where it decrypts.
        Files.createDirectories(plainFile[0].getParent());
        Files.writeString(plainFile[0], "plain");
        Path decrypted = Files.createDirectories(Room.temporary().resolve("cartable-plain-999999999-1-left"));
        Files.writeString(decrypted.resolve("archive.zip"), "plain");
        world.encryption = AGE;

        create();

        assertThat(plainFile[0]).doesNotExist();
        assertThat(decrypted).doesNotExist();
    }

    @Test
    void aHeaderThatWasChangedIsToldFromAWrongKey() throws IOException {
        BackupName name = create().file();
        byte[] bytes = Files.readAllBytes(archive(name));
        int stanza = new String(bytes, 0, 400, StandardCharsets.ISO_8859_1).indexOf("-> X25519 ") + 60;
        int second = new String(bytes, 0, 400, StandardCharsets.ISO_8859_1).lastIndexOf("-> X25519 ") + 60;
        bytes[stanza] = (byte) (bytes[stanza] == 'A' ? 'B' : 'A');
        bytes[second] = (byte) (bytes[second] == 'A' ? 'B' : 'A');
        Files.write(archive(name), bytes);

        VerifyReport report = with(HEAD).verify(name, Depth.CONTENTS);

        assertThat(report.state()).isEqualTo(BackupState.INVALID);
        assertThat(BackupWorld.codes(report.findings())).containsExactly(Code.SIDECAR_MISMATCH);
        Files.delete(world.vaultFolder.resolve(name + ".sha256"));
        assertThatThrownBy(() -> with(HEAD).verify(name, Depth.CONTENTS))
                .hasFieldOrPropertyWithValue("code", "WRONG_KEY")
                .hasMessageContaining("damaged");
    }

    @Test
    void whereThereIsTooLittleRoomNothingIsDecrypted() throws IOException {
        Path large = folder.resolve("large.zip.age");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.writeBytes("age-encryption.org/v1\n");
            file.setLength(Files.getFileStore(Room.temporary()).getTotalSpace() + 1);
        } catch (IOException noSparseFiles) {
            Assumptions.abort("there are no sparse files here: " + noSparseFiles);
        }

        DecryptingFormat format = new DecryptingFormat(new ZipFormat(), Optional.of(AGE), List.of(HEAD.identity()));
        assertThatThrownBy(() -> format.open(large)).hasFieldOrPropertyWithValue("code", "DISK_FULL");
    }

    /** Ends everything as a kill does. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private abstract static class ForwardingEncryption implements ArchiveEncryption {
        @Override
        public void decrypt(Path encrypted, Path plain, Collection<BackupIdentity> identities) throws IOException {
            AGE.decrypt(encrypted, plain, identities);
        }

        @Override
        public KeyPair generate() {
            return AGE.generate();
        }
    }

    @Test
    void whatHasBecomeTooLittleIsFoundAlthoughTheLastOneCannotBeRead() throws IOException {
        create();
        for (int i = 0; i < 8; i++) {
            Files.delete(world.media.resolve("payment_receipts/2026/0" + (i % 3 + 1) + "/receipt-" + i + ".pdf"));
        }
        world.dump.payments = 10;

        BackupReport second = create();

        assertThat(BackupWorld.codes(second.findings())).contains(Code.FEWER_FILES, Code.FEWER_ROWS);
        assertThat(second.state()).isEqualTo(BackupState.DEGRADED);
        assertThat(world.backups().verify(second.file(), Depth.CONTENTS).state())
                .as("without a key")
                .isEqualTo(BackupState.DEGRADED);
    }

    @Test
    void retentionCountsIt() {
        BackupName first = create().file();
        BackupName second = create().file();
        PruneBackups prune = world.backups().prune();

        prune.apply(prune.plan(KeepPolicy.parse("daily=1")));

        assertThat(world.vaultFiles()).noneMatch(name -> name.startsWith(first.value()));
        assertThat(world.vaultFiles()).contains(second.value());
    }

    @Test
    void whatIsNoKeyIsRefusedAndNothingIsKept() {
        world.settings = world.settings.withRecipients(List.of(HEAD.recipient(), "age1nothing"));

        assertThatThrownBy(this::create).hasFieldOrPropertyWithValue("code", "INVALID_RECIPIENT");
        assertThat(world.vaultFiles()).isEmpty();
        assertThatThrownBy(() -> BackupIdentity.parse("# only a comment\n"))
                .hasFieldOrPropertyWithValue("code", "INVALID_IDENTITY");
        assertThat(BackupIdentity.parse("# created\n" + HEAD.identity().secret() + "\n"))
                .hasSize(1);
        assertThat(HEAD.identity().toString()).doesNotContain("SECRET");
    }

    @Test
    void aPrivateKeyInPlaceOfAPublicOneIsNotRepeated() {
        String secret = HEAD.identity().secret();
        world.settings = world.settings.withRecipients(List.of(secret));

        assertThatThrownBy(this::create)
                .hasFieldOrPropertyWithValue("code", "INVALID_RECIPIENT")
                .asString()
                .doesNotContain(secret);
        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        BackupException.class,
                        e -> assertThat(e.facts().toString()).doesNotContain(secret))
                .hasNoCause();
    }

    /** In the header, in the payload, and in the last bytes: by the format alone, without the sidecar. */
    @Test
    void eachFlippedBitAndEachCutIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(archive(create().file()));
        Path changed = folder.resolve("changed.zip.age");
        Random random = new Random(20260108);
        List<Integer> passed = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int at = i < 100 ? random.nextInt(600) : i < 120 ? bytes.length - 1 - i % 20 : random.nextInt(bytes.length);
            byte[] copy = bytes.clone();
            copy[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(changed, copy);
            if (opens(changed)) {
                passed.add(at);
            }
        }
        assertThat(passed).as("flipped bytes that were not noticed").isEmpty();
        for (int i = 0; i < 40; i++) {
            int length = i < 20 ? bytes.length - 1 - i : random.nextInt(bytes.length);
            Files.write(changed, java.util.Arrays.copyOf(bytes, length));
            assertThat(opens(changed)).as("cut to " + length).isFalse();
        }
        Files.write(changed, java.util.Arrays.copyOf(bytes, bytes.length + 1));
        assertThat(opens(changed)).as("a byte longer").isFalse();
        Files.write(changed, bytes);
        assertThat(opens(changed)).isTrue();
    }

    private boolean opens(Path file) throws IOException {
        Path plain = Files.createTempFile(folder, "plain", ".zip");
        try {
            AGE.decrypt(file, plain, List.of(HEAD.identity()));
            return true;
        } catch (DamagedArchiveException refused) {
            return false;
        } catch (BackupException refused) {
            assertThat(refused.code()).isEqualTo("WRONG_KEY");
            return false;
        } finally {
            Files.delete(plain);
        }
    }

    /** As in the test vectors of C2SP: each is one change of a header that is right. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "age-encryption.org/v1\n=>age-encryption.org/v2\n",
                "age-encryption.org/v1\n=>age-encryption.org/v1\r\n",
                "age-encryption.org/v1\n=>age-encryption.org/v1\n\n",
                "age-encryption.org/v1\n=>\nage-encryption.org/v1\n",
                "-> X25519 =>-> x25519 ",
                "-> X25519 =>->  X25519 ",
                "-> X25519 =>->X25519 ",
                "-> X25519 =>-> X25519 extra ",
                "-> X25519 =>-> X25519 A",
                "\n--- =>\n---",
                "\n--- =>\n--- A",
                "\n--- =>\n\n--- ",
                "\n--- =>\n-- ",
                "\n--- =>\n-> \n\n--- ",
                "\n--- =>\n-> X25519 AAAA\n\n--- ",
                "\n--- =>=\n--- "
            })
    void anOddHeaderIsRefused(String change) throws IOException {
        String[] parts = change.split("=>", 2);
        String text = Files.readString(archive(create().file()), StandardCharsets.ISO_8859_1);
        int at = text.indexOf(parts[0]);
        assertThat(at).isNotNegative();
        Path changed = folder.resolve("changed.zip.age");
        Files.writeString(
                changed,
                text.substring(0, at) + parts[1] + text.substring(at + parts[0].length()),
                StandardCharsets.ISO_8859_1);

        assertThat(opens(changed)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000, 1 << 20, (1 << 20) + 1, 3_500_000})
    void whatIsEncryptedComesBack(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path plain = Files.write(folder.resolve("plain"), content);
        Path encrypted = Files.createFile(folder.resolve("encrypted"));
        Path back = Files.createFile(folder.resolve("back"));

        AGE.encrypt(plain, encrypted, List.of(HEAD.recipient()), done -> {});
        AGE.decrypt(encrypted, back, List.of(STRANGER.identity(), HEAD.identity()));

        assertThat(back).hasBinaryContent(content);
    }

    @Test
    void opensWhatTheAgeProgramHasWritten() throws Exception {
        Path files = Path.of(requireNonNull(EncryptedBackupTest.class.getResource("age/identity.txt"))
                        .toURI())
                .resolveSibling("");
        Path plain = Files.createFile(folder.resolve("plain.txt"));

        AGE.decrypt(
                files.resolve("written-by-age.age"),
                plain,
                BackupIdentity.parse(Files.readString(files.resolve("identity.txt"))));

        assertThat(plain).hasContent("Écrit par age 1.1.1");
    }

    @Test
    void theProgramOfTheDistributionOpensOursAndOursOpensItsOwn() throws Exception {
        if (!hasAge()) {
            System.out.println("The program age is not on the PATH, so only its frozen file was opened. Package: age");
            return;
        }
        BackupName name = create().file();
        Path identity = Files.writeString(
                folder.resolve("key.txt"), "# a key\n" + HEAD.identity().secret() + "\n");
        Path plain = folder.resolve("plain.zip");

        run(
                "age",
                "-d",
                "-i",
                identity.toString(),
                "-o",
                plain.toString(),
                archive(name).toString());
        VerifyReport report = world.backups().verify(plain, Depth.DUMP, false, progress -> {});
        assertThat(report.isValid()).isTrue();

        Path theirs = folder.resolve("theirs.zip.age");
        run("age", "-r", BURSAR.recipient(), "-o", theirs.toString(), plain.toString());
        assertThat(with(BURSAR)
                        .verify(theirs, Depth.DUMP, false, progress -> {})
                        .isValid())
                .isTrue();
    }

    private static boolean hasAge() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "age")));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
