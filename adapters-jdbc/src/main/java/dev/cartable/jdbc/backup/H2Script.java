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
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.util.ScriptReader;

/**
 * A database as H2's {@code SCRIPT} writes it. Users and rights belong to the database that it is run in, as PostgreSQL's roles belong to a
 * server, so they are left out when it is run. The last line says that the script is whole: H2 writes none.
 */
final class H2Script {
    private static final String END = "-- cartable: the script ends here\n";
    private static final Pattern RIGHTS =
            Pattern.compile("\\s*(?:CREATE (?:USER|ROLE) |GRANT )", Pattern.CASE_INSENSITIVE);
    private static final Pattern USERS = Pattern.compile("\\s*CREATE USER ", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEAD = Pattern.compile("\\s*(?:--|;|SET |CREATE USER |$)");
    private static final Pattern OWNER =
            Pattern.compile("(?is)^(\\s*CREATE SCHEMA .*?) AUTHORIZATION \"(?:[^\"]|\"\")*\"\\s*$");
    /** How the statements begin that {@code SCRIPT} writes and that hold no code. */
    private static final Pattern EXPECTED =
            Pattern.compile("(?:CREATE SCHEMA IF NOT EXISTS|CREATE DOMAIN|CREATE CONSTANT"
                    + "|CREATE SEQUENCE|CREATE (?:(?:CACHED|MEMORY) )?(?:(?:GLOBAL|LOCAL) TEMPORARY )?TABLE"
                    + "|CREATE (?:OR REPLACE )?(?:FORCE )?(?:MATERIALIZED )?VIEW|CREATE (?:OR REPLACE )?SYNONYM"
                    + "|CREATE (?:UNIQUE |NULLS (?:NOT |ALL )?DISTINCT |HASH |SPATIAL )*INDEX|CREATE PRIMARY KEY"
                    + "|ALTER (?:TABLE|DOMAIN) [^()']+ ADD CONSTRAINT|COMMENT ON|DROP TABLE IF EXISTS SYSTEM_LOB_STREAM"
                    + "|INSERT INTO)\\s[\\s\\S]*|DROP TABLE IF EXISTS SYSTEM_LOB_STREAM");

    private static final Pattern SETTING = Pattern.compile("SET ([A-Z_]+) (?:[A-Z0-9_ -]+|'(?:[^']|'')*')");
    /** The settings on which it depends whether the other statements run. */
    private static final Set<String> NEEDED_SETTINGS =
            Set.of("COLLATION", "IGNORECASE", "MODE", "DEFAULT_NULL_ORDERING");
    /** How {@code SCRIPT} makes and drops the two functions of H2 that it writes for large values. */
    private static final Pattern LARGE_VALUES = Pattern.compile(
            "CREATE ALIAS IF NOT EXISTS SYSTEM_COMBINE_([BC])LOB FOR"
                    + " ['\"]org\\.h2\\.command\\.dml\\.ScriptCommand\\.combine\\1lob['\"]"
                    + "|DROP ALIAS IF EXISTS SYSTEM_COMBINE_[BC]LOB",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern CODE = Pattern.compile("CREATE (?:OR REPLACE )?(?:FORCE )?"
            + "(?:ALIAS|TRIGGER|AGGREGATE|(?:(?:GLOBAL |LOCAL )?TEMPORARY )?LINKED TABLE)\\s[\\s\\S]*");
    private static final Pattern ROWS = Pattern.compile(
            "INSERT INTO (?:[A-Z_]+|(?:U&)?\"(?:[^\"]|\"\")+\"(?:\\.(?:U&)?\"(?:[^\"]|\"\")+\")?)"
                    + "\\s*(?:\\((?:[^()\"']|\"(?:[^\"]|\"\")*+\")*+\\)\\s*)?(?:OVERRIDING (?:SYSTEM|USER) VALUE )?VALUES\\s*(?=\\()");
    /** The words that stand in the rows of an {@code INSERT}, outside of strings. */
    private static final Set<String> ROW_WORDS = Set.of(
            "NULL",
            "TRUE",
            "FALSE",
            "UNKNOWN",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "WITH",
            "WITHOUT",
            "ZONE",
            "INTERVAL",
            "YEAR",
            "MONTH",
            "DAY",
            "HOUR",
            "MINUTE",
            "SECOND",
            "TO",
            "UUID",
            "JSON",
            "GEOMETRY",
            "ARRAY",
            "ROW",
            "X",
            "U",
            "CAST",
            "AS",
            "DECFLOAT",
            "DOUBLE",
            "PRECISION",
            "REAL",
            "NUMERIC",
            "BIGINT",
            "INTEGER",
            "SMALLINT",
            "TINYINT",
            "JAVA_OBJECT",
            "BINARY",
            "CHARACTER",
            "VARYING",
            "LARGE",
            "OBJECT",
            "SYSTEM_COMBINE_CLOB",
            "SYSTEM_COMBINE_BLOB");

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
            for (String line = file.readLine();
                    line != null && HEAD.matcher(line).lookingAt();
                    line = file.readLine()) {
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

    /** A script has a statement that {@code SCRIPT} does not write, or that is code. */
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
     * Runs a script of an archive that the host has signed, in an empty database. Functions and triggers, which are Java code, are
     * created, too.
     *
     * @param admin the connection for code, for H2's own functions for large values, and for settings
     * @param user the connection for all else; its user may alter any schema, and is no admin, so that no expression in a table or a
     *     view reads or writes files
     * @param owner the admin that the schemas will belong to
     * @param read is called with the characters that were run so far
     */
    static void run(Connection admin, Connection user, Path script, String owner, LongConsumer read)
            throws SQLException, IOException, UnexpectedStatementException {
        run(admin, user, script, owner, true, read);
    }

    /**
     * Runs a script of unknown origin in an empty database, without code. H2 lets only an admin read and write files and reach
     * other databases from SQL, so the user must not be one.
     *
     * @param admin the connection for H2's own functions for large values, and for settings
     * @param user the connection for all else; its user may alter any schema
     * @param read is called with the characters that were run so far
     */
    static void runWithoutCode(Connection admin, Connection user, Path script, LongConsumer read)
            throws SQLException, IOException, UnexpectedStatementException {
        run(admin, user, script, user.getMetaData().getUserName(), false, read);
    }

    private static void run(
            Connection admin, Connection user, Path script, String owner, boolean allowsCode, LongConsumer read)
            throws SQLException, IOException, UnexpectedStatementException {
        try (BufferedReader reader = Files.newBufferedReader(script, UTF_8);
                Statement asAdmin = admin.createStatement();
                Statement asUser = user.createStatement()) {
            ScriptReader statements = new ScriptReader(reader);
            statements.setSkipRemarks(true);
            long done = 0;
            for (String sql = statements.readStatement(); sql != null; sql = statements.readStatement()) {
                String head = sql.strip();
                if (head.isEmpty() || RIGHTS.matcher(head).lookingAt()) {
                    continue;
                }
                Matcher setting = SETTING.matcher(head);
                if (setting.matches()) {
                    if (allowsCode || NEEDED_SETTINGS.contains(setting.group(1))) {
                        asAdmin.execute(head);
                    }
                } else if (LARGE_VALUES.matcher(head).matches()) {
                    asAdmin.execute(head);
                } else if (CODE.matcher(head).matches()) {
                    if (!allowsCode) {
                        throw new UnexpectedStatementException(
                                "the script has functions or triggers, which are code", true);
                    }
                    asAdmin.execute(head);
                } else if (isExpected(head)) {
                    asUser.execute(OWNER.matcher(head)
                            .replaceFirst("$1 AUTHORIZATION " + Matcher.quoteReplacement(Catalog.quote(owner))));
                } else {
                    throw new UnexpectedStatementException(
                            "a statement that begins with \"" + head.split("\\s", 2)[0] + "\" is none that H2 writes",
                            false);
                }
                done += sql.length();
                read.accept(done);
            }
        }
    }

    private static boolean isExpected(String sql) {
        return EXPECTED.matcher(sql).matches() && (!sql.startsWith("INSERT") || hasOnlyValues(sql));
    }

    /** Whether an {@code INSERT} has rows of values, and calls no function but those that H2 writes for large values. */
    private static boolean hasOnlyValues(String sql) {
        Matcher rows = ROWS.matcher(sql);
        if (!rows.lookingAt()) {
            return false;
        }
        int at = rows.end();
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\'') {
                int end = sql.indexOf('\'', at + 1);
                if (end < 0) {
                    return false;
                }
                at = end + 1; // a doubled quote begins the next string
            } else if (isWordPart(c)) {
                int end = at + 1;
                while (end < sql.length() && isWordPart(sql.charAt(end))) {
                    end++;
                }
                if (!isDigit(c) && c != '.' && !ROW_WORDS.contains(sql.substring(at, end))) {
                    return false;
                }
                at = end;
            } else if ("()[],+-& \t\r\n".indexOf(c) >= 0) {
                at++;
            } else {
                return false;
            }
        }
        return true;
    }

    private static boolean isWordPart(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || isDigit(c) || c == '_' || c == '.';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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
