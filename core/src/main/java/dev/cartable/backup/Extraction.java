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
        return extract(file, Names.path(root, path));
    }

    /**
     * Writes one file.
     *
     * @param relative where, below the folder
     */
    Path extract(Manifest.File file, Path relative) throws IOException {
        String path = relative.toString();
        Path target = target(file, relative);
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
        } catch (IOException e) {
            throw Failures.unlessFull(target, e);
        }
        if (size != file.size() || !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw new DamagedArchiveException("\"" + file.path() + "\" is not what the manifest says");
        }
    }

    private Path target(Manifest.File file, Path relative) throws IOException {
        if (!Names.isSafe(file.path())) {
            throw Names.unsafe(file.path());
        }
        Path folder = root;
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            folder = Names.child(folder, relative.getName(i));
            try {
                DurableFiles.createFolder(folder);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    throw new BackupException(
                            "COLLISION",
                            Map.of("path", relative.toString(), "file", folder.toString()),
                            "there is something else than a folder at " + folder + "; nothing was written there",
                            e);
                }
            }
        }
        return Names.child(folder, relative.getName(relative.getNameCount() - 1));
    }
}
