package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.Transactions;
import dev.cartable.jdbc.UnknownOutcomeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.InvalidIsolationLevelException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The host's own transactions: what Cartable writes inside {@code @Transactional} code is committed and rolled back with it;
 * elsewhere it gets a transaction of the host's manager to itself, at READ COMMITTED, whatever the data source's default is. What
 * cannot be begun or committed is thrown in Spring's own exceptions, which a Spring host knows. Safe for use by several threads.
 */
public final class SpringTransactions implements Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(SpringTransactions.class);

    /** Of SQL:2016. */
    private static final String RESOLUTION_UNKNOWN = "08007";

    private final DataSource dataSource;
    private final TransactionTemplate template;
    private boolean levelKnown;

    /**
     * Transactions of this manager on this data source.
     *
     * @param dataSource the one that the manager manages, or a {@link TransactionAwareDataSourceProxy} of it
     */
    public SpringTransactions(DataSource dataSource, PlatformTransactionManager manager) {
        this.dataSource = target(requireNonNull(dataSource, "dataSource"));
        this.template = new TransactionTemplate(requireNonNull(manager, "manager"));
        template.setName("cartable");
    }

    /** The data source itself, whose connections are those that the transaction manager knows. */
    static DataSource target(DataSource dataSource) {
        if (dataSource instanceof TransactionAwareDataSourceProxy proxy) {
            DataSource target = proxy.getTargetDataSource();
            return target == null ? dataSource : target(target);
        }
        return dataSource;
    }

    /**
     * Begins a transaction and gives it back, to see that it would be one of the data source.
     *
     * @throws IllegalStateException if the manager's transactions are not on the data source
     */
    void check() {
        template.executeWithoutResult(status -> requireOurs());
        requireLevel();
    }

    /** Asks once which level new transactions have: a manager that is given a level asks PostgreSQL each time. */
    private synchronized void requireLevel() {
        if (levelKnown || joins()) {
            return;
        }
        Integer level = template.execute(status -> {
            requireOurs();
            return this.<Integer>with(SpringTransactions::level);
        });
        if (level != null && level != Connection.TRANSACTION_READ_COMMITTED) {
            template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
            try {
                template.executeWithoutResult(status -> requireOurs());
            } catch (InvalidIsolationLevelException e) {
                template.setIsolationLevel(TransactionDefinition.ISOLATION_DEFAULT);
                LOG.warn(
                        "{} begins transactions at another level than READ COMMITTED and cannot begin one at that, so"
                                + " network sessions are refused. Set READ COMMITTED as the data source's default",
                        managerName());
            }
        }
        levelKnown = true;
    }

    private static Integer level(Connection connection) {
        try {
            return connection.getTransactionIsolation();
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("the connection broke before a transaction", e);
        }
    }

    @Override
    public <R> R call(Function<? super Connection, ? extends R> work) {
        requireNonNull(work, "work");
        requireLevel();
        try {
            return template.<R>execute(status -> {
                requireOurs();
                return with(work);
            });
        } catch (TransactionSystemException rollbackFailed) {
            // A connection that is broken rolls back by itself, and what broke it is the better exception.
            if (rollbackFailed.getApplicationException() instanceof RuntimeException first) {
                first.addSuppressed(rollbackFailed);
                throw first;
            }
            throw ofCommit(rollbackFailed);
        }
    }

    /** Spring Boot's managers roll back after a commit that failed. Where that fails, too, they say nothing of the commit any more. */
    private static RuntimeException ofCommit(TransactionSystemException rollbackFailed) {
        if (rollbackFailed.getCause() instanceof SQLException) {
            SQLException lost = new SQLException("the connection broke during a commit", RESOLUTION_UNKNOWN);
            lost.addSuppressed(rollbackFailed);
            return new UnknownOutcomeException(
                    "the commit was not acknowledged. It cannot be known whether this transaction was kept: all of it is"
                            + " there, or none. Look at the data before you do it again",
                    lost);
        }
        return rollbackFailed;
    }

    @Override
    public <R> R read(Function<? super Connection, ? extends R> work) {
        return with(requireNonNull(work, "work"));
    }

    @Override
    public boolean joins() {
        return TransactionSynchronizationManager.isActualTransactionActive() && isOurs();
    }

    @Override
    public void afterHostCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new CommitAction(action));
    }

    /** Runs after the commit, unless a part of the transaction that holds it is undone by a savepoint. */
    private static final class CommitAction implements TransactionSynchronization {
        private final Runnable action;
        private final Set<Object> laterSavepoints = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean undone;

        CommitAction(Runnable action) {
            this.action = requireNonNull(action, "action");
        }

        @Override
        public void savepoint(Object savepoint) {
            laterSavepoints.add(savepoint);
        }

        @Override
        public void savepointRollback(Object savepoint) {
            undone |= !laterSavepoints.contains(savepoint);
        }

        @Override
        public void afterCommit() {
            if (!undone) {
                action.run();
            }
        }
    }

    private <R> R with(Function<? super Connection, ? extends R> work) {
        boolean bound = isOurs();
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            R result = work.apply(connection);
            if (!bound) {
                end(connection);
            }
            return result;
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** Where the pool's connections come without auto-commit, a read leaves a transaction open on one. */
    private static void end(Connection connection) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("the connection broke after a read", e);
        }
    }

    private boolean isOurs() {
        return TransactionSynchronizationManager.hasResource(dataSource);
    }

    /** Looked for before a connection is taken, since that would bind one that nobody commits. */
    private void requireOurs() {
        if (!isOurs()) {
            throw new IllegalStateException("the transaction manager " + managerName()
                    + " does not manage Cartable's data source; nothing was written");
        }
    }

    String managerName() {
        PlatformTransactionManager manager = template.getTransactionManager();
        return manager == null ? "" : manager.getClass().getName();
    }
}
