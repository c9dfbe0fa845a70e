package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.ProcessFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that is being written, and is there as a whole or not at all. Its content goes to a temporary file in the same folder;
 * {@link #put} forces that to the disk and renames it. Until then an empty file holds the name, so that two writers never
 * overwrite each other, and no hard links are needed. On systems with POSIX permissions only the owner may read it (0600).
 * Closing without {@link #put} leaves the folder as it was. Used by one thread.
 */
public final class PrivateFile implements AutoCloseable {
    private static final String DRAFT = ".cartable-private-";

    private final Path file;
    private final Path draft;
    private final boolean reserved;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean done;

    private PrivateFile(Path file, Path draft, boolean reserved, FileChannel channel) {
        this.file = file;
        this.draft = draft;
        this.reserved = reserved;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
    }

    /**
     * A new file, or one in place of an empty one.
     *
     * @throws FileAlreadyExistsException if there is a file that is not empty
     * @throws FileSystemException if a symbolic link, a device or a folder has that name
     * @throws IOException if the folder cannot be written to
     */
    public static PrivateFile create(Path file) throws IOException {
        boolean reserved = reserve(file);
        if (!reserved && Files.size(file) > 0) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return open(file, reserved);
    }

    /**
     * A file in place of what is there, if anything.
     *
     * @throws FileSystemException if a symbolic link, a device or a folder has that name
     * @throws IOException if the folder cannot be written to
     */
    public static PrivateFile replace(Path file) throws IOException {
        return open(file, reserve(file));
    }

    /**
     * Makes a folder for its owner alone (0700) if it is not there, in folders that are made as needed; one that is there stays as it
     * is.
     */
    public static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = Files.createDirectories(folder(folder));
        try {
            Files.createDirectory(folder, ownerOnly(parent, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Whether the name was free and is now held by an empty file. */
    private static boolean reserve(Path file) throws IOException {
        if (!Files.exists(requireNonNull(file, "file"), LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createFile(file, ownerOnly(folder(file)));
                return true;
            } catch (FileAlreadyExistsException anotherWasFirst) {
                // What it made is looked at like any other file.
            }
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "is not a plain file");
        }
        return false;
    }

    private static PrivateFile open(Path file, boolean reserved) throws IOException {
        try {
            Path folder = folder(file);
            // A process that was killed may have left a secret in one.
            ProcessFiles.sweep(folder, DRAFT);
            Path draft = Files.createTempFile(folder, ProcessFiles.prefix(DRAFT), ".tmp", ownerOnly(folder));
            return new PrivateFile(file, draft, reserved, FileChannel.open(draft, StandardOpenOption.WRITE));
        } catch (IOException e) {
            release(file, reserved);
            throw e;
        }
    }

    private static Path folder(Path file) {
        return requireNonNull(file.toAbsolutePath().getParent(), "folder");
    }

    /** What a new file in the folder is made with: for its owner alone, where the file system knows owners. */
    static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        return ownerOnly(folder, "rw-------");
    }

    private static FileAttribute<?>[] ownerOnly(Path folder, String permissions) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Takes the content; closed with this. */
    public OutputStream out() {
        return out;
    }

    /** Writes what {@link #out} still holds and forces it to the disk, so that {@link #put} needs no more room. */
    public void force() throws IOException {
        out.flush();
        channel.force(true);
    }

    /** Gives the content its name. */
    public void put() throws IOException {
        force();
        channel.close();
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
        done = true;
    }

    @Override
    public void close() throws IOException {
        if (done) {
            return;
        }
        done = true;
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(draft);
            release(file, reserved);
        }
    }

    private static void release(Path file, boolean reserved) throws IOException {
        if (reserved && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == 0) {
            Files.deleteIfExists(file);
        }
    }
}
