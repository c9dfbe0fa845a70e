package dev.cartable.document.directory;

import dev.cartable.document.port.DocumentVault;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A vault in a folder: {@code ab/abcd…} for a file whose SHA-256 begins with {@code ab}. A file is written beside its place, forced to
 * the disk and then renamed. All are for their owner alone where there are POSIX permissions. Safe for use by several threads and
 * processes.
 */
public final class DirectoryDocuments implements DocumentVault {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final String DRAFT = ".draft-";

    private final Path folder;

    /**
     * A vault in a folder, which is made by the first file. The folder above it must be there: otherwise a disk that is not mounted would
     * go unnoticed.
     */
    public DirectoryDocuments(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public void put(String sha256, byte[] bytes) throws IOException {
        Path file = file(sha256);
        if (isThere(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        make(folder);
        Path shelf = folder.resolve(sha256.substring(0, 2));
        make(shelf);
        Path draft = shelf.resolve(DRAFT + UUID.randomUUID());
        try {
            DurableFiles.createFile(draft);
            Files.write(draft, bytes);
            DurableFiles.force(draft);
            DurableFiles.replace(draft, file);
        } finally {
            DurableFiles.delete(draft);
        }
    }

    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            DurableFiles.createFolder(folder);
            Path above = folder.getParent();
            if (above != null) {
                DurableFiles.forceFolder(above);
            }
        } catch (FileAlreadyExistsException another) {
            if (!Files.isDirectory(folder)) {
                throw another;
            }
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "the folder for documents " + folder
                            + " cannot be made, since the one above it is not there. Is its" + " disk mounted?",
                    e);
        }
    }

    @Override
    public Optional<byte[]> find(String sha256) throws IOException {
        Path file = file(sha256);
        try {
            return isThere(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String sha256) throws IOException {
        Path file = file(sha256);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            DurableFiles.delete(file);
            DurableFiles.forceFolder(folder.resolve(sha256.substring(0, 2)));
        }
    }

    private static boolean isThere(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private Path file(String sha256) {
        if (!NAME.matcher(sha256).matches()) {
            throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256");
        }
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
    }
}
