package dev.cartable.jdbc.backup;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Runs what {@code pg_restore} writes as SQL on a connection, with the rows of its {@code COPY}. Used by one thread at a time. */
final class PgScript {
    private static final int CHUNK = 1 << 16;

    /** What older servers do not know. */
    private static final String NEWER_SETTING = "SET transaction_timeout = 0;";

    /** Around large objects; the transaction here is a larger one. */
    private static final Set<String> TRANSACTION = Set.of("BEGIN;", "COMMIT;");

    /** How {@code pg_dump} begins what follows. */
    private static final String ENTRY = "-- Name: ";

    /** A statement would write in a transaction that may only read. */
    private static final String READ_ONLY = "25006";

    private static final String ROWS = "-- Data for Name: ";
    private static final Pattern LEFT_OUT =
            Pattern.compile("ALTER .* OWNER TO .*;|(GRANT|REVOKE) .*;|ALTER DEFAULT PRIVILEGES .*;"
                    + "|COMMENT ON (EXTENSION .*|SCHEMA public) IS .*;");

    private final Connection connection;
    private @Nullable String restriction;
    private SqlPosition position = new SqlPosition();

    PgScript(Connection connection) {
        this.connection = connection;
    }

    private void begin() {
        restriction = null;
        position = new SqlPosition();
    }

    /** Runs definitions, which are read into memory as a whole: no line in them can be taken for a beginning of rows. */
    void definitions(InputStream script) throws IOException {
        begin();
        StringBuilder sql = new StringBuilder();
        try (BufferedInputStream lines = new BufferedInputStream(script, CHUNK)) {
            for (String line = line(lines); line != null; line = line(lines)) {
                append(sql, line);
            }
        }
        execute(sql);
    }

    private void append(StringBuilder sql, String line) {
        sql.append(line);
        position.read(line);
    }

    /** Runs rows, large objects and positions of sequences as they come. */
    void rows(InputStream script) throws IOException {
        begin();
        StringBuilder sql = new StringBuilder();
        try (BufferedInputStream lines = new BufferedInputStream(script, CHUNK)) {
            for (String line = line(lines); line != null; line = line(lines)) {
                boolean begins = sql.isEmpty();
                if (begins && (line.startsWith("--") || line.isBlank() || TRANSACTION.contains(line.strip()))) {
                    continue;
                }
                append(sql, line);
                boolean mayEnd = position.isOutside() && line.endsWith(";\n");
                if (mayEnd && sql.indexOf("COPY ") == 0 && line.endsWith(" FROM stdin;\n")) {
                    copy(sql.substring(0, sql.length() - ";\n".length()), lines);
                    sql.setLength(0);
                } else if (mayEnd) {
                    execute(sql);
                    sql.setLength(0);
                }
            }
        }
        execute(sql);
    }

    /** Runs a dump of {@code pg_dump} as SQL, without owners, privileges and comments that only an owner may make. */
    void whole(InputStream script) throws IOException {
        begin();
        StringBuilder sql = new StringBuilder();
        boolean hasRows = false;
        try (BufferedInputStream lines = new BufferedInputStream(script, CHUNK)) {
            for (String line = line(lines); line != null; line = line(lines)) {
                String text = line.strip();
                if (!position.isOutside()) {
                    append(sql, line);
                } else if (hasRows && text.startsWith("COPY ") && text.endsWith(" FROM stdin;")) {
                    execute(sql);
                    sql.setLength(0);
                    copy(text.substring(0, text.length() - 1), lines);
                } else {
                    if (text.startsWith(ENTRY) || text.startsWith(ROWS)) {
                        hasRows = text.startsWith(ROWS);
                    }
                    append(sql, line);
                    if (position.isOutside() && isLeftOut(text, hasRows)) {
                        sql.setLength(sql.length() - line.length());
                    }
                }
                if (hasRows && sql.length() > CHUNK && position.isOutside() && text.endsWith(";")) {
                    execute(sql);
                    sql.setLength(0);
                }
            }
        }
        execute(sql);
    }

    private static boolean isLeftOut(String text, boolean hasRows) {
        return LEFT_OUT.matcher(text).matches() || (hasRows && TRANSACTION.contains(text));
    }

    private void copy(String statement, BufferedInputStream lines) throws IOException {
        try {
            CopyIn copy = new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(statement);
            ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK);
            ByteArrayOutputStream row = new ByteArrayOutputStream();
            boolean isOver = false;
            while (!isOver) {
                row.reset();
                if (!read(lines, row)) {
                    throw new IOException("the rows of " + statement + " are cut off");
                }
                isOver = row.size() <= 4
                        && row.toString(StandardCharsets.ISO_8859_1).strip().equals("\\.");
                if (!isOver) {
                    row.writeTo(chunk);
                }
                if (chunk.size() > 0 && (isOver || chunk.size() >= CHUNK)) {
                    copy.writeToCopy(chunk.toByteArray(), 0, chunk.size());
                    chunk.reset();
                }
            }
            copy.endCopy();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void execute(CharSequence sql) throws IOException {
        if (sql.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            // The server finds the statements' ends itself; the driver does not know every body of a function.
            QueryExecutor executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
            PreferQueryMode before = executor.getPreferQueryMode();
            executor.setPreferQueryMode(PreferQueryMode.SIMPLE);
            try {
                statement.setEscapeProcessing(false);
                statement.execute(sql.toString());
            } finally {
                executor.setPreferQueryMode(before);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A failure without details and contexts, which quote rows. */
    private static IOException failed(SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (message != null && PgTransaction.GUARD.equals(message.getConstraint())) {
            return new IOException("the dump has COMMIT, which would end the transaction of the restore", e);
        }
        if (Catalog.DISK_FULL.equals(e.getSQLState())) {
            throw Catalog.unreachable(e);
        }
        if (READ_ONLY.equals(e.getSQLState())) {
            return new IOException("the dump has ROLLBACK, which has ended the transaction of the restore", e);
        }
        return new IOException(
                message == null ? String.valueOf(e.getMessage()) : String.valueOf(message.getMessage()), e);
    }

    /** The next line; null at the end. What only psql understands is an empty line. */
    private @Nullable String line(BufferedInputStream lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!read(lines, bytes) && bytes.size() == 0) {
            return null;
        }
        String line = bytes.toString(StandardCharsets.UTF_8);
        if (!position.isOutside()) {
            return line;
        }
        String stripped = line.strip();
        if (restriction == null && line.startsWith("\\restrict ")) {
            restriction = stripped.substring("\\restrict ".length());
            return "\n";
        }
        return stripped.equals(NEWER_SETTING) || stripped.equals("\\unrestrict " + restriction) ? "\n" : line;
    }

    /** Reads a line with its end; false if the text ends before it. */
    private static boolean read(BufferedInputStream lines, ByteArrayOutputStream line) throws IOException {
        for (int next = lines.read(); next >= 0; next = lines.read()) {
            line.write(next);
            if (next == '\n') {
                return true;
            }
        }
        return false;
    }
}
