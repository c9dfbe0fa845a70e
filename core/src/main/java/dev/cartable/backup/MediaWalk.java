package dev.cartable.backup;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.MediaRoot;
import dev.cartable.backup.port.ArchiveFormat.Source;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The plain files of a media folder, folder by folder, each in the order of its names. Links, devices and sockets are reported and not
 * followed. Only one folder of each level is in memory. Used by one thread.
 */
final class MediaWalk implements Iterator<Source> {
    private final MediaRoot root;
    private final Consumer<? super Finding> findings;
    private final List<PathMatcher> excludes;
    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable Source next;
    private long bytes;
    private int numbered;

    /** A folder that is being read. */
    private record Level(String path, @Nullable String hex, Iterator<Path> children) {}

    MediaWalk(MediaRoot root, Consumer<? super Finding> findings) {
        this.root = root;
        this.findings = findings;
        this.excludes = root.excludes().stream()
                .map(pattern -> root.folder().getFileSystem().getPathMatcher("glob:" + pattern))
                .toList();
        if (Files.isDirectory(root.folder())) {
            enter(root.folder(), Names.MEDIA + root.name(), null);
        } else {
            findings.accept(Finding.of(
                    Code.MEDIA_MISSING,
                    "media",
                    root.name(),
                    "path",
                    root.folder().toString()));
        }
        advance();
    }

    /** The sizes of all files so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Source next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        Source current = next;
        advance();
        return current;
    }

    private void advance() {
        next = null;
        while (next == null && !levels.isEmpty()) {
            Level level = levels.getLast();
            if (level.children().hasNext()) {
                visit(level, level.children().next());
            } else {
                levels.removeLast();
            }
        }
    }

    private void visit(Level level, Path file) {
        Path relative = root.folder().relativize(file);
        if (relative.toString().startsWith(StagedMedia.PREFIX)
                || excludes.stream().anyMatch(pattern -> pattern.matches(relative))) {
            return;
        }
        byte[] raw = Names.bytes(file);
        String name = level.hex() == null ? Names.text(raw) : null;
        String path = level.path() + "/" + (name == null ? "?" : name);
        String hex = name == null ? hex(level, raw) : null;
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                enter(file, path, hex);
            } else if (attributes.isRegularFile()) {
                bytes += attributes.size();
                next = hex == null ? new Source(path, null, file) : numbered(hex, file);
            } else {
                findings.accept(Finding.of(Code.NOT_A_FILE, "path", path));
            }
        } catch (NoSuchFileException e) {
            findings.accept(Finding.of(Code.FILE_VANISHED, "path", path));
        } catch (IOException e) {
            findings.accept(Finding.of(Code.FILE_UNREADABLE, "path", path, "reason", String.valueOf(e.getMessage())));
        }
    }

    private Source numbered(String hex, Path file) {
        numbered++;
        String path = Names.NOT_UTF8 + root.name() + "/" + String.format(java.util.Locale.ROOT, "%06d", numbered);
        findings.accept(Finding.of(Code.NAME_NOT_UTF8, "path", path, "nameHex", hex));
        return new Source(path, hex, file);
    }

    /** The bytes of the path within the media folder. */
    private String hex(Level level, byte[] raw) {
        String own = HexFormat.of().formatHex(raw);
        String above = level.hex();
        if (above == null) {
            String folder = level.path().substring((Names.MEDIA + root.name()).length());
            above = folder.isEmpty()
                    ? ""
                    : HexFormat.of().formatHex(folder.substring(1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return above.isEmpty() ? own : above + "2f" + own;
    }

    private void enter(Path folder, String path, @Nullable String hex) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            findings.accept(Finding.of(
                    Code.MEDIA_UNREADABLE,
                    "media",
                    root.name(),
                    "path",
                    folder.toString(),
                    "reason",
                    String.valueOf(e.getMessage())));
            return;
        }
        children.sort(null);
        lint(path, children);
        levels.addLast(new Level(path, hex, children.iterator()));
    }

    /** Names that another operating system would take for one, or cannot have. */
    private void lint(String folder, List<Path> children) {
        Map<String, String> folded = new HashMap<>();
        for (Path child : children) {
            String name = String.valueOf(child.getFileName());
            String path = folder + "/" + name;
            if (Names.isReserved(name)) {
                findings.accept(Finding.of(Code.NAME_RESERVED, "path", path));
            }
            String other = folded.putIfAbsent(Names.folded(name), name);
            if (other != null) {
                boolean twins = Names.composed(name).equals(Names.composed(other));
                findings.accept(Finding.of(
                        twins ? Code.NAME_COMPOSITION : Code.NAME_CASE, "path", path, "other", folder + "/" + other));
            }
        }
    }
}
