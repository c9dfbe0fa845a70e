package dev.cartable.jdbc.database;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.Durability;
import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.Transactions;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.StatementToken;
import dev.cartable.jdbc.sql.Failures;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.work.CommitActions;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * One database as the stores see it: its dialect, the names of its relations, and the thread's transaction. Safe for use by
 * several threads.
 */
public final class Database implements UnitOfWork {
    private final Object resource;
    private final Transactions transactions;
    private final DataSource dataSource;
    private final WriteThrough writeThrough;
    private final Transactions own;
    private final Transactions reading;
    private final Retries retries;
    private final Handles handles;
    private final Dialect dialect;
    private final Names names;
    private final Map<String, String> statements;

    @SuppressWarnings("ThreadLocalUsage") // One for each database, and those last.
    private final ThreadLocal<@Nullable JdbcTx> current = new ThreadLocal<>();

    /** @param transactions null for those of the data source */
    public Database(
            @Nullable Transactions transactions,
            DataSource dataSource,
            WriteThrough writeThrough,
            Retries retries,
            Dialect dialect,
            Names names) {
        this(
                new Object(),
                transactions,
                dataSource,
                writeThrough,
                retries,
                new Handles(),
                dialect,
                names,
                new ConcurrentHashMap<>());
    }

    private Database(
            Object resource,
            @Nullable Transactions transactions,
            DataSource dataSource,
            WriteThrough writeThrough,
            Retries retries,
            Handles handles,
            Dialect dialect,
            Names names,
            Map<String, String> statements) {
        this.resource = resource;
        this.dataSource = requireNonNull(dataSource, "dataSource");
        this.writeThrough = requireNonNull(writeThrough, "writeThrough");
        this.own = new DataSourceTransactions(dataSource, writeThrough);
        this.reading = Transactions.of(dataSource);
        this.transactions = transactions == null ? own : transactions;
        this.retries = retries;
        this.handles = handles;
        this.dialect = requireNonNull(dialect, "dialect");
        this.names = requireNonNull(names, "names");
        this.statements = statements;
    }

    /** The same database, inside the transaction that is open on the connection. */
    public Database joining(Connection connection) {
        return new Database(
                resource,
                new JoinedConnection(connection),
                dataSource,
                writeThrough,
                retries,
                handles,
                dialect,
                names,
                statements);
    }

    public Durability durability() {
        return reading.<Durability>read(connection -> {
            try {
                return writeThrough.look(connection, dialect);
            } catch (SQLException e) {
                throw Failures.of(e);
            }
        });
    }

    /** The level that the data source's connections come at. */
    public String isolation() {
        return reading.<String>read(connection -> {
            try {
                return ReadCommitted.name(connection.getTransactionIsolation());
            } catch (SQLException e) {
                throw Failures.of(e);
            }
        });
    }

    public Dialect dialect() {
        return dialect;
    }

    public Names names() {
        return names;
    }

    /**
     * A statement as this database reads it: with the names of its relations and the words for {@link StatementToken}s. It is
     * remembered, so a text that is put together for one question only does not belong here.
     */
    public String sql(String statement) {
        String known = statements.get(statement);
        if (known == null) {
            known = names.in(StatementToken.replace(statement, dialect));
            statements.put(statement, known);
        }
        return known;
    }

    @Override
    public <R> R call(Function<? super Tx, ? extends R> work) {
        requireNonNull(work, "work");
        JdbcTx tx = current.get();
        if (tx != null) {
            return join(tx, work);
        }
        if (!transactions.joins()) {
            return retries.<R>call(() -> beginAndCommit(work));
        }
        CommitActions onCommit = new CommitActions();
        R result = begin(work, onCommit);
        if (!onCommit.isEmpty()) {
            transactions.afterHostCommit(onCommit::run);
        }
        return result;
    }

    private <R> R beginAndCommit(Function<? super Tx, ? extends R> work) {
        CommitActions onCommit = new CommitActions();
        R result = begin(work, onCommit);
        onCommit.run();
        return result;
    }

    private <R> R begin(Function<? super Tx, ? extends R> work, CommitActions onCommit) {
        return transactions.<R>call(connection -> {
            writeThrough.requireWithin(connection);
            JdbcTx tx = new JdbcTx(resource, handles.on(connection), transactions == own, onCommit);
            current.set(tx);
            try {
                R answer = work.apply(tx);
                tx.requireUnbroken();
                return answer;
            } finally {
                current.remove();
                tx.end();
                tx.handle().close();
            }
        });
    }

    private static <R> R join(JdbcTx tx, Function<? super Tx, ? extends R> work) {
        boolean done = false;
        try {
            R result = work.apply(tx);
            done = true;
            return result;
        } finally {
            if (!done) {
                tx.breakUp();
            }
        }
    }

    @Override
    public boolean joins() {
        return current.get() != null || transactions.joins();
    }

    /**
     * Runs what must not happen before that which was read has been committed: after the thread's transaction, or at once if
     * there is none. For what is read in a transaction of the host, outside ours, it never runs.
     */
    public void afterCommit(Runnable step) {
        JdbcTx tx = current.get();
        if (tx != null) {
            tx.afterCommit(step);
        } else if (!transactions.joins()) {
            step.run();
        }
    }

    /** Writes in the given transaction. */
    public <R> R write(Tx tx, Function<Handle, R> work) {
        return translated(own(tx).handle(), work);
    }

    /**
     * Refuses a transaction in which what is read under a lock may be older than the lock.
     *
     * @throws JdbcStoreException if the host's transaction, which we have joined, is at a higher level than READ COMMITTED
     */
    public void requireReadCommitted(Tx tx, String what) {
        JdbcTx ours = own(tx);
        if (ours.isReadCommitted()) {
            return;
        }
        try {
            int level = ours.handle().getConnection().getTransactionIsolation();
            if (level > Connection.TRANSACTION_READ_COMMITTED) {
                throw new JdbcStoreException(what + " needs a transaction at READ COMMITTED, and the host's is at "
                        + ReadCommitted.name(level)
                        + ", where others that were committed meanwhile are not seen; nothing"
                        + " was written. Call it outside that transaction, or begin that one at READ COMMITTED");
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** Reads, in the thread's transaction if there is one. */
    public <R> R read(Function<Handle, R> work) {
        JdbcTx tx = current.get();
        return tx == null ? transactions.<R>read(connection -> on(connection, work)) : translated(tx.handle(), work);
    }

    /** As {@link #read}, without Jdbi: for a question that is asked so often that Jdbi's part of the time counts. */
    public <R> R readBare(BareWork<R> work) {
        JdbcTx tx = current.get();
        return tx == null
                ? transactions.<R>read(connection -> bare(connection, work))
                : bare(tx.handle().getConnection(), work);
    }

    private static <R> R bare(Connection connection, BareWork<R> work) {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** Work on a connection. */
    public interface BareWork<R> {
        R on(Connection connection) throws SQLException;
    }

    /** Reads a page, or what belongs to many keys: by index, whatever the database knows of the table. */
    public <R> R readByIndex(Function<Handle, R> work) {
        return joins()
                ? read(work)
                : reading.<R>call(connection -> {
                    try {
                        dialect.preferIndexes(connection);
                    } catch (SQLException e) {
                        throw Failures.of(e);
                    }
                    return on(connection, work);
                });
    }

    /** Reads and writes in a transaction of its own, whatever the thread is in. */
    public <R> R apart(Function<Handle, R> work) {
        return retries.<R>call(() -> own.<R>call(connection -> on(connection, work)));
    }

    /** A view of the data as it is now, on a connection of its own; where the thread is in a transaction, that one's. */
    public Snapshot snapshot() {
        return joins() ? new Snapshot.OfTransaction(this) : Snapshot.open(dataSource, handles, dialect);
    }

    private <R> R on(Connection connection, Function<Handle, R> work) {
        try (Handle handle = handles.on(connection)) {
            return translated(handle, work);
        }
    }

    private static <R> R translated(Handle handle, Function<Handle, R> work) {
        try {
            return work.apply(handle);
        } catch (JdbiException e) {
            throw Failures.of(e);
        }
    }

    private JdbcTx own(Tx tx) {
        requireNonNull(tx, "tx");
        if (!(tx instanceof JdbcTx own) || !own.isOf(resource)) {
            throw new IllegalArgumentException("the transaction belongs to another unit of work than this store;"
                    + " nothing was written. Use the unit of work of the same stores");
        }
        own.requireUsable();
        return own;
    }
}
