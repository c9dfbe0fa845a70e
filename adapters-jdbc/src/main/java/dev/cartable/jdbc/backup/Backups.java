package dev.cartable.jdbc.backup;

import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.dialect.Dialects;
import dev.cartable.jdbc.sql.Failures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts dump and restore together for the database that a data source opens. */
public record Backups(DatabaseDump dump, DatabaseRestore restore) {

    /** What the host states. */
    public record Settings(
            String prefix,
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable Path programs,
            Duration limit,
            Path temporary) {
        /** The record's text has no password. */
        @Override
        public String toString() {
            return "settings of a database dump";
        }
    }

    public static Backups of(DataSource dataSource, Settings settings) {
        String product;
        try (Connection connection = dataSource.getConnection()) {
            product = Dialects.of(connection).product();
        } catch (SQLException e) {
            throw Failures.of(e);
        }
        return switch (product) {
            case "H2" -> h2(dataSource, settings);
            case "PostgreSQL" -> postgresql(dataSource, settings);
            default -> throw new JdbcStoreException("Cartable cannot dump " + product + ", only H2 and PostgreSQL");
        };
    }

    private static Backups h2(DataSource dataSource, Settings settings) {
        H2Database database = new H2Database(dataSource, settings.prefix());
        return new Backups(new H2Dump(database, settings.temporary()), new H2Restore(database));
    }

    private static Backups postgresql(DataSource dataSource, Settings settings) {
        PgDatabase database =
                new PgDatabase(dataSource, settings.url(), settings.user(), settings.password(), settings.prefix());
        Programs programs = new Programs(settings.programs(), settings.limit(), settings.temporary());
        PassFile.sweep(settings.temporary());
        return new Backups(new PgDump(database, programs), new PgRestore(database, programs));
    }
}
