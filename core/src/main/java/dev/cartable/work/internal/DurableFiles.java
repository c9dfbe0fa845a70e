package dev.cartable.work.internal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What differs between POSIX and Windows about files that must survive a crash: permissions, forcing a folder to the disk, and putting one
 * file in the place of another.
 */
public final class DurableFiles {
    private static final int OFFLINE = 0x1000;
    private static final int RECALL_ON_OPEN = 0x40000;
    private static final int RECALL_ON_DATA_ACCESS = 0x400000;
    /** What Linux, Windows and others say, in English and in French. */
    private static final List<String> FULL = List.of(
            "No space left",
            "not enough space",
            "out of disk space",
            "quota exceeded",
            "Aucun espace disponible",
            "Espace insuffisant",
            "quota d");

    private static final int ATTEMPTS = 6;
    private static final long FIRST_PAUSE_MILLIS = 50;

    private DurableFiles() {}

    /** Whether the file system of a folder has POSIX permissions; Windows has none. */
    public static boolean isPosix(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix");
    }

    /** Makes a folder for its owner alone (0700 where there are POSIX permissions). Its parent is there. */
    public static Path createFolder(Path folder) throws IOException {
        return Files.createDirectory(folder, ownerOnly(parent(folder), "rwx------"));
    }

    /** Makes an empty file for its owner alone (0600 where there are POSIX permissions). */
    public static Path createFile(Path file) throws IOException {
        return Files.createFile(file, ownerOnly(parent(file), "rw-------"));
    }

    private static FileAttribute<?>[] ownerOnly(Path folder, String permissions) throws IOException {
        return isPosix(folder)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Forces the content of a file to the disk. */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Forces the names in a folder to the disk, so that a rename outlives a power failure. Windows opens no folders, and its file systems
     * write names in their own journal.
     */
    public static void forceFolder(Path folder) throws IOException {
        if (isPosix(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Puts a file in the place of another in the same file system, in one step, and forces their folder. Where a sync client or a virus
     * scanner holds one of them open, as happens on Windows, it tries again for some seconds.
     */
    public static void replace(Path from, Path to) throws IOException {
        retry(() -> {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        });
        forceFolder(parent(to));
    }

    /** Deletes a file, a symbolic link, or a folder with all that it holds; follows no link. Does nothing if it is not there. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                retry(() -> Files.deleteIfExists(file));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                retry(() -> Files.deleteIfExists(folder));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether a sync client such as OneDrive shows a file whose content is not on this machine. Always false outside Windows. */
    public static boolean isPlaceholder(Path file) {
        try {
            return Files.getAttribute(file, "dos:attributes", LinkOption.NOFOLLOW_LINKS) instanceof Integer flags
                    && (flags & (OFFLINE | RECALL_ON_OPEN | RECALL_ON_DATA_ACCESS)) != 0;
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException noSuchAttribute) {
            return false;
        }
    }

    /** Does something that another program's open file may prevent for a moment, some times if need be. */
    public static void retry(Step step) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                step.run();
                return;
            } catch (NoSuchFileException e) {
                throw e;
            } catch (FileSystemException e) {
                if (attempt == ATTEMPTS || !isHeldByAnother(e)) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FIRST_PAUSE_MILLIS << attempt));
            }
        }
    }

    /** On Windows a file that is open elsewhere shows as access denied or as a sharing violation. */
    private static boolean isHeldByAnother(FileSystemException e) {
        return System.getProperty("os.name", "").startsWith("Windows")
                && (e instanceof AccessDeniedException || e.getReason() != null);
    }

    /** Whether a failure, or what caused it, says that a disk is full: Java has no exception of its own for it. */
    public static boolean isDiskFull(Throwable failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            String reason = String.valueOf(one.getMessage());
            if (one instanceof IOException && FULL.stream().anyMatch(reason::contains)) {
                return true;
            }
        }
        return false;
    }

    private static Path parent(Path file) {
        return requireNonNull(file.toAbsolutePath().getParent(), "folder");
    }

    /** A step that reads or writes files. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException;
    }
}
