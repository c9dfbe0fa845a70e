package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

/** The data source that Cartable uses, and the transactions on it. Decided here, and nowhere else, so that both are the same. */
record HostDatabase(DataSource dataSource, Transactions transactions) {
    static HostDatabase of(ListableBeanFactory beans, CartableProperties properties) {
        DataSource dataSource = SpringTransactions.target(dataSource(beans, properties.datasource()));
        requireReachable(dataSource, properties.datasource());
        Transactions own = beans.getBeanProvider(Transactions.class).getIfAvailable();
        if (own == null) {
            return new HostDatabase(dataSource, transactions(beans, dataSource));
        }
        requireSame(dataSource, own);
        return new HostDatabase(dataSource, own);
    }

    private static DataSource dataSource(ListableBeanFactory beans, @Nullable String name) {
        if (name == null) {
            return beans.getBean(DataSource.class);
        }
        try {
            return beans.getBean(name, DataSource.class);
        } catch (NoSuchBeanDefinitionException e) {
            throw new CartableConfigurationException(
                    "cartable.datasource is '" + name + "', and no DataSource bean has this name.",
                    "Set it to one of " + names(beans) + ".",
                    e);
        }
    }

    /** Said before anything else is tried, which would say something else. */
    private static void requireReachable(DataSource dataSource, @Nullable String name) {
        try (Connection connection = dataSource.getConnection()) {
            connection.isReadOnly();
        } catch (SQLException | RuntimeException e) {
            throw unreachable(e, name);
        }
    }

    /** Pools wrap what the driver says, some in an exception that is no SQLException. */
    private static CartableConfigurationException unreachable(Exception thrown, @Nullable String name) {
        SQLException last = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                last = sql;
            }
        }
        String state = last == null || last.getSQLState() == null ? "" : last.getSQLState();
        String settings = name == null
                ? "spring.datasource.url, spring.datasource.username and spring.datasource.password"
                : "the DataSource bean " + name;
        String action = switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" ->
                "The database knows no such user, or another password. Check the user and the password in " + settings
                        + ".";
            case "3D", "90" ->
                "Check that the database of this name exists, and create it if it does not; then check the URL in "
                        + settings + ".";
            default ->
                "Check that the database server runs and can be reached from here, and the URL in " + settings + ".";
        };
        return new CartableConfigurationException(
                "Cartable's DataSource cannot be opened: "
                        + (last == null ? thrown.getMessage() : last.getMessage() + " (SQL state " + state + ")")
                        + ". Nothing was written.",
                action,
                thrown);
    }

    private static List<String> names(ListableBeanFactory beans) {
        return List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, DataSource.class));
    }

    /** Those of the manager that manages the data source; without any manager, Cartable's own. */
    private static Transactions transactions(ListableBeanFactory beans, DataSource dataSource) {
        List<PlatformTransactionManager> managers =
                new ArrayList<>(BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, PlatformTransactionManager.class)
                        .values());
        if (managers.isEmpty()) {
            return Transactions.of(dataSource);
        }
        PlatformTransactionManager usual =
                beans.getBeanProvider(PlatformTransactionManager.class).getIfUnique();
        if (usual != null) {
            managers.remove(usual);
            managers.add(0, usual);
        }
        RuntimeException reason = null;
        for (PlatformTransactionManager manager : managers) {
            SpringTransactions transactions = new SpringTransactions(dataSource, manager);
            try {
                if (mayManage(manager, dataSource)) {
                    transactions.check();
                    return transactions;
                }
            } catch (RuntimeException e) {
                reason = e;
            }
        }
        throw unmanaged(managers, reason);
    }

    /** A manager that says which data source it is for is not tried out on others. */
    private static boolean mayManage(PlatformTransactionManager manager, DataSource dataSource) {
        return !(manager instanceof ResourceTransactionManager resource
                && resource.getResourceFactory() instanceof DataSource other
                && SpringTransactions.target(other) != dataSource);
    }

    private static CartableConfigurationException unmanaged(
            List<PlatformTransactionManager> managers, @Nullable RuntimeException reason) {
        String types = String.join(
                ", ",
                managers.stream().map(manager -> manager.getClass().getName()).toList());
        return new CartableConfigurationException(
                "No transaction manager manages Cartable's DataSource: what the host rolls back would stay in Cartable's"
                        + " tables. There is " + types
                        + (reason == null ? "." : ", which says: " + reason.getMessage() + "."),
                "Set cartable.datasource to the bean name of the DataSource that Cartable's tables are in, and define a"
                        + " transaction manager for it, such as new JdbcTransactionManager(dataSource). Or define a bean of type"
                        + " dev.cartable.jdbc.Transactions, such as new SpringTransactions(dataSource, manager).",
                reason);
    }

    /** What is read and what is written has to be one database. */
    private static void requireSame(DataSource dataSource, Transactions own) {
        String read;
        try (Connection connection = dataSource.getConnection()) {
            read = database(connection);
        } catch (SQLException e) {
            throw unreachable(e, null);
        }
        String written = requireNonNull(own.<String>read(HostDatabase::database), "database");
        if (!read.equals(written)) {
            throw new CartableConfigurationException(
                    "The host's dev.cartable.jdbc.Transactions are on " + written + ", and Cartable's DataSource is "
                            + read + ": Cartable would read from one database and write to the other.",
                    "Set cartable.datasource to the bean name of the DataSource that these transactions are on.");
        }
    }

    private static String database(Connection connection) {
        try {
            // Parameters may hold a password.
            String url = connection.getMetaData().getURL().replaceFirst("[?;].*", "");
            return url + " (schema " + connection.getSchema() + ")";
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not say which one it is", e);
        }
    }
}
