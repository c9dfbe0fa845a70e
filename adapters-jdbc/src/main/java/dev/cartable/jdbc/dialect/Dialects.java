package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.JdbcStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The databases that Cartable knows. */
public final class Dialects {
    static final List<Dialect> ALL = List.of(new H2Dialect(), new PostgresqlDialect());

    private Dialects() {}

    /** The dialect of the database behind the connection. */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (Dialect dialect : ALL) {
            if (dialect.product().equals(product)) {
                return dialect;
            }
        }
        throw new JdbcStoreException("the database is " + product + ", and Cartable knows "
                + ALL.stream().map(Dialect::product).collect(Collectors.joining(" and "))
                + " only; nothing was written");
    }
}
