package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that holds the text of a host key. On systems with POSIX permissions only the owner may read what is written (0600). No
 * process sees half of it.
 *
 * @param path where it is, or will be
 */
record KeyFile(Path path) {
    static final int MAX_BYTES = 4096;

    /**
     * The text.
     *
     * @throws UncheckedIOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it is too long to be a key
     */
    String read() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] text = in.readNBytes(MAX_BYTES + 1);
            if (text.length > MAX_BYTES) {
                throw new IllegalArgumentException("it is longer than " + MAX_BYTES + " bytes");
            }
            return new String(text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the host key from " + path, e);
        }
    }

    /** Writes a text, unless there is a file already, as of another process that began in the same instant. */
    void create(String text) {
        write(text, KeyFile::publish);
    }

    /** Writes a text in place of what is there, in one step, so that after a crash the file holds either. */
    void replace(String text) {
        write(
                text,
                (draft, file) ->
                        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    private void write(String text, Step last) {
        try {
            Path folder = requireNonNull(path.toAbsolutePath().getParent(), "folder");
            Path draft = Files.createTempFile(folder, ".cartable-key", null, PrivateFile.ownerOnly(folder));
            try {
                Files.writeString(draft, text + "\n", StandardCharsets.US_ASCII, StandardOpenOption.DSYNC);
                last.take(draft, path);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the host key to " + path, e);
        }
    }

    /** Gives a draft its name. */
    private interface Step {
        void take(Path draft, Path file) throws IOException;
    }

    /** Gives the draft its name unless the name is taken. A link does that in one step; not every file system has links. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException anotherWasFirst) {
            return;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            try {
                Files.move(draft, file);
            } catch (FileAlreadyExistsException anotherWasFirst) {
                return;
            }
        }
    }
}
