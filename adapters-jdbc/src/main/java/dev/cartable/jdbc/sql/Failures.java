package dev.cartable.jdbc.sql;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.UnknownOutcomeException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what drivers and Jdbi throw into {@link JdbcStoreException}s that quote no row. */
public final class Failures {
    /** Classes of SQL states whose messages speak of names of tables, rights and the server, never of rows. */
    private static final Set<String> HARMLESS = Set.of("08", "28", "3D", "42", "53", "57", "58", "90");

    private static final Set<String> CONTENTION = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

    /** Of SQL:2016, a connection that could not be made. */
    private static final String NO_CONNECTION = "08001";

    private static final Pattern CONSTRAINT =
            Pattern.compile("(?:constraint \"|violation: \"[^\"]*?)([A-Za-z_][A-Za-z0-9_]*)");

    private Failures() {}

    public static JdbcStoreException of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof JdbcStoreException known) {
                return known;
            }
            if (cause instanceof SQLException sql) {
                return of(sql);
            }
        }
        JdbcStoreException failure = new JdbcStoreException("a statement could not be prepared ("
                + thrown.getClass().getSimpleName() + "); this transaction is undone");
        failure.setStackTrace(thrown.getStackTrace());
        return failure;
    }

    /** A commit that failed. Only where the database says that it has undone the transaction, that is known. */
    public static JdbcStoreException ofCommit(SQLException thrown) {
        String state = thrown.getSQLState();
        if (state != null && (state.startsWith("40") || state.startsWith("23"))) {
            return of(thrown);
        }
        SQLException harmless = new SQLException(words(thrown), state, thrown.getErrorCode());
        harmless.setStackTrace(thrown.getStackTrace());
        return new UnknownOutcomeException(
                "the commit was not acknowledged: " + words(thrown)
                        + ". It cannot be known whether this transaction was"
                        + " kept: all of it is there, or none. Look at the data before you do it again",
                harmless);
    }

    private static JdbcStoreException of(SQLException thrown) {
        String state = state(thrown);
        SQLException harmless = new SQLException(words(thrown), state, thrown.getErrorCode());
        harmless.setStackTrace(thrown.getStackTrace());
        return new JdbcStoreException("the database refused: " + words(thrown) + ". " + advice(state), harmless);
    }

    /** The SQL state. A pool that has no connection to give says so by the type alone. */
    private static @Nullable String state(SQLException thrown) {
        String state = thrown.getSQLState();
        boolean noConnection = thrown instanceof SQLTransientConnectionException
                || thrown instanceof SQLNonTransientConnectionException
                || thrown instanceof SQLRecoverableException;
        return noConnection && (state == null || state.isEmpty()) ? NO_CONNECTION : state;
    }

    private static String words(SQLException thrown) {
        String state = state(thrown);
        String message = thrown.getMessage();
        String code = "SQL state " + (state == null ? "unknown" : state);
        if (message == null) {
            return code;
        }
        if (state != null && state.length() == 5 && HARMLESS.contains(state.substring(0, 2)) && isPlain(message)) {
            return code + ", " + firstLine(message);
        }
        Matcher constraint = CONSTRAINT.matcher(message);
        return constraint.find() ? code + ", constraint " + constraint.group(1) : code;
    }

    /** H2 quotes values with some of its own states; a statement with a literal in it could quote one too. */
    private static boolean isPlain(String message) {
        return firstLine(message).indexOf('\'') < 0;
    }

    private static String firstLine(String message) {
        return message.lines()
                .findFirst()
                .orElse("")
                .replace("; SQL statement:", "")
                .strip();
    }

    private static String advice(@Nullable String state) {
        if (state != null && CONTENTION.contains(state)) {
            return "Another transaction was in the way and nothing of this one was kept; try again";
        }
        String group = state == null || state.length() < 2 ? "" : state.substring(0, 2);
        return switch (group) {
            case "08", "57" ->
                "Nothing of this transaction was kept; check that the database runs and can be reached, and"
                        + " try again";
            case "28" -> "Check the user and the password of the data source";
            case "42", "3F" ->
                "A table or column of Cartable is missing, or the user may not touch it: open the stores"
                        + " with SchemaMode.VALIDATE to see the SQL that is missing, or with SchemaMode.MIGRATE to run it";
            case "40", "50", "55" -> "Another transaction was in the way and nothing of this one was kept; try again";
            case "53" -> "Nothing of this transaction was kept; the server is out of room, memory or connections";
            case "23" -> "Nothing of this transaction was kept; two rows claim what only one can have";
            default -> "Nothing of this transaction was kept";
        };
    }

    /**
     * Whether the database has undone the transaction because another was in its way, so that the same can be tried again:
     * deadlocks and serialisation failures, and locks that were not given in time, in the words of both databases.
     */
    public static boolean isContention(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String state = cause instanceof JdbcStoreException known
                    ? known.sqlState()
                    : cause instanceof SQLException sql ? sql.getSQLState() : null;
            if (state != null) {
                return !(cause instanceof UnknownOutcomeException) && CONTENTION.contains(state);
            }
        }
        return false;
    }

    /** Whether another transaction has inserted the same key first, in H2's words. */
    public static boolean isDuplicate(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return "23505".equals(sql.getSQLState());
            }
        }
        return false;
    }
}
