package dev.cartable.jdbc.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.util.ScriptReader;

/**
 * A database as H2's {@code SCRIPT} writes it. Users and rights belong to the database that it is run in, as PostgreSQL's roles belong to a
 * server, so they are left out when it is run. The last line says that the script is whole: H2 writes none.
 */
final class H2Script {
    private static final String END = "-- cartable: the script ends here\n";
    private static final Pattern RIGHTS = Pattern.compile("\\s*(?:CREATE (?:USER|ROLE) |GRANT )", Pattern.CASE_INSENSITIVE);
    private static final Pattern USERS = Pattern.compile("\\s*CREATE USER ", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEAD = Pattern.compile("\\s*(?:--|;|SET |CREATE USER |$)");
    private static final Pattern OWNER = Pattern.compile("(?is)^(\\s*CREATE SCHEMA .*?) AUTHORIZATION \"(?:[^\"]|\"\")*\"\\s*$");
    private static final Pattern EXPECTED =
            Pattern.compile("(?is)\\s*(?:CREATE|ALTER|INSERT|SET|COMMENT|GRANT|CALL|DROP|ANALYZE|SELECT)\\b.*");
    private static final Pattern CODE = Pattern.compile(
            "(?is)\\s*CREATE\\s+(?:FORCE\\s+)?(?:ALIAS|TRIGGER|AGGREGATE|(?:GLOBAL |LOCAL )?(?:TEMPORARY )?LINKED)\\b.*");

    private H2Script() {}

    /** Writes a script of the connection's snapshot. It also ends the transaction. */
    static void write(Connection connection, Path target) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SCRIPT TO '" + target.toString().replace("'", "''") + "' CHARSET 'UTF-8'");
        }
        hidePasswords(target);
        Files.writeString(target, END, UTF_8, StandardOpenOption.APPEND);
    }

    /** Makes comments of the lines that create users, which H2 writes first, with the hashes of their passwords. */
    private static void hidePasswords(Path script) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(script.toFile(), "rw")) {
            long start = 0;
            for (String line = file.readLine(); line != null && HEAD.matcher(line).lookingAt(); line = file.readLine()) {
                long next = file.getFilePointer();
                if (USERS.matcher(line).lookingAt()) {
                    file.seek(start);
                    file.write(("--" + " ".repeat(line.length() - 2)).getBytes(UTF_8));
                    file.seek(next);
                }
                start = next;
            }
        }
    }

    /** Whether the script has its last line. */
    static boolean isWhole(Path script) throws IOException {
        byte[] end = END.getBytes(UTF_8);
        try (RandomAccessFile file = new RandomAccessFile(script.toFile(), "r")) {
            if (file.length() < end.length) {
                return false;
            }
            byte[] last = new byte[end.length];
            file.seek(file.length() - end.length);
            file.readFully(last);
            return Arrays.equals(last, end);
        }
    }

    /** A script has a statement that no script has, or that holds code. */
    static final class UnexpectedStatementException extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean isCode;

        UnexpectedStatementException(String message, boolean isCode) {
            super(message);
            this.isCode = isCode;
        }

        boolean isCode() {
            return isCode;
        }
    }

    /**
     * Runs a script in an empty database.
     *
     * @param owner who owns its schemas then
     * @param allowsCode whether functions and triggers, which are Java code, are created, too
     */
    static void run(Connection connection, Path script, String owner, boolean allowsCode)
            throws SQLException, IOException, UnexpectedStatementException {
        try (BufferedReader reader = Files.newBufferedReader(script, UTF_8);
                Statement statement = connection.createStatement()) {
            ScriptReader statements = new ScriptReader(reader);
            statements.setSkipRemarks(true);
            for (String sql = statements.readStatement(); sql != null; sql = statements.readStatement()) {
                if (sql.isBlank() || RIGHTS.matcher(sql).lookingAt()) {
                    continue;
                }
                String head = sql.strip();
                String words = head.substring(0, Math.min(20, head.length())).toUpperCase(Locale.ROOT);
                if (!EXPECTED.matcher(words + " ").matches()) {
                    throw new UnexpectedStatementException("a statement begins with \"" + head.split("\\s", 2)[0] + "\"", false);
                }
                if (!allowsCode && CODE.matcher(head).matches()) {
                    throw new UnexpectedStatementException("the script has functions or triggers, which are code", true);
                }
                statement.execute(OWNER.matcher(sql)
                        .replaceFirst("$1 AUTHORIZATION " + Matcher.quoteReplacement(Catalog.quote(owner))));
            }
        }
    }

    /** The statements that create the users of a database, with their passwords as H2 keeps them. */
    static List<String> users(Connection connection) throws SQLException {
        return statements(connection, USERS);
    }

    /** The statements that give the rights of a database to its users and roles. */
    static List<String> rights(Connection connection) throws SQLException {
        return statements(connection, Pattern.compile("\\s*(?:CREATE ROLE |GRANT )"));
    }

    private static List<String> statements(Connection connection, Pattern kind) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("SCRIPT NODATA")) {
            while (row.next()) {
                if (kind.matcher(row.getString(1)).lookingAt()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }
}
