package dev.cartable.backup;

import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.ReferencedFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The list of files that the database refers to, as the archive holds it: a line for each row, with the reference, the row's id and the
 * name in the archive between tabs. A tab, a line break and a backslash are written as in Java.
 */
final class References {
    static final String FILE = Names.DATABASE + "references.tsv";

    private References() {}

    /** Writes the list. */
    static final class Writer implements Consumer<ReferencedFile>, AutoCloseable {
        private final Map<String, MediaReference> references = new TreeMap<>();
        private final BufferedWriter out;

        Writer(Path file, Iterable<MediaReference> references) throws IOException {
            references.forEach(reference -> this.references.put(reference.name(), reference));
            this.out = Files.newBufferedWriter(file);
        }

        @Override
        public void accept(ReferencedFile row) {
            MediaReference reference = references.get(row.reference());
            if (reference == null) {
                throw new IllegalArgumentException("the dump tells of a reference that was not asked for: " + row);
            }
            try {
                out.write(escaped(row.reference()) + "\t" + escaped(row.id()) + "\t"
                        + escaped(name(reference, row.path())) + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** The name in the archive of a file that the database refers to. */
    static String name(MediaReference reference, String path) {
        String prefix = reference.prefix();
        String inFolder = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
        while (inFolder.startsWith("/")) {
            inFolder = inFolder.substring(1);
        }
        return Names.MEDIA + reference.media() + "/" + inFolder;
    }

    /**
     * Reads a list and reports each file that is not in the archive. Of a media folder that is not in the archive at all, only the number
     * is reported.
     */
    static void check(InputStream list, Set<String> names, Set<String> media, Consumer<? super Finding> findings)
            throws IOException {
        Map<String, Long> unchecked = new TreeMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
        for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split("\t", -1);
            if (parts.length != 3) {
                throw new IOException("the list of references has a line with " + parts.length + " parts");
            }
            String name = unescaped(parts[2]);
            String[] folders = name.split("/", 3);
            if (folders.length < 2 || !media.contains(folders[1])) {
                unchecked.merge(folders.length < 2 ? name : folders[0] + "/" + folders[1], 1L, Long::sum);
            } else if (!names.contains(name)) {
                findings.accept(Finding.of(
                        Code.REFERENCE_MISSING,
                        "reference",
                        unescaped(parts[0]),
                        "id",
                        unescaped(parts[1]),
                        "path",
                        name));
            }
        }
        unchecked.forEach((path, count) ->
                findings.accept(Finding.of(Code.REFERENCE_NOT_CHECKED, "path", path, "count", Long.toString(count))));
    }

    /** Which of certain rows a list has. */
    static Set<ReferencedRow> among(InputStream list, Set<ReferencedRow> wanted) throws IOException {
        Set<ReferencedRow> found = new HashSet<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
        for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split("\t", -1);
            ReferencedRow row = new ReferencedRow(unescaped(parts[0]), parts.length < 2 ? "" : unescaped(parts[1]));
            if (wanted.contains(row)) {
                found.add(row);
            }
        }
        return found;
    }

    /** A row that refers to a file. */
    record ReferencedRow(String reference, String id) {}

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                plain.append(
                        switch (text.charAt(i)) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> text.charAt(i);
                        });
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
