package dev.cartable.jdbc;

import dev.cartable.jdbc.database.DataSourceTransactions;
import dev.cartable.jdbc.database.WriteThrough;
import java.sql.Connection;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Where the stores get their transactions from: the data source, a connection that is in one already, or the host's own
 * transaction manager. A framework implements it over its template and the connection of the current thread. Safe for use by
 * several threads.
 *
 * <p>A connection that is handed out is used by the calling thread alone, until the work returns; the stores never commit,
 * roll back or close it.
 */
public interface Transactions {
    /**
     * Runs the work in a transaction of this thread: the one that the host has begun, or else a new one, which is committed
     * when the work returns and rolled back when it throws. Exceptions of the work are thrown on unchanged. A new one is at READ
     * COMMITTED: at a higher level, network sessions are refused.
     *
     * @throws JdbcStoreException if the transaction cannot be begun or committed; nothing is kept then
     * @throws UnknownOutcomeException if the line broke during the commit, so that it cannot be known whether it is kept
     */
    <R> R call(Function<? super Connection, ? extends R> work);

    /** Runs work that only reads, on the connection of the thread's transaction if there is one, or else on one of its own. */
    <R> R read(Function<? super Connection, ? extends R> work);

    /** Whether {@link #call} would join a transaction that somebody else has begun on this thread. */
    boolean joins();

    /**
     * Runs an action after the commit of the host's transaction that {@link #call} would join now, on the committing thread, and
     * never after a rollback, also not after one to a savepoint that is older than this call. The action throws nothing.
     *
     * <p>Called only where {@link #joins()}. An implementation that cannot know when the host commits does nothing; messages that were
     * queued in that transaction then wait for the next dispatch.
     */
    void afterHostCommit(Runnable action);

    /** Transactions that are begun and committed on connections of this data source, whatever its auto-commit is. */
    static Transactions of(DataSource dataSource) {
        return new DataSourceTransactions(dataSource, new WriteThrough(dataSource, false));
    }
}
