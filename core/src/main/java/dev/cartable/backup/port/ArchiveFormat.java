package dev.cartable.backup.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How files and a manifest become one archive, and back. Safe for use by several threads. */
public interface ArchiveFormat {
    /** A new archive in a file that is not there. */
    Writer create(Path archive) throws IOException;

    /**
     * Opens an archive and reads its structure.
     *
     * @throws DamagedArchiveException if it is cut off, contradicts itself, or is no archive
     * @throws IOException if it cannot be read
     */
    Reader open(Path archive) throws IOException;

    /** Writes an archive. Used by one thread. */
    interface Writer extends AutoCloseable {
        /**
         * Adds files, in this order. A file that changes while it is read is read again, some times.
         *
         * @param outcomes is called on the calling thread for each file, in the same order
         */
        void addAll(Iterator<Source> sources, Consumer<? super Outcome> outcomes) throws IOException;

        /** How many bytes from the start of the archive are written and will not change any more. Any thread may ask. */
        long settled();

        /**
         * Adds the manifest as the last file, and ends the archive. {@link BackupVault.Draft#publish} forces it to the disk.
         *
         * @param key for the manifest's MAC; null for none
         */
        void finish(Manifest manifest, @Nullable HostKey key) throws IOException;

        /** Closes the file. What was not finished is no archive. */
        @Override
        void close() throws IOException;
    }

    /** Reads an archive. Used by one thread, save that several may each read the {@link #content} of a file at the same time. */
    interface Reader extends AutoCloseable {
        /** The names of all files except the manifest, in the order of the archive. */
        List<String> names();

        /**
         * The manifest, checked.
         *
         * @param key the host's key; null if there is none here
         */
        ManifestReading manifest(@Nullable HostKey key) throws IOException;

        /**
         * The content of a file. The stream ends at the size that the archive declares.
         *
         * @throws DamagedArchiveException from the stream, if the content does not decode, or to another size or checksum
         * @throws java.nio.file.NoSuchFileException if the archive has no such file
         */
        InputStream content(String name) throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * A file to add.
     *
     * @param name its name in the archive
     * @param nameHex see {@link Manifest.File#nameHex}
     * @param file where it is
     */
    record Source(String name, @Nullable String nameHex, Path file) {
        public Source {
            requireNonNull(name, "name");
            requireNonNull(file, "file");
        }
    }

    /**
     * What has become of a file that was to be added.
     *
     * @param file what the archive holds of it; null if it is not in the archive
     * @param finding what a person should know; null for nothing
     */
    record Outcome(
            Source source,
            Manifest.@Nullable File file,
            @Nullable Finding finding) {
        public Outcome {
            requireNonNull(source, "source");
        }
    }

    /**
     * A manifest and what was found about it.
     *
     * @param manifest empty if it is missing, damaged or of an unknown version
     */
    record ManifestReading(Optional<Manifest> manifest, List<Finding> findings) {
        public ManifestReading {
            requireNonNull(manifest, "manifest");
            findings = List.copyOf(findings);
        }
    }

    /** An archive is cut off, contradicts itself, or is none. The message says what, for people. */
    final class DamagedArchiveException extends IOException {
        private static final long serialVersionUID = 1L;

        public DamagedArchiveException(String reason) {
            super(reason);
        }
    }
}
