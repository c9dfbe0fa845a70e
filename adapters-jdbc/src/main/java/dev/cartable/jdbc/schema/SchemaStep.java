package dev.cartable.jdbc.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One numbered file of the schema, the same for all databases. Statements end with a semicolon at the end of a line. A line that
 * begins with {@code --!} restricts the statement after it or, at the head of the file, says how the file is run.
 *
 * @param checksum SHA-256 of the file, whatever its line ends
 * @param outside whether it runs outside a transaction, as CREATE INDEX CONCURRENTLY must
 */
public record SchemaStep(int version, String file, String checksum, boolean outside, List<Statement> statements) {
    private static final Pattern FILE = Pattern.compile("V(\\d{3})__[a-z_]+\\.sql");
    private static final String OUTSIDE = "--! outside a transaction";
    private static final String DIRECTIVE = "--! ";

    /** Where a statement is run; everywhere if it says nothing. */
    public enum Only {
        /** The roster's tables, which a host may define as views instead. */
        ROSTER_IN_TABLES("only where the roster is in tables"),
        PARTIAL_INDEXES("only with partial indexes"),
        NO_PARTIAL_INDEXES("only without partial indexes");

        private final String words;

        Only(String words) {
            this.words = words;
        }

        static Only of(String file, String directive) {
            for (Only only : values()) {
                if (directive.equals(DIRECTIVE + only.words)) {
                    return only;
                }
            }
            throw new IllegalArgumentException(file + " has a line that is not known: " + directive);
        }
    }

    /**
     * A statement of a file, with tokens and names as the file has them.
     *
     * @param only null for everywhere
     */
    public record Statement(String sql, @Nullable Only only) {
        boolean roster() {
            return only == Only.ROSTER_IN_TABLES;
        }

        /** Whether the statement is for a database that has partial indexes, or for one that has none. */
        boolean isFor(boolean partialIndexes) {
            return only != (partialIndexes ? Only.NO_PARTIAL_INDEXES : Only.PARTIAL_INDEXES);
        }
    }

    public static SchemaStep read(String file) {
        try (InputStream in = SchemaStep.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no schema/" + file);
            }
            return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SchemaStep parse(String file, String text) {
        Matcher name = FILE.matcher(file);
        if (!name.matches()) {
            throw new IllegalArgumentException("'" + file + "' is not named like V001__cartable.sql");
        }
        List<String> lines = text.lines().toList();
        boolean outside = !lines.isEmpty() && lines.get(0).equals(OUTSIDE);
        List<Statement> statements = new ArrayList<>();
        List<String> sql = new ArrayList<>();
        Only only = null;
        for (String line : lines) {
            if (line.startsWith(DIRECTIVE) && !line.equals(OUTSIDE)) {
                only = Only.of(file, line);
            } else if (!line.startsWith("--") && !line.isBlank()) {
                sql.add(line);
                if (line.endsWith(";")) {
                    String statement = String.join("\n", sql);
                    statements.add(new Statement(statement.substring(0, statement.length() - 1), only));
                    sql.clear();
                    only = null;
                }
            }
        }
        if (!sql.isEmpty()) {
            throw new IllegalArgumentException(file + " ends within a statement: " + sql.get(0));
        }
        return new SchemaStep(Integer.parseInt(name.group(1)), file, checksum(lines), outside, List.copyOf(statements));
    }

    private static String checksum(List<String> lines) {
        try {
            byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }
}
