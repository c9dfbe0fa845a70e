package dev.cartable.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database system, on which empty databases can be had. */
interface Engine extends AutoCloseable {
    /** As {@code --db} names it. */
    String name();

    /** A database that nothing has used yet. */
    Place fresh() throws Exception;

    /** Settings to be named beside a result. */
    String settings(Connection connection) throws SQLException;

    /** Name, version and settings. */
    default String describe() throws Exception {
        try (Place place = fresh();
                Pool pool = place.open();
                Connection connection = pool.connection()) {
            return connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion() + settings(connection);
        }
    }

    /** A relation {@code n} with the numbers {@code x} from 0 to one less than this. */
    String numbers(int count);

    /** The SHA-256 of a text in SQL, as hexadecimal digits. */
    String sha256(String text);

    /** A statement after which the database knows how much its tables hold. */
    String analyze();

    @Override
    void close() throws IOException;

    /** The single value that a query gives, as text. */
    static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
