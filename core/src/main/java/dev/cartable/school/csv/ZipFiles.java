package dev.cartable.school.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A roster in a zip file, at its top or in one folder. Nothing is ever unpacked to the disk, so a link in it is only text.
 * Refused as a whole: names that point out of the archive, more than {@value #MAX_ENTRIES} entries, and files that unfold to
 * more than {@value #MAX_BYTES} bytes, or to more than {@value #MAX_RATIO} times their size beyond the first {@value #FREE_BYTES}.
 */
final class ZipFiles implements RosterFiles {
    static final int MAX_ENTRIES = 1_000;
    static final long MAX_BYTES = 2L << 30;
    static final int MAX_RATIO = 100;
    static final long FREE_BYTES = 10L << 20;

    private final ZipFile zip;
    private final List<ZipEntry> entries;

    private ZipFiles(ZipFile zip, List<ZipEntry> entries) {
        this.zip = zip;
        this.entries = entries;
    }

    static ZipFiles open(Path place) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(place.toFile());
        } catch (ZipException e) {
            throw RosterProblem.NO_ZIP.because(e, "file", place, "detail", String.valueOf(e.getMessage()));
        }
        try {
            return new ZipFiles(zip, entries(zip));
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static List<ZipEntry> entries(ZipFile zip) {
        if (zip.size() > MAX_ENTRIES) {
            throw RosterProblem.ZIP_ENTRIES.because("entries", zip.size(), "limit", MAX_ENTRIES);
        }
        List<ZipEntry> files = new ArrayList<>();
        zip.stream().forEach(entry -> {
            if (pointsOut(entry.getName())) {
                throw RosterProblem.ZIP_ESCAPE.because();
            }
            if (!entry.isDirectory() && !entry.getName().startsWith("__MACOSX/")) {
                files.add(entry);
            }
        });
        return files;
    }

    private static boolean pointsOut(String name) {
        return name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf(':') >= 0
                || name.indexOf('\0') >= 0
                || List.of(name.split("/", -1)).contains("..");
    }

    @Override
    public @Nullable TextFile find(String name) throws IOException {
        String folder = folder();
        List<ZipEntry> found = entries.stream()
                .filter(entry -> entry.getName().equalsIgnoreCase(folder + name))
                .toList();
        if (found.size() > 1) {
            throw RosterProblem.TWO_FILES.because("file", name);
        }
        if (found.isEmpty()) {
            return null;
        }
        ZipEntry entry = found.get(0);
        TextFile file = TextFile.inspect(name, () -> open(name, entry));
        if (file.checksum() != entry.getCrc()) {
            throw RosterProblem.ZIP_DAMAGED.because("file", name);
        }
        return file;
    }

    @Override
    public String place() {
        return zip.getName();
    }

    /** Where users.csv lies: the top, else the one folder that has it. */
    private String folder() {
        List<String> folders = entries.stream()
                .map(ZipEntry::getName)
                .filter(name -> fileName(name).equalsIgnoreCase("users.csv"))
                .map(name -> name.substring(0, name.length() - "users.csv".length()))
                .filter(folder -> folder.chars().filter(c -> c == '/').count() <= 1)
                .sorted()
                .toList();
        if (folders.size() > 1 && !folders.get(0).isEmpty()) {
            throw RosterProblem.ZIP_FOLDERS.because();
        }
        return folders.isEmpty() ? "" : folders.get(0).toLowerCase(Locale.ROOT);
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public List<String> names() {
        return entries.stream().map(entry -> fileName(entry.getName())).toList();
    }

    private InputStream open(String name, ZipEntry entry) throws IOException {
        long packed = Math.max(1, entry.getCompressedSize());
        long limit = Math.min(MAX_BYTES, Math.max(FREE_BYTES, packed * MAX_RATIO));
        return new BoundedStream(
                zip.getInputStream(entry),
                limit,
                () -> RosterProblem.ZIP_BOMB.because("file", name, "limit", limit, "packed", packed));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
