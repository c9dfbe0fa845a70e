package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.Durability;
import dev.cartable.jdbc.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What differs between H2 and PostgreSQL. To support a further one, write this interface, add it to {@link Dialects#ALL}, and run the
 * contracts of {@code core/tck} on it. CONTRIBUTING.md says what other statements share that not every database has.
 *
 * <p>In the statements, {@code t} is a row of the table and {@code u} one that is given. Safe for use by several threads.
 */
public interface Dialect extends BulkWrites {
    // The database

    /** What the driver calls the database. */
    String product();

    /** Whether it runs in the host's process: then it belongs to Cartable, which creates its tables without being asked. */
    boolean embedded();

    /** Whether a connection keeps the isolation level that the data source gave it, so that one look is enough. */
    boolean keepsIsolation();

    /**
     * What it keeps of an acknowledged commit when its process is killed. Writes nothing.
     *
     * @param writesThrough whether Cartable has an embedded database write each commit at once
     */
    Durability durability(Connection connection, boolean writesThrough) throws SQLException;

    /** The database's time now. */
    String clock();

    /** The database's time, so many milliseconds from now. */
    String later(String milliseconds);

    /**
     * A condition that is true. As a side effect, the database ends the transaction, and its connection, once it has waited for so many
     * milliseconds for the next statement. Without it, a process that is paused would hold its locks until it wakes.
     */
    String idleLimit(String milliseconds);

    // The schema

    /** What it writes for a token of the schema's files; empty if it has nothing of the kind. */
    String schemaWord(SchemaToken token, String argument);

    /** Whether an index can have a condition. */
    boolean partialIndexes();

    /** Whether {@code CREATE INDEX} wants the schema before the name of the index, rather than refusing it. */
    boolean qualifiesIndexes();

    /**
     * A query for the schemas that have a table of a name ({@code ?}) and that the user can see. Its second column is their
     * place in the connection's search path, and NULL of others; it sorts by that.
     */
    String schemasWithTable();

    /** A query for indexes whose name begins with a prefix ({@code ?}) and which were left unfinished. */
    Optional<String> unfinishedIndexes();

    /**
     * Tries to lock the schema for this connection, and does not wait.
     *
     * @param history the table of the steps that were run, also the name of the lock
     * @param createHistory creates that table, where the lock needs it
     */
    boolean tryLockSchema(Connection connection, String history, String createHistory) throws SQLException;

    /** Takes the lock back. */
    void unlockSchema(Connection connection, String history) throws SQLException;

    // Writing

    /** Inserts the rows, which are known to be new. Far cheaper on H2 than looking for each. */
    default <T> String insert(String table, Columns<T> columns) {
        return "INSERT INTO " + table + " (" + columns.names() + ") SELECT " + columns.names() + " FROM "
                + columns.rows();
    }

    /** Inserts the rows whose key is not there yet, and returns columns of those. */
    default <T> String insertNew(String table, Columns<T> columns, List<String> key, String returned) {
        return insertFree(table, columns, List.of(key), returned);
    }

    /** Inserts the rows of which none of the unique keys is there yet, and returns columns of those. */
    <T> String insertFree(String table, Columns<T> columns, List<List<String>> unique, String returned);

    /**
     * An insert that copies columns of the inserted row {@code u} into another table, as one statement and so one round trip; returns a
     * column of the copies.
     *
     * @param columns the columns of the other table
     * @param values what they are, in the same order
     * @param insertNew what {@link #insertNew} says; it returns the columns that {@code values} are made from
     */
    String insertedInto(String table, String columns, String values, String returned, String insertNew);

    /** Inserts the rows, and overwrites those whose key is there. */
    default <T> String upsert(String table, Columns<T> columns, List<String> key) {
        return merge(
                new Merge<>(table, columns, key, row -> columns.without(key).set(row)));
    }

    /** Inserts the rows, and changes those whose key is there. */
    String merge(Merge<?> merge);

    /**
     * Runs {@link #insertNew} and, if so many rows were new, merges one after the other, all in one statement and so one round
     * trip; returns what was inserted. If fewer were new, nothing is merged. Empty where the database has no such statement.
     *
     * @param insertNew what {@link #insertNew} says; its parameters and those of the merges have different names
     * @param count the number of rows to insert, as an expression
     * @param returned the column that {@code insertNew} returns
     */
    Optional<String> insertNewThenMerge(String insertNew, String count, String returned, List<Merge<?>> merges);

    /** Changes the rows {@code t} that have the key of a given row {@code u}. */
    <T> String update(String table, Columns<T> columns, List<String> key, String set);

    /**
     * As {@link #update}, and returns a column of the changed rows.
     *
     * @param onlyIf a condition for the change
     */
    <T> String updateReturning(
            String table, Columns<T> columns, List<String> key, String onlyIf, String set, String returned);

    /** Deletes rows and changes those of another table. Where nothing is deleted, nothing is changed. Returns the ids. */
    String transfer(Transfer<?> transfer);

    /** Deletes rows that meet a condition, at most {@code max} of them. */
    default String deleteSome(String table, String where, String max) {
        return "DELETE FROM " + table + " WHERE " + some(table, where, max);
    }

    /** As {@link #deleteSome}, but changes the rows, after which they must not meet the condition any more. */
    default String updateSome(String table, String set, String where, String max) {
        return "UPDATE " + table + " SET " + set + " WHERE " + some(table, where, max);
    }

    /**
     * The end of a statement that deletes or changes at most {@code max} rows. Two transactions never deadlock: each leaves out
     * what the other is deleting, or the second waits.
     */
    String some(String table, String where, String max);

    // Locking

    /** Whether a part of a query ({@code WITH … AS (SELECT … FOR UPDATE)}) can lock its rows. */
    boolean locksInParts();

    /**
     * A select that locks its rows against writers, while other transactions may lock them the same way. Where a database has
     * no such lock, one transaction locks them at a time.
     */
    String shared(String select);

    /** A subquery for rows to delete. Leaves out those that another transaction is deleting, unless the database waits for it. */
    String withoutLocked(String select);

    // Reading

    /** The elements of an array as a relation. */
    default String elements(String array) {
        return "UNNEST(" + array + ")";
    }

    /**
     * Joins the few rows of one of Cartable's own tables that an index finds for each row before it: one look into the index for
     * each. A plain join would be kept by PostgreSQL as it was planned while the table was small, and read all of it for every
     * chunk of a run that fills it.
     *
     * @param kind {@code INNER} or {@code LEFT}
     */
    String join(String kind, String table, String alias, String condition);

    /**
     * Makes the rest of the connection's transaction find rows by index where there is one. Without statistics, as just after
     * an import, PostgreSQL would read and sort a whole table for each page of it.
     */
    void preferIndexes(Connection connection) throws SQLException;

    /** Whether two values differ, where NULL is a value like others. */
    default String differs(String one, String other) {
        return one + " IS DISTINCT FROM " + other;
    }

    /** A text to be compared by code point, as Java does, whatever collation a host's view brings. */
    String byCode(String text);
}
