package dev.cartable.jdbc.backup;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections to a database that a restore has staged, without a pool. Safe for use by several threads. */
record StagedSource(Opener opener) implements DataSource {
    /** Opens a connection. */
    interface Opener {
        Connection open() throws SQLException;
    }

    /** What a step of the host has asked for. */
    static <T> T as(Class<T> form, DataSource source) {
        if (form != DataSource.class) {
            throw new UnsupportedOperationException("a restored database is opened as a " + DataSource.class.getName()
                    + ", not as a " + form.getName());
        }
        return form.cast(source);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opener.open();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user of a staged database is that of the restore");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the driver's own time-outs hold");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("nothing is logged here");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("a staged database's connections are no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
