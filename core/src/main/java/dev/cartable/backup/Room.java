package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many bytes are needed at the same time, in each file system. Used by one thread. */
final class Room {
    private final Map<FileStore, Long> needed = new LinkedHashMap<>();
    private final Map<FileStore, Path> folders = new LinkedHashMap<>();

    /** Java's own folder for temporary files. */
    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    /**
     * Needs more.
     *
     * @param folder one that is there, or will be made below one that is there
     */
    Room need(Path folder, long bytes) throws IOException {
        Path there = folder.toAbsolutePath();
        while (!Files.isDirectory(there)) {
            there = requireNonNull(there.getParent(), "parent");
        }
        FileStore store = Files.getFileStore(there);
        needed.merge(store, bytes, Long::sum);
        folders.putIfAbsent(store, there);
        return this;
    }

    /**
     * Refuses if there is not as much.
     *
     * @param work what the room is for, for people
     * @throws BackupException of the code {@code DISK_FULL} (facts {@code needed}, {@code free}, {@code path})
     */
    void require(String work) throws IOException {
        for (Map.Entry<FileStore, Long> one : needed.entrySet()) {
            long free = one.getKey().getUsableSpace();
            if (free < one.getValue()) {
                Path folder = requireNonNull(folders.get(one.getKey()), "folder");
                throw new BackupException(
                        "DISK_FULL",
                        Map.of(
                                "needed",
                                Long.toString(one.getValue()),
                                "free",
                                Long.toString(free),
                                "path",
                                folder.toString()),
                        work + " may need " + one.getValue() + " bytes in " + folder + ", and " + free
                                + " are free; nothing was written. Make room, or name another folder");
            }
        }
    }
}
