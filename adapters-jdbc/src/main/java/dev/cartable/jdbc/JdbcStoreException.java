package dev.cartable.jdbc;

import dev.cartable.CartableException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database did not do what it was asked. The message gives the SQL state and what to do, but no value of any row: a
 * driver's own message may quote names, addresses or hashes, so neither it nor the driver's exception is kept where it could.
 */
public class JdbcStoreException extends CartableException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String sqlState;

    public JdbcStoreException(String message) {
        this("DATABASE", message);
    }

    JdbcStoreException(String code, String message) {
        super(code, Map.of(), message);
        this.sqlState = null;
    }

    /** @param harmless the driver's error, in words that quote no row */
    public JdbcStoreException(String message, SQLException harmless) {
        this("DATABASE", message, harmless);
    }

    JdbcStoreException(String code, String message, SQLException harmless) {
        super(code, Map.of(), message, harmless);
        this.sqlState = harmless.getSQLState();
    }

    /** The five characters by which SQL:2016 and the database classify the error; null where there are none. */
    public @Nullable String sqlState() {
        return sqlState;
    }
}
