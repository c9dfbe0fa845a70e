package dev.cartable.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** A pool of connections, alike for all that is measured. */
final class Pool implements AutoCloseable {
    private final HikariDataSource source = new HikariDataSource();

    Pool(String url, String user) {
        this(url, user, 4);
    }

    Pool(String url, String user, int connections) {
        source.setJdbcUrl(url);
        source.setUsername(user);
        source.setPassword("");
        source.setMaximumPoolSize(connections);
        source.setMinimumIdle(1);
    }

    HikariDataSource source() {
        return source;
    }

    Connection connection() throws SQLException {
        return source.getConnection();
    }

    @Override
    public void close() {
        source.close();
    }
}
