package dev.cartable.backup.archive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.ArchiveFormat.Outcome;
import dev.cartable.backup.port.ArchiveFormat.Source;
import dev.cartable.work.HostKey;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipFormatTest {
    private static final Instant NOW = Instant.parse("2026-01-08T11:03:53Z");
    private static final int LARGE_FILE = 5 << 20;

    @TempDir
    private Path folder;

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(int size, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(size + 16);
        while (text.length() < size) {
            text.append("INSERT INTO payment VALUES (")
                    .append(random.nextInt(100_000))
                    .append(", 'élève');\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return java.util.Arrays.copyOf(bytes, size);
    }

    /** Rows between what is binary, as PostgreSQL dumps it: blocks with and without a search for repeats follow one another. */
    private static byte[] rowsAndHexadecimal() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int part = 0; part < 3; part++) {
            all.writeBytes(text(1_500_000, part));
            all.writeBytes(HexFormat.of().formatHex(random(1 << 20, part)).getBytes(StandardCharsets.US_ASCII));
        }
        return all.toByteArray();
    }

    private Map<String, byte[]> samples() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("media/photos/empty.txt", new byte[0]);
        files.put("media/photos/one.txt", new byte[] {65});
        files.put("media/photos/prénom ✓.txt", text(10_000, 1));
        files.put("media/photos/photo.jpg", random(100_000, 2));
        files.put("database/dump.sql", text(LARGE_FILE + 17, 3));
        files.put("database/photos.sql", rowsAndHexadecimal());
        files.put("media/photos/film.mp4", random(LARGE_FILE + 1, 4));
        files.put("media/photos/aligned.sql", text(6 << 20, 5));
        files.put("media/photos/last.txt", text(300, 6));
        return files;
    }

    private List<Outcome> write(ArchiveFormat format, Path archive, Map<String, byte[]> files) throws IOException {
        List<Source> sources = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path source = folder.resolve("source-" + number++);
            Files.write(source, file.getValue());
            Files.setLastModifiedTime(source, FileTime.from(NOW.minusSeconds(number)));
            sources.add(new Source(file.getKey(), null, source));
        }
        return write(format, archive, sources);
    }

    private static List<Outcome> write(ArchiveFormat format, Path archive, List<Source> sources) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (ArchiveFormat.Writer writer = format.create(archive)) {
            writer.addAll(sources.iterator(), outcomes::add);
            writer.finish(manifest(outcomes), null);
        }
        return outcomes;
    }

    private static Manifest manifest(List<Outcome> outcomes) {
        List<Manifest.File> files = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Manifest.@Nullable File file = outcome.file();
            if (file != null) {
                files.add(file);
            }
        }
        return new Manifest(
                NOW, ZoneOffset.UTC, "test", null, List.of(new Manifest.Media("photos", 1, 2)), null, List.of(), files);
    }

    @ParameterizedTest
    @ValueSource(longs = {ZipWriter.LARGE, 0, 50_000})
    void whatIsWrittenIsReadByUsAndByTheJdk(long large) throws IOException {
        Map<String, byte[]> files = samples();
        ArchiveFormat format = new ZipFormat(Files::newInputStream, large);
        Path archive = folder.resolve("a.zip");

        List<Outcome> outcomes = write(format, archive, files);

        assertThat(outcomes).extracting(outcome -> outcome.source().name()).containsExactlyElementsOf(files.keySet());
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            assertThat(zip.size()).isEqualTo(files.size() + 1);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = zip.getEntry(file.getKey());
                assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(file.getValue());
            }
            assertThat(zip.getEntry("media/photos/photo.jpg").getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(zip.getEntry("media/photos/film.mp4").getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(zip.getEntry("database/dump.sql").getCompressedSize()).isLessThan(LARGE_FILE / 3);
            assertThat(zip.getEntry("media/photos/one.txt")
                            .getLastModifiedTime()
                            .toInstant())
                    .isEqualTo(NOW.minusSeconds(2));
        }
        try (ArchiveFormat.Reader reader = format.open(archive)) {
            assertThat(reader.names()).containsExactlyElementsOf(files.keySet());
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                try (InputStream in = reader.content(file.getKey())) {
                    assertThat(in.readAllBytes()).isEqualTo(file.getValue());
                }
            }
            assertThat(reader.manifest(null).manifest()).contains(manifest(outcomes));
        }
    }

    /** The extended timestamp holds 32 bits, and the DOS time begins in 1980. */
    @ParameterizedTest
    @ValueSource(strings = {"1900-03-01", "1975-05-05", "2040-02-02", "2110-12-31"})
    void aFileOfAnyYearIsReadBack(String day) throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "x");
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse(day + "T10:00:01Z")));
        Instant modified = Files.getLastModifiedTime(source).toInstant(); // some file systems begin in December 1901
        Path archive = folder.resolve("a.zip");

        List<Outcome> outcomes = write(new ZipFormat(), archive, List.of(new Source("media/a/b", null, source)));

        assertThat(requireNonNull(outcomes.get(0).file()).modified()).isEqualTo(modified);
        try (ArchiveFormat.Reader reader = new ZipFormat().open(archive);
                InputStream in = reader.content("media/a/b")) {
            assertThat(in.readAllBytes()).containsExactly('x');
            assertThat(reader.manifest(null).manifest()).contains(manifest(outcomes));
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            assertThat(zip.getInputStream(zip.getEntry("media/a/b")).readAllBytes())
                    .containsExactly('x');
        }
    }

    /** It would otherwise be larger than a single thread makes it. */
    @Test
    void largeTextIsAsSmallAsIfOneThreadHadDeflatedIt() throws IOException {
        byte[] text = text(6 << 20, 9);
        Path archive = folder.resolve("a.zip");

        write(new ZipFormat(), archive, Map.of("database/dump.sql", text));

        try (ZipFile zip = new ZipFile(archive.toFile())) {
            assertThat(zip.getEntry("database/dump.sql").getCompressedSize())
                    .isLessThan((long) (Packing.deflate(text, text.length).length * 1.01));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE_FILE})
    void aFileThatChangesWhileItIsReadIsReadAgain(int size) throws IOException {
        Path source = folder.resolve("source");
        Files.write(source, text(size, 1));
        byte[] longer = text(size + 10, 2);
        AtomicInteger reads = new AtomicInteger();
        FileOpener changing = file -> new ChangingStream(file, () -> reads.incrementAndGet() <= 2, longer);
        Path archive = folder.resolve("a.zip");

        List<Outcome> outcomes = write(
                new ZipFormat(changing, ZipWriter.LARGE), archive, List.of(new Source("media/a/b", null, source)));

        assertThat(outcomes.get(0).finding()).isNull();
        try (ArchiveFormat.Reader reader = new ZipFormat().open(archive);
                InputStream in = reader.content("media/a/b")) {
            assertThat(in.readAllBytes()).isEqualTo(longer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE_FILE})
    void aFileThatNeverStopsChangingIsReported(int size) throws IOException {
        Path source = folder.resolve("source");
        Files.write(source, text(size, 1));
        AtomicInteger growth = new AtomicInteger();
        FileOpener changing = file -> new ChangingStream(file, () -> true, text(size + growth.incrementAndGet(), 2));
        Path archive = folder.resolve("a.zip");
        Path other = Files.write(folder.resolve("other"), text(50, 7));

        List<Outcome> outcomes = write(
                new ZipFormat(changing, ZipWriter.LARGE),
                archive,
                List.of(new Source("media/a/b", null, source), new Source("media/a/c", null, other)));

        assertThat(outcomes.get(0).finding()).isEqualTo(Finding.of(Code.FILE_CHANGED, "path", "media/a/b"));
        try (ArchiveFormat.Reader reader = new ZipFormat().open(archive);
                InputStream in = reader.content("media/a/b")) {
            assertThat((long) in.readAllBytes().length)
                    .isEqualTo(requireNonNull(outcomes.get(0).file()).size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE_FILE})
    void aFileThatCannotBeReadLeavesNothingBehind(int size) throws IOException {
        Path bad = Files.write(folder.resolve("bad"), random(size, 1));
        Path good = Files.write(folder.resolve("good"), text(100, 1));
        FileOpener failing = file -> file.equals(bad)
                ? new FilterInputStream(Files.newInputStream(file)) {
                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        throw new IOException("Input/output error");
                    }
                }
                : Files.newInputStream(file);
        Path archive = folder.resolve("a.zip");

        List<Outcome> outcomes = write(
                new ZipFormat(failing, ZipWriter.LARGE),
                archive,
                List.of(
                        new Source("media/a/bad", null, bad),
                        new Source("media/a/gone", null, folder.resolve("gone")),
                        new Source("media/a/good", null, good)));

        assertThat(outcomes)
                .extracting(outcome ->
                        outcome.finding() == null ? null : outcome.finding().code())
                .containsExactly(Code.FILE_UNREADABLE, Code.FILE_VANISHED, null);
        try (ArchiveFormat.Reader reader = new ZipFormat().open(archive)) {
            assertThat(reader.names()).containsExactly("media/a/good");
        }
    }

    @Test
    void aManifestWithAMacIsKnownByItsKeyAlone() throws IOException {
        HostKey key = HostKey.random();
        Manifest manifest = manifest(List.of());
        byte[] json = ManifestJson.write(manifest, key);

        assertThat(ManifestJson.read(json, key))
                .isEqualTo(new ArchiveFormat.ManifestReading(java.util.Optional.of(manifest), List.of()));
        assertThat(ManifestJson.read(json, HostKey.random().withOld(List.of(key)))
                        .findings())
                .isEmpty();
        assertThat(codes(json, HostKey.random())).containsExactly(Code.MANIFEST_FORGED);
        assertThat(codes(json, null)).containsExactly(Code.MAC_NOT_CHECKED);
        assertThat(codes(ManifestJson.write(manifest, null), key)).containsExactly(Code.MAC_MISSING);
    }

    private static List<Code> codes(byte[] json, @Nullable HostKey key) {
        return ManifestJson.read(json, key).findings().stream()
                .map(Finding::code)
                .toList();
    }

    /** Overwrites the file as soon as some of it was read. */
    private static final class ChangingStream extends FilterInputStream {
        private final Path file;
        private final java.util.function.BooleanSupplier changes;
        private final byte[] content;
        private boolean done;

        private ChangingStream(Path file, java.util.function.BooleanSupplier changes, byte[] content)
                throws IOException {
            super(Files.newInputStream(file));
            this.file = file;
            this.changes = changes;
            this.content = content;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int some = super.read(bytes, from, length);
            if (!done && String.valueOf(file.getFileName()).equals("source")) {
                done = true;
                if (changes.getAsBoolean()) {
                    Files.write(file, content);
                }
            }
            return some;
        }
    }
}
