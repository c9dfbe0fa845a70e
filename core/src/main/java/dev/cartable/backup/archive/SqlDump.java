package dev.cartable.backup.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cartable.backup.model.DatabaseContents;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts what a dump of {@code pg_dump} as SQL holds, while it is read. Used by one thread. */
final class SqlDump {
    private static final Pattern VERSION = Pattern.compile("-- Dumped from database version (\\d{1,4}(?!\\d)\\S*).*");
    private static final Pattern ROWS = Pattern.compile("COPY (\\S+)\\.(\\S+) .*FROM stdin;");
    private static final int LONGEST = 4096;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, Long> rows = new TreeMap<>();
    private String version = "0";
    private @Nullable String table;
    private long largeObjects;
    private boolean hasOthers;
    private boolean hasEnd;

    void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                end(line.toString(UTF_8).strip());
                line.reset();
            } else if (line.size() < LONGEST) {
                line.write(bytes[i]);
            }
        }
    }

    private void end(String text) {
        if (table != null) {
            if (text.equals("\\.")) {
                table = null;
            } else {
                rows.merge(table, 1L, Long::sum);
            }
            return;
        }
        Matcher copy = ROWS.matcher(text);
        Matcher from = VERSION.matcher(text);
        if (copy.matches()) {
            table = unquoted(copy.group(1)) + "." + unquoted(copy.group(2));
            rows.putIfAbsent(table, 0L);
        } else if (from.matches()) {
            version = from.group(1);
        } else if (text.startsWith("INSERT INTO ")) {
            hasOthers = true;
        } else if (text.startsWith("SELECT pg_catalog.lo_create(")) {
            largeObjects++;
        } else if (text.equals("-- PostgreSQL database dump complete")) {
            hasEnd = true;
        }
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name;
    }

    /** The server's version; 0 if the dump does not say it. */
    String version() {
        return version;
    }

    /** Whether the dump was written to its end. */
    boolean isWhole() {
        return hasEnd;
    }

    /** The rows of each table; none if the dump has rows in another form than {@code COPY}. */
    DatabaseContents contents() {
        return hasOthers ? nothing() : new DatabaseContents(rows, Map.of(), largeObjects);
    }

    static DatabaseContents nothing() {
        return new DatabaseContents(Map.of(), Map.of(), 0);
    }
}
