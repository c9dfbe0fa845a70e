package dev.cartable.document.directory;

import dev.cartable.document.port.DocumentVault;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A vault in a folder: {@code ab/abcd…} for a file whose SHA-256 begins with {@code ab}. A file is written beside its place, forced to
 * the disk and then renamed. All are for their owner alone where there are POSIX permissions. Safe for use by several threads and
 * processes.
 */
public final class DirectoryDocuments implements DocumentVault {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHELF = Pattern.compile("[0-9a-f]{2}");
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
    public Set<String> present(Collection<String> sha256) {
        return sha256.stream().filter(file -> isThere(file(file))).collect(Collectors.toSet());
    }

    @Override
    public void delete(String sha256) throws IOException {
        Path file = file(sha256);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            DurableFiles.delete(file);
            DurableFiles.forceFolder(folder.resolve(sha256.substring(0, 2)));
        }
    }

    @Override
    public List<String> list() throws IOException {
        return files().stream()
                .filter(file -> NAME.matcher(name(file)).matches() && file.equals(file(name(file))))
                .map(DirectoryDocuments::name)
                .toList();
    }

    @Override
    public void deleteDrafts() throws IOException {
        for (Path file : files()) {
            if (name(file).startsWith(DRAFT)) {
                DurableFiles.delete(file);
            }
        }
    }

    /** The files on all shelves; what else is in the folder, such as {@code lost+found}, may be unreadable. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            for (Path shelf : children(folder)) {
                if (SHELF.matcher(name(shelf)).matches() && Files.isDirectory(shelf)) {
                    children(shelf).stream().filter(DirectoryDocuments::isThere).forEach(files::add);
                }
            }
        }
        return files;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
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
