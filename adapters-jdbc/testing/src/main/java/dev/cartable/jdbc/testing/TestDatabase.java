package dev.cartable.jdbc.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A fresh, empty database for one test class, and how to connect to it, also from another process. Each call of
 * {@link #h2()} or {@link #postgresql()} gives another one. Safe for use by many threads.
 *
 * @param url the JDBC address, without user and password
 * @param user the owner of the database
 * @param password the owner's password, possibly empty
 * @param dataSource opens a new connection on every call; there is no pool
 */
public record TestDatabase(String url, String user, String password, DataSource dataSource) {

    /** The databases that Cartable supports, for tests that are parameterised by them. */
    public enum Kind {
        /** In memory, gone when the JVM ends. */
        H2 {
            @Override
            public TestDatabase fresh() {
                return h2();
            }
        },
        /** The build's real server; the test is reported as skipped where it cannot start. */
        POSTGRESQL {
            @Override
            public TestDatabase fresh() {
                return postgresql();
            }
        };

        /** A database that nothing has used yet. */
        public abstract TestDatabase fresh();
    }

    /** A fresh H2 database in memory. */
    public static TestDatabase h2() {
        var url = "jdbc:h2:mem:" + freshName() + ";DB_CLOSE_DELAY=-1";
        var source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        source.setPassword("");
        return new TestDatabase(url, "sa", "", source);
    }

    /**
     * A fresh database on the build's PostgreSQL server, which starts on the first call. Where it cannot start, the
     * calling test is reported as skipped with the reason.
     */
    public static TestDatabase postgresql() {
        var name = freshName();
        PostgresServer.execute("CREATE DATABASE " + name);
        var url = "jdbc:postgresql://localhost:" + PostgresServer.port() + "/" + name;
        return new TestDatabase(url, PostgresServer.USER, "", PostgresServer.dataSource(name));
    }

    /** Opens a connection that the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private static String freshName() {
        return "test_" + UUID.randomUUID().toString().replace("-", "");
    }
}
