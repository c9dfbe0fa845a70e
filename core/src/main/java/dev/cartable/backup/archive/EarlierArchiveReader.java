package dev.cartable.backup.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.ArchiveFormat.DamagedArchiveException;
import dev.cartable.internal.json.Json;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.Sha256;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive of the school system that Cartable replaces: {@code db_postgres_*.sql} or {@code db_*.sqlite3}, {@code media/} and a
 * {@code manifest.json} without hashes. Each file is checked against its CRC alone, and the manifest's hashes are those of what was read.
 * The media folder is called {@code media}. Used by one thread.
 */
final class EarlierArchiveReader implements ArchiveFormat.Reader {
    private static final Pattern DATABASE = Pattern.compile("db_\\w*?(\\d{8}_\\d{6})?\\.(sql|sqlite3)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");
    private static final String MEDIA = "media";
    private static final int MAX_MANIFEST = 1 << 20;

    /** What the manifests of this product have. */
    private static final Set<String> OURS = Set.of("format", "files", "checksum");

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;
    private final List<Finding> findings = new ArrayList<>(List.of(Finding.of(Code.EARLIER_SYSTEM)));
    private @Nullable Manifest manifest;

    private EarlierArchiveReader(ZipFile zip, Map<String, ZipEntry> entries) {
        this.zip = zip;
        this.entries = entries;
    }

    /** Opens an archive; empty if it is none of that system. */
    static Optional<ArchiveFormat.Reader> open(Path archive) throws IOException {
        if (archive.getFileSystem() != java.nio.file.FileSystems.getDefault()) {
            return Optional.empty();
        }
        ZipFile zip;
        try {
            zip = new ZipFile(archive.toFile(), UTF_8);
        } catch (ZipException | EOFException noZip) {
            return Optional.empty();
        }
        boolean isOne = false;
        try {
            Optional<Map<String, ZipEntry>> entries = entries(zip);
            isOne = entries.isPresent();
            return entries.map(found -> new EarlierArchiveReader(zip, found));
        } finally {
            if (!isOne) {
                zip.close();
            }
        }
    }

    /** The entries under the names that they have here; empty if one has a name that such an archive does not have. */
    private static Optional<Map<String, ZipEntry>> entries(ZipFile zip) throws IOException {
        ZipEntry list = zip.getEntry(ZipFormat.MANIFEST);
        if (list == null || list.getSize() > MAX_MANIFEST || !isEarlier(zip, list)) {
            return Optional.empty();
        }
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        long databases = 0;
        for (ZipEntry entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
            String name = entry.getName();
            boolean isDatabase = DATABASE.matcher(name).matches();
            databases += isDatabase ? 1 : 0;
            if (name.equals(ZipFormat.MANIFEST)) {
                continue;
            }
            String here = isDatabase ? "database/" + name : MEDIA + "/" + name;
            if ((!isDatabase && !name.startsWith(MEDIA + "/")) || databases > 1 || entries.put(here, entry) != null) {
                return Optional.empty();
            }
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries);
    }

    private static boolean isEarlier(ZipFile zip, ZipEntry list) throws IOException {
        try (InputStream in = open(zip, list)) {
            Map<?, ?> fields = Json.readObject(new String(in.readAllBytes(), UTF_8));
            return fields.keySet().stream().noneMatch(OURS::contains);
        } catch (DamagedArchiveException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public ArchiveFormat.ManifestReading manifest(@Nullable HostKey key) throws IOException {
        if (manifest == null) {
            manifest = read();
        }
        return new ArchiveFormat.ManifestReading(Optional.of(manifest), findings);
    }

    private Manifest read() throws IOException {
        List<Manifest.File> files = new ArrayList<>();
        Manifest.Database database = null;
        Instant createdAt = null;
        long bytes = 0;
        for (Map.Entry<String, ZipEntry> one : entries.entrySet()) {
            ZipEntry entry = one.getValue();
            Instant modified = entry.getLastModifiedTime().toInstant();
            Matcher dump = DATABASE.matcher(entry.getName());
            boolean isDump = dump.matches();
            SqlDump scan = isDump && dump.group(2).equals("sql") ? new SqlDump() : null;
            files.add(new Manifest.File(one.getKey(), entry.getSize(), modified, hash(entry, scan), null));
            if (scan != null && !scan.isWhole()) {
                findings.add(Finding.of(Code.DUMP_DAMAGED, "reason", "it does not end as a dump of pg_dump does"));
            }
            if (isDump) {
                createdAt = dump.group(1) == null ? modified : time(dump.group(1), modified);
                String kind = scan == null ? "sqlite" : "postgresql";
                String version = scan == null ? "3" : scan.version();
                DatabaseInfo info = new DatabaseInfo(
                        kind, version, entry.getName(), "UTF8", "", Map.of(), "", entry.getSize(), null, null);
                database = new Manifest.Database(
                        info, scan == null ? SqlDump.nothing() : scan.contents(), one.getKey(), null);
            } else {
                bytes += entry.getSize();
            }
        }
        int media = files.size() - (database == null ? 0 : 1);
        return new Manifest(
                createdAt == null
                        ? files.stream()
                                .map(Manifest.File::modified)
                                .max(Comparator.naturalOrder())
                                .orElse(Instant.EPOCH)
                        : createdAt,
                ZoneOffset.UTC,
                "",
                database,
                media == 0 ? List.of() : List.of(new Manifest.Media(MEDIA, media, bytes)),
                null,
                List.of(),
                files);
    }

    private static Instant time(String text, Instant otherwise) {
        try {
            return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    /** The hash of a file; of nothing where it is damaged, which reading it again says. */
    private String hash(ZipEntry entry, @Nullable SqlDump scan) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = open(zip, entry)) {
            for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
                digest.update(buffer, 0, some);
                if (scan != null) {
                    scan.add(buffer, some);
                }
            }
        } catch (DamagedArchiveException e) {
            digest.reset();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public InputStream content(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new NoSuchFileException(name);
        }
        return open(zip, entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static InputStream open(ZipFile zip, ZipEntry entry) throws IOException {
        try {
            return new Checked(zip.getInputStream(entry), entry);
        } catch (ZipException e) {
            throw damaged(entry);
        }
    }

    private static DamagedArchiveException damaged(ZipEntry entry) {
        return new DamagedArchiveException("\"" + entry.getName() + "\" is damaged");
    }

    /** Compares size and CRC at the end. */
    private static final class Checked extends FilterInputStream {
        private final ZipEntry entry;
        private final CRC32 crc = new CRC32();
        private long size;

        private Checked(InputStream in, ZipEntry entry) {
            super(in);
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int some;
            try {
                some = super.read(bytes, from, length);
            } catch (ZipException | EOFException e) {
                throw damaged(entry);
            }
            if (some > 0) {
                crc.update(bytes, from, some);
                size += some;
            }
            if (size > entry.getSize() || (some < 0 && (size < entry.getSize() || crc.getValue() != entry.getCrc()))) {
                throw damaged(entry);
            }
            return some;
        }

        @Override
        public long skip(long bytes) throws IOException {
            return readNBytes((int) Math.min(bytes, 1 << 16)).length;
        }
    }
}
