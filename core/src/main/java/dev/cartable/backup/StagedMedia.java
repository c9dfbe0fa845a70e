package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a restore for one media folder. They stand in the folder itself, below {@code .cartable-restore-ID}, because only there they
 * are certainly in the same file system: {@code new} holds what the archive has, and {@code old} what it replaces.
 *
 * <p>Swapping gives each new file a second name, which takes the place of the live file in one step. So {@code new} and {@code old} stay as
 * they are until the restore is cleaned up, and swapping and undoing can each be repeated from the start, whatever a crash has left. Live
 * files that the archive does not hold are never touched. Used by one thread.
 */
final class StagedMedia {
    static final String PREFIX = ".cartable-restore-";

    private final String name;
    private final Path root;
    private final Path work;
    private final Path fresh;
    private final Path old;
    private final RestoreJournal.Moments moments;
    private final Set<Path> adopted = new HashSet<>();

    /**
     * @param name of the media folder, as the archive has it
     * @param root the folder, without symbolic links; made if it is not there
     */
    StagedMedia(String name, Path root, String restore, RestoreJournal.Moments moments) {
        this.name = name;
        this.root = root;
        this.work = root.resolve(PREFIX + restore);
        this.fresh = work.resolve("new");
        this.old = work.resolve("old");
        this.moments = moments;
    }

    /** Its name in the archive. */
    String name() {
        return name;
    }

    /** The live folder. */
    Path root() {
        return root;
    }

    /**
     * Writes the archive's files of this folder beside the live ones, with the permissions that the live ones have. What an earlier attempt
     * has left is replaced.
     *
     * @param files those of this folder
     * @param done is called with the size of each file
     */
    void stage(ArchiveFormat.Reader reader, List<Manifest.File> files, LongConsumer done) throws IOException {
        discard();
        adopted.clear();
        moments.reached("make " + root);
        if (!Files.isDirectory(root)) {
            Files.createDirectory(root);
            DurableFiles.forceFolder(requireNonNull(root.getParent(), "parent"));
        }
        DurableFiles.createFolder(work);
        DurableFiles.createFolder(fresh);
        Extraction extraction = new Extraction(reader, fresh);
        for (Manifest.File file : files) {
            Path relative = Names.inMedia(root, file);
            moments.reached("stage " + relative);
            adopt(extract(extraction, file, relative), relative);
            done.accept(file.size());
        }
        // The system has begun to write by now, so that the last of it is waited for once, and not after each file.
        walk(
                fresh,
                (file, relative) -> DurableFiles.force(file),
                (folder, relative) -> DurableFiles.forceFolder(folder));
        DurableFiles.forceFolder(work);
        DurableFiles.forceFolder(root);
    }

    private static Path extract(Extraction extraction, Manifest.File file, Path relative) throws IOException {
        try {
            return extraction.extract(file, relative);
        } catch (BackupException e) {
            if (!e.code().equals("COLLISION")) {
                throw e;
            }
            throw new BackupException(
                    "NAMES_COLLIDE",
                    Map.of("path", file.path()),
                    "this file system takes " + file.path()
                            + " and another file of the backup for one; the live data is unchanged. Extract the files"
                            + " that you need into a folder",
                    e);
        }
    }

    /** A restored file is readable for the same programs as the one that it replaces; a new one as its folder is. */
    private void adopt(Path staged, Path relative) throws IOException {
        if (!DurableFiles.isPosix(root)) {
            return;
        }
        Path live = root.resolve(relative);
        boolean isReplaced = Files.isRegularFile(live, LinkOption.NOFOLLOW_LINKS);
        adopt(staged, isReplaced ? live : folder(relative), isReplaced);
        for (Path folder = requireNonNull(staged.getParent(), "folder");
                !folder.equals(fresh) && adopted.add(folder);
                folder = requireNonNull(folder.getParent(), "folder")) {
            adopt(folder, folder(fresh.relativize(folder).resolve("file")), true);
        }
    }

    /** The live folder of a file, or the nearest above it that is there. */
    private Path folder(Path relative) {
        for (Path above = relative.getParent(); above != null; above = above.getParent()) {
            if (Files.isDirectory(root.resolve(above), LinkOption.NOFOLLOW_LINKS)) {
                return root.resolve(above);
            }
        }
        return root;
    }

    private static void adopt(Path staged, Path live, boolean all) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(live, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(attributes.permissions());
        if (!all) {
            permissions.removeAll(EnumSet.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
        }
        permissions.add(PosixFilePermission.OWNER_READ);
        permissions.add(PosixFilePermission.OWNER_WRITE);
        PosixFileAttributeView view = Files.getFileAttributeView(staged, PosixFileAttributeView.class);
        try {
            PosixFileAttributes own = view.readAttributes();
            if (!own.group().equals(attributes.group())) {
                view.setGroup(attributes.group());
            }
            if (!own.owner().equals(attributes.owner())) {
                view.setOwner(attributes.owner());
            }
        } catch (IOException onlyTheSuperuserMayGiveFilesAway) {
            // Its owner is then who restores.
        }
        view.setPermissions(permissions);
    }

    /**
     * Reads what was staged back and compares it.
     *
     * @throws BackupException of the code {@code READ_BACK_FAILED} (facts {@code finding} and {@code path}) if it is not what the manifest says
     */
    void verify(List<Manifest.File> files) throws IOException {
        for (Manifest.File file : files) {
            Path staged = fresh.resolve(Names.inMedia(root, file));
            if (Files.size(staged) != file.size()
                    || !ArchiveVerifier.sha256(staged).equals(file.sha256())) {
                Finding finding = Finding.of(Code.ENTRY_DAMAGED, "path", file.path());
                throw new BackupException(
                        "READ_BACK_FAILED",
                        Failures.facts(finding),
                        "the file " + file.path()
                                + " was restored beside the live one, and is not whole when it is read"
                                + " back; the live data is unchanged. Check the disk, and try again");
            }
        }
    }

    /** Gives each live file that will be replaced a second name. Afterwards, what has none was not there. */
    void keep() throws IOException {
        DurableFiles.delete(old);
        DurableFiles.createFolder(old);
        walk(
                fresh,
                (file, relative) -> {
                    Path live = root.resolve(relative);
                    if (Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
                        if (Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS)) {
                            throw conflict(live);
                        }
                        moments.reached("keep " + relative);
                        secondName(live, old.resolve(relative));
                    }
                },
                (folder, relative) -> {},
                (folder, relative) -> {
                    Path live = root.resolve(relative);
                    if (Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS)) {
                        if (!relative.toString().isEmpty()) {
                            DurableFiles.createFolder(old.resolve(relative));
                        }
                    } else if (Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
                        throw conflict(live);
                    }
                    return true;
                });
        walk(old, (file, relative) -> {}, (folder, relative) -> DurableFiles.forceFolder(folder));
        DurableFiles.forceFolder(work);
    }

    private static BackupException conflict(Path live) {
        return new BackupException(
                "MEDIA_CONFLICT",
                Map.of("path", live.toString()),
                "the backup has something else than " + live
                        + ", which is a folder, a file or a link of the same name. Move it away, and try again");
    }

    /** Puts the new files in the place of the live ones. */
    void swap() throws IOException {
        walk(
                fresh,
                (file, relative) -> {
                    moments.reached("swap " + relative);
                    replace(file, root.resolve(relative));
                },
                (folder, relative) -> DurableFiles.forceFolder(root.resolve(relative)),
                (folder, relative) -> {
                    Path live = root.resolve(relative);
                    if (!Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS)) {
                        try {
                            Files.createDirectory(live);
                        } catch (FileAlreadyExistsException e) {
                            throw conflict(live);
                        }
                        if (DurableFiles.isPosix(live)) {
                            adopt(live, folder, true);
                        }
                        DurableFiles.forceFolder(requireNonNull(live.getParent(), "folder"));
                    }
                    return true;
                });
    }

    /** Puts the old files back, and deletes new ones for which there was none. {@link #keep} has ended before. */
    void undo() throws IOException {
        walk(
                fresh,
                (file, relative) -> {
                    Path live = root.resolve(relative);
                    Path before = old.resolve(relative);
                    moments.reached("undo " + relative);
                    if (Files.exists(before, LinkOption.NOFOLLOW_LINKS)) {
                        replace(before, live);
                    } else if (Files.isRegularFile(live, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(live, file) < 0) {
                        Files.delete(live);
                    }
                },
                (folder, relative) -> {
                    Path live = root.resolve(relative);
                    if (!Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS)) {
                        return;
                    }
                    if (!Files.isDirectory(old.resolve(relative), LinkOption.NOFOLLOW_LINKS)) {
                        deleteEmpty(live);
                        DurableFiles.forceFolder(requireNonNull(live.getParent(), "folder"));
                    } else {
                        DurableFiles.forceFolder(live);
                    }
                },
                (folder, relative) -> {
                    Path live = root.resolve(relative);
                    if (Files.exists(live, LinkOption.NOFOLLOW_LINKS)) {
                        // What stands there instead was not put there by the restore, and leads elsewhere.
                        return Files.isDirectory(live, LinkOption.NOFOLLOW_LINKS);
                    }
                    boolean wasThere = Files.isDirectory(old.resolve(relative), LinkOption.NOFOLLOW_LINKS);
                    if (wasThere) {
                        Files.createDirectory(live);
                    }
                    return wasThere;
                });
    }

    /** Deletes what the restore has left in the folder, apart from the live files. */
    void discard() throws IOException {
        moments.reached("discard " + root);
        DurableFiles.delete(work);
        if (Files.isDirectory(root)) {
            DurableFiles.forceFolder(root);
        }
    }

    /** Deletes the live folder if nothing is in it: the restore has made it. */
    void deleteEmptyRoot() throws IOException {
        if (Files.isDirectory(root)) {
            deleteEmpty(root);
        }
    }

    private static void deleteEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException someoneElsesFiles) {
            // They stay.
        }
    }

    /** Puts a second name of a file in the place of another, in one step. Does nothing if it is there already. */
    private void replace(Path file, Path live) throws IOException {
        if (Files.isRegularFile(live, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.isSameFile(file, live)) {
            return;
        }
        Path next = work.resolve("next");
        Files.deleteIfExists(next);
        secondName(file, next);
        try {
            move(next, live);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            // Something is mounted within the media folder.
            Path beside = live.resolveSibling(PREFIX + "next-" + live.getFileName());
            Files.deleteIfExists(beside);
            copy(next, beside);
            Files.delete(next);
            move(beside, live);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        DurableFiles.retry(
                () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    /** A second name of a file; a copy where the file system has no such thing, or does not allow it. */
    private static void secondName(Path file, Path second) throws IOException {
        if (Files.isSymbolicLink(file)) {
            Files.createSymbolicLink(second, Files.readSymbolicLink(file));
            return;
        }
        try {
            Files.createLink(second, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (Files.exists(second, LinkOption.NOFOLLOW_LINKS) || Files.notExists(file)) {
                throw e;
            }
            copy(file, second);
        }
    }

    private static void copy(Path file, Path second) throws IOException {
        boolean done = false;
        try {
            Files.copy(file, second, StandardCopyOption.COPY_ATTRIBUTES);
            DurableFiles.force(second);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(second);
            }
        }
    }

    private static void walk(Path folder, Visit file, Visit after) throws IOException {
        walk(folder, file, after, (each, relative) -> true);
    }

    /** Visits files, and each folder before and after what is in it; nothing if the folder is not there. */
    private static void walk(Path folder, Visit file, Visit after, Entry before) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                return before.enters(each, folder.relativize(each))
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                file.visit(each, folder.relativize(each));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                after.visit(each, folder.relativize(each));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What is done with a file or folder. */
    private interface Visit {
        void visit(Path each, Path relative) throws IOException;
    }

    /** Whether a folder is entered. */
    private interface Entry {
        boolean enters(Path each, Path relative) throws IOException;
    }
}
