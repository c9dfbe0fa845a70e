package dev.cartable.jdbc;

import java.sql.SQLException;

/**
 * The line to the database broke while a transaction was being committed, so it cannot be known whether it was kept: all of it
 * is there, or none of it. Cartable does not repeat it. Look at the data before you do.
 */
public final class UnknownOutcomeException extends JdbcStoreException {
    private static final long serialVersionUID = 1L;

    public UnknownOutcomeException(String message, SQLException harmless) {
        super("OUTCOME_UNKNOWN", message, harmless);
    }
}
