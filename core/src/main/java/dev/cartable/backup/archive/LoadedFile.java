package dev.cartable.backup.archive;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.port.ArchiveFormat.Outcome;
import dev.cartable.backup.port.ArchiveFormat.Source;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A small file that was read as a whole, with its hashes, in the form in which the archive keeps it.
 */
final class LoadedFile {
    static final int ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 20;

    final Outcome outcome;
    final int method;
    final long crc;
    /** Its bytes in the archive; those from {@link #length} on mean nothing. */
    final byte[] payload;

    final int length;

    private LoadedFile(Outcome outcome, int method, long crc, byte[] payload, int length) {
        this.outcome = outcome;
        this.method = method;
        this.crc = crc;
        this.payload = payload;
        this.length = length;
    }

    /** Reads a file; again, if it changed meanwhile. */
    static LoadedFile load(Source source, FileOpener opener) {
        if (DurableFiles.isPlaceholder(source.file())) {
            return missing(new Outcome(source, null, Finding.of(Code.PLACEHOLDER, "path", source.name())));
        }
        try {
            for (int attempt = 1; ; attempt++) {
                BasicFileAttributes before = attributes(source);
                byte[] bytes = new byte[Math.toIntExact(before.size()) + 1];
                int length;
                try (InputStream in = opener.open(source.file())) {
                    length = in.readNBytes(bytes, 0, bytes.length);
                }
                boolean changed = length != before.size() || !same(before, attributes(source));
                if (!changed || attempt == ATTEMPTS) {
                    return pack(source, before, bytes, (int) Math.min(length, before.size()), changed);
                }
                pause();
            }
        } catch (IOException e) {
            return missing(failure(source, e));
        }
    }

    private static LoadedFile pack(
            Source source, BasicFileAttributes attributes, byte[] bytes, int length, boolean changed) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        MessageDigest sha = Sha256.begin();
        sha.update(bytes, 0, length);
        Outcome outcome = outcome(source, attributes, length, HexFormat.of().formatHex(sha.digest()), changed);
        if (Packing.method(bytes, length) == ZipMember.DEFLATED) {
            byte[] packed = Packing.deflate(bytes, length);
            if (packed.length < length) {
                return new LoadedFile(outcome, ZipMember.DEFLATED, crc.getValue(), packed, packed.length);
            }
        }
        return new LoadedFile(outcome, ZipMember.STORED, crc.getValue(), bytes, length);
    }

    /** A file that is not in the archive. */
    static LoadedFile missing(Outcome outcome) {
        return new LoadedFile(outcome, ZipMember.STORED, 0, new byte[0], 0);
    }

    static Outcome outcome(Source source, BasicFileAttributes attributes, long size, String sha256, boolean changed) {
        return new Outcome(
                source,
                new Manifest.File(source.name(), size, modified(attributes), sha256, source.nameHex()),
                changed ? Finding.of(Code.FILE_CHANGED, "path", source.name()) : null);
    }

    static Instant modified(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    static Outcome failure(Source source, IOException e) {
        return new Outcome(
                source,
                null,
                e instanceof NoSuchFileException
                        ? Finding.of(Code.FILE_VANISHED, "path", source.name())
                        : Finding.of(Code.FILE_UNREADABLE, "path", source.name(), "reason", reason(e)));
    }

    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName();
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }

    static BasicFileAttributes attributes(Source source) throws IOException {
        return Files.readAttributes(source.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a file is still the one that it was, by its size, its time and its place on the disk. */
    static boolean same(BasicFileAttributes before, BasicFileAttributes after) {
        @Nullable Object key = before.fileKey();
        return before.size() == after.size()
                && before.lastModifiedTime().equals(after.lastModifiedTime())
                && (key == null || key.equals(after.fileKey()));
    }

    static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
}
