package dev.cartable.backup;

import static dev.cartable.backup.BackupWorld.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.archive.ZipFormat;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.ArchiveFormat.Outcome;
import dev.cartable.backup.port.ArchiveFormat.Source;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that were damaged, cut off or forged. */
class DamageTest {
    /** How many bits are flipped, one at a time, in each region of an archive: {@code -Dcartable.flips=250}. */
    private static final int FLIPS = Integer.getInteger("cartable.flips", 60);

    private static final long SEED = Long.getLong("cartable.seed", 20260108);

    @TempDir
    private Path folder;

    private BackupWorld world;
    private Path archive;
    private byte[] original;

    @BeforeEach
    void backup() throws IOException {
        world = new BackupWorld(folder).withMedia(12);
        world.key = HostKey.random();
        BackupReport report = world.backups().create(Scope.ALL);
        Path inVault = world.vaultFolder.resolve(report.file().value());
        original = Files.readAllBytes(inVault);
        archive = Files.createDirectory(folder.resolve("elsewhere"))
                .resolve(report.file().value());
        Files.copy(inVault, archive);
    }

    private VerifyReport verify(byte[] bytes) throws IOException {
        Files.write(archive, bytes);
        return world.backups().verify(archive, Depth.DUMP, false, progress -> {});
    }

    /** Where the central directory begins, and where it ends. */
    private int[] directory() {
        int end = original.length - 22;
        return new int[] {number(original, end + 16), end};
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
    }

    private List<Integer> headers() {
        List<Integer> headers = new ArrayList<>();
        int at = directory()[0];
        while (at < directory()[1]) {
            headers.add(number(original, at + 42));
            at += 46 + (number(original, at + 28) & 0xffff) + (number(original, at + 30) & 0xffff);
        }
        return headers;
    }

    @Test
    void everyFlippedBitIsNoticedOrChangesNothingThatIsRestored() throws IOException {
        assertThat(verify(original).state()).isEqualTo(BackupState.VERIFIED);
        Map<String, byte[]> contents = contents();
        int[] directory = directory();
        int manifest = headers().get(headers().size() - 1);
        int[][] regions = {
            {0, manifest}, {manifest, directory[0]}, {directory[0], directory[1]}, {directory[1], original.length}
        };
        Random random = new Random(SEED);
        Path sidecar = archive.resolveSibling(archive.getFileName() + ".sha256");
        String line = Files.readString(world.vaultFolder.resolve(archive.getFileName() + ".sha256"));
        int harmless = 0;
        for (int[] region : regions) {
            for (int i = 0; i < FLIPS; i++) {
                int at = region[0] + random.nextInt(region[1] - region[0]);
                int bit = random.nextInt(8);
                byte[] flipped = original.clone();
                flipped[at] ^= (byte) (1 << bit);
                String where = "bit " + bit + " of byte " + at + ", seed " + SEED;

                Files.deleteIfExists(sidecar);
                BackupState state = verify(flipped).state();
                if (state != BackupState.INVALID) {
                    assertThat(state).as(where).isEqualTo(BackupState.VERIFIED);
                    assertThat(contents()).as(where).usingRecursiveComparison().isEqualTo(contents);
                    harmless++;
                }
                if (i % 10 == 0) {
                    Files.writeString(sidecar, line);
                    assertThat(codes(verify(flipped).findings())).as(where).contains(Code.SIDECAR_MISMATCH);
                }
            }
        }
        // What the central directory says of attributes and of the system that made it, and bits that fill the last
        // byte of a file.
        assertThat(harmless).isLessThan(FLIPS / 3);
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        try (ArchiveFormat.Reader reader = world.format.open(archive)) {
            for (String name : reader.names()) {
                try (InputStream in = reader.content(name)) {
                    contents.put(name, in.readAllBytes());
                }
            }
        }
        return contents;
    }

    @Test
    void anArchiveThatWasCutOffAnywhereIsNoBackup() throws IOException {
        List<Integer> cuts = new ArrayList<>(headers());
        cuts.addAll(List.of(directory()[0], directory()[1], original.length, 0, 21, 22));
        for (int boundary : cuts) {
            for (int cut : new int[] {boundary - 1, boundary, boundary + 1}) {
                if (cut >= 0 && cut < original.length) {
                    assertThat(codes(verify(Arrays.copyOf(original, cut)).findings()))
                            .as("cut at %d of %d", cut, original.length)
                            .contains(Code.ARCHIVE_DAMAGED);
                }
            }
        }
    }

    @Test
    void anArchiveThatSomethingWasAddedToIsNoBackup() throws IOException {
        assertThat(codes(verify(Arrays.copyOf(original, original.length + 1)).findings()))
                .contains(Code.ARCHIVE_DAMAGED);
        byte[] before = new byte[original.length + 4];
        System.arraycopy(original, 0, before, 4, original.length);
        assertThat(codes(verify(before).findings())).contains(Code.ARCHIVE_DAMAGED);
    }

    @Test
    void aManifestOfAnotherKeyIsForged() throws IOException {
        world.key = HostKey.random();
        assertThat(codes(verify(original).findings())).contains(Code.MANIFEST_FORGED);
        assertThat(verify(original).state()).isEqualTo(BackupState.INVALID);

        world.key = null;
        assertThat(verify(original).state()).isEqualTo(BackupState.COULD_NOT_VERIFY);
    }

    @Test
    void theDumpOfAStrangersArchiveIsNotRun() throws IOException {
        HostKey own = world.key;
        world.dump.readsAlone = false;
        world.dump.verifications = 0;
        world.key = HostKey.random();
        assertThat(codes(verify(original).findings())).contains(Code.MANIFEST_FORGED, Code.DUMP_NOT_CHECKED);
        world.key = null;
        assertThat(codes(verify(original).findings())).contains(Code.MAC_NOT_CHECKED, Code.DUMP_NOT_CHECKED);
        assertThat(world.dump.verifications).isZero();

        world.dump.readsAlone = true;
        verify(original);
        world.dump.readsAlone = false;
        world.key = own;
        assertThat(verify(original).state()).isEqualTo(BackupState.VERIFIED);
        assertThat(world.dump.verifications).isEqualTo(2);
    }

    @Test
    void anotherHashIsNoticed() throws IOException {
        forge(files -> {
            Manifest.File file = files.get(1);
            files.set(1, new Manifest.File(file.path(), file.size(), file.modified(), "0".repeat(64), null));
            return files;
        });
        assertThat(codes(report().findings())).contains(Code.ENTRY_DAMAGED);
    }

    @Test
    void moreBytesThanTheManifestDeclaresAreNoticed() throws IOException {
        forge(files -> {
            Manifest.File file = files.get(1);
            files.set(1, new Manifest.File(file.path(), file.size() - 1, file.modified(), file.sha256(), null));
            return files;
        });
        assertThat(codes(report().findings())).contains(Code.ENTRY_DAMAGED);
    }

    @Test
    void aFileThatTheManifestDoesNotListIsNoticed() throws IOException {
        forge(files -> files.subList(1, files.size()));
        assertThat(codes(report().findings())).contains(Code.ENTRY_UNLISTED);
    }

    @Test
    void aFileThatIsMissingIsNoticed() throws IOException {
        forge(files -> {
            files.add(new Manifest.File("media/media/x", 1, world.now, "0".repeat(64), null));
            return files;
        });
        assertThat(codes(report().findings())).contains(Code.ENTRY_MISSING);
    }

    @Test
    void aFileThatIsThereTwiceIsNoticed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        write(List.of(new Source("media/media/x", null, file), new Source("media/media/x", null, file)), f -> f);
        assertThat(codes(report().findings())).contains(Code.ARCHIVE_DAMAGED);
    }

    @Test
    void aNameThatLeadsOutOfItsFolderIsNoticed() throws IOException {
        for (String name : List.of(
                "media/../../etc/passwd",
                "/etc/passwd",
                "media//x",
                "media/./x",
                "evil.sh",
                "media/x\0.txt",
                "media/")) {
            Path file = Files.writeString(folder.resolve("file"), "x");
            write(List.of(new Source(name, null, file)), f -> f);
            assertThat(codes(report().findings())).as(name).contains(Code.NAME_UNSAFE);
        }
    }

    private VerifyReport report() {
        return world.backups().verify(archive, Depth.CONTENTS, false, progress -> {});
    }

    /** An archive of the media alone whose manifest, with a good checksum, says something else. */
    private void forge(UnaryOperator<List<Manifest.File>> lie) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sources.add(new Source(
                    "media/media/" + i, null, Files.writeString(folder.resolve("file-" + i), "content " + i)));
        }
        write(sources, lie);
    }

    private void write(List<Source> sources, UnaryOperator<List<Manifest.File>> lie) throws IOException {
        Files.delete(archive);
        try (ArchiveFormat.Writer writer = new ZipFormat().create(archive)) {
            List<Manifest.File> files = new ArrayList<>();
            writer.addAll(sources.iterator(), (Outcome outcome) -> files.add(outcome.file()));
            writer.finish(
                    new Manifest(
                            world.now,
                            world.settings.zone(),
                            "test",
                            null,
                            List.of(new Manifest.Media("media", 3, 30)),
                            null,
                            List.of(),
                            lie.apply(files)),
                    world.key);
        }
    }
}
