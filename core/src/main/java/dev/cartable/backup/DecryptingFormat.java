package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.ProcessFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A format that also opens encrypted archives: it decrypts them to a temporary file for its owner alone, which goes when the archive is
 * closed, or, after a crash, when the next one is opened.
 */
final class DecryptingFormat implements ArchiveFormat {
    private static final String SUFFIX = ".age";
    private static final byte[] MAGIC = "age-encryption.org/".getBytes(StandardCharsets.US_ASCII);
    private static final String KIND = "cartable-plain-";

    private final ArchiveFormat format;
    private final @Nullable ArchiveEncryption encryption;
    private final List<BackupIdentity> identities;

    DecryptingFormat(ArchiveFormat format, Optional<ArchiveEncryption> encryption, List<BackupIdentity> identities) {
        this.format = requireNonNull(format, "format");
        this.encryption = encryption.orElse(null);
        this.identities = List.copyOf(identities);
    }

    /** Whether a file is an encrypted archive: by its name, or by how it begins. */
    static boolean isEncrypted(Path archive) throws IOException {
        if (String.valueOf(archive.getFileName()).endsWith(SUFFIX)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(archive)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /** Deletes decrypted archives that dead processes have left. */
    static void sweep() {
        ProcessFiles.sweep(Room.temporary(), KIND);
    }

    /** Whether it can open an encrypted archive at all. */
    boolean hasKey() {
        return !identities.isEmpty();
    }

    @Override
    public Writer create(Path archive) throws IOException {
        return format.create(archive);
    }

    @Override
    public Reader open(Path archive) throws IOException {
        if (!isEncrypted(archive)) {
            return format.open(archive);
        }
        String file = String.valueOf(archive.getFileName());
        if (identities.isEmpty()) {
            throw new BackupException(
                    "KEY_NEEDED",
                    Map.of("file", file),
                    "the backup " + file + " is encrypted; nothing was done. Give the private key");
        }
        if (encryption == null) {
            throw noEncryption();
        }
        new Room().need(Room.temporary(), Files.size(archive)).require("the decrypted backup " + file);
        Path folder = ProcessFiles.createFolder(Room.temporary(), KIND);
        boolean isOpen = false;
        try {
            Path plain = DurableFiles.createFile(folder.resolve("archive.zip"));
            encryption.decrypt(archive, plain, identities);
            Reader reader = new PlainReader(format.open(plain), folder);
            isOpen = true;
            return reader;
        } finally {
            if (!isOpen) {
                DurableFiles.delete(folder);
            }
        }
    }

    static BackupException noEncryption() {
        return new BackupException(
                "NO_ENCRYPTION",
                Map.of(),
                "there is no encryption here; nothing was written. Add the library of age, and give AgeEncryption");
    }

    /** Reads from a temporary file. */
    private record PlainReader(Reader reader, Path folder) implements Reader {
        @Override
        public List<String> names() {
            return reader.names();
        }

        @Override
        public ManifestReading manifest(dev.cartable.work.@Nullable HostKey key) throws IOException {
            return reader.manifest(key);
        }

        @Override
        public InputStream content(String name) throws IOException {
            return reader.content(name);
        }

        @Override
        public void close() throws IOException {
            try {
                reader.close();
            } finally {
                DurableFiles.delete(folder);
            }
        }
    }
}
