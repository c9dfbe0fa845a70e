package dev.cartable.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.ArchiveFormat.DamagedArchiveException;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/**
 * Writes files of an archive below a folder, and nowhere else: a name that would lead out of it, a folder that is a symbolic link, and a
 * file that is there already are refused. Content that is not what the manifest says is deleted again. Used by one thread.
 */
final class Extraction {
    private static final int BUFFER = 256 << 10;

    private final ArchiveFormat.Reader reader;
    private final Path root;
    private final byte[] buffer = new byte[BUFFER];

    /**
     * @param root is there
     */
    Extraction(ArchiveFormat.Reader reader, Path root) throws IOException {
        this.reader = reader;
        this.root = root.toRealPath();
    }

    /**
     * Writes one file.
     *
     * @param path where, below the folder, with slashes
     */
    Path extract(Manifest.File file, String path) throws IOException {
        Path target = target(file, path);
        try {
            DurableFiles.createFile(target);
        } catch (FileAlreadyExistsException e) {
            throw new BackupException(
                    "COLLISION",
                    Map.of("path", path, "file", target.toString()),
                    "there is a file at " + target + " already; it was not overwritten. Choose an empty folder",
                    e);
        }
        boolean done = false;
        try {
            write(file, target);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(target);
            }
        }
        Files.setLastModifiedTime(target, FileTime.from(file.modified()));
        return target;
    }

    private void write(Manifest.File file, Path target) throws IOException {
        MessageDigest digest = Sha256.begin();
        long size = 0;
        try (InputStream in = reader.content(file.path());
                OutputStream out = Files.newOutputStream(target)) {
            for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
                size += some;
                if (size > file.size()) {
                    throw new DamagedArchiveException("\"" + file.path() + "\" is longer than the manifest says");
                }
                digest.update(buffer, 0, some);
                out.write(buffer, 0, some);
            }
        }
        if (size != file.size() || !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw new DamagedArchiveException("\"" + file.path() + "\" is not what the manifest says");
        }
    }

    private Path target(Manifest.File file, String path) throws IOException {
        if (!Names.isSafe(file.path())) {
            throw unsafe(path);
        }
        Path folder = root;
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            Path next = child(folder, names[i], path);
            if (i == names.length - 1) {
                return next;
            }
            try {
                DurableFiles.createFolder(next);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
                    throw new BackupException(
                            "COLLISION",
                            Map.of("path", path, "file", next.toString()),
                            "there is something else than a folder at " + next + "; nothing was written there",
                            e);
                }
            }
            folder = next;
        }
        throw unsafe(path);
    }

    /** What a name means depends on the system: on Windows a backslash, a colon or two dots with a space would lead elsewhere. */
    private static Path child(Path folder, String name, String path) {
        try {
            Path child = folder.resolve(name);
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || child.isAbsolute() != folder.isAbsolute()
                    || !folder.equals(child.getParent())
                    || child.getNameCount() != folder.getNameCount() + 1
                    || (folder.getFileSystem().getSeparator().equals("\\") && Names.isReserved(name))) {
                throw unsafe(path);
            }
            return child;
        } catch (InvalidPathException e) {
            throw unsafe(path);
        }
    }

    private static BackupException unsafe(String path) {
        return new BackupException(
                "UNSAFE_PATH",
                Map.of("path", path),
                "the name \"" + path + "\" cannot be written on this system within the folder; it was not written");
    }
}
