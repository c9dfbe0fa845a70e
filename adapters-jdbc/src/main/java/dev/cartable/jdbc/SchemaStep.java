package dev.cartable.jdbc;

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
import java.util.stream.Collectors;

/**
 * One numbered file of the schema. Statements end with a semicolon at the end of a line. A line that begins with {@code --!}
 * says more about the statement after it, or, at the head of the file, about the file.
 *
 * @param outside whether it runs outside a transaction, as CREATE INDEX CONCURRENTLY must
 */
record SchemaStep(int version, String file, String text, boolean outside, List<Statement> statements) {
    private static final Pattern FILE = Pattern.compile("V(\\d{3})__[a-z_]+\\.sql");
    private static final String OUTSIDE = "--! outside a transaction";
    private static final String ROSTER = "--! only where the roster is in tables";

    /**
     * A statement of a file.
     *
     * @param roster whether it is about tables of the roster, which a host may define as views instead
     */
    record Statement(String sql, boolean roster) {}

    static SchemaStep read(String folder, String file) {
        String path = "schema/" + folder + "/" + file;
        try (InputStream in = SchemaStep.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + path);
            }
            return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SchemaStep parse(String file, String text) {
        Matcher name = FILE.matcher(file);
        if (!name.matches()) {
            throw new IllegalArgumentException("'" + file + "' is not named like V001__accounts.sql");
        }
        List<String> lines = text.lines().toList();
        boolean outside = !lines.isEmpty() && lines.get(0).equals(OUTSIDE);
        List<Statement> statements = new ArrayList<>();
        List<String> sql = new ArrayList<>();
        boolean roster = false;
        for (String line : lines) {
            if (line.equals(ROSTER)) {
                roster = true;
            } else if (!line.startsWith("--") && !line.isBlank()) {
                sql.add(line);
                if (line.endsWith(";")) {
                    String statement = String.join("\n", sql);
                    statements.add(new Statement(statement.substring(0, statement.length() - 1), roster));
                    sql.clear();
                    roster = false;
                }
            }
        }
        if (!sql.isEmpty()) {
            throw new IllegalArgumentException(file + " ends within a statement: " + sql.get(0));
        }
        return new SchemaStep(Integer.parseInt(name.group(1)), file, text, outside, List.copyOf(statements));
    }

    /** SHA-256 of the file, whatever its line ends. */
    String checksum() {
        String lines = text.lines().collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }
}
