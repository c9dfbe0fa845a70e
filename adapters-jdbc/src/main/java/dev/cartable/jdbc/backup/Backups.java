package dev.cartable.jdbc.backup;

import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.jdbc.dialect.Dialects;
import dev.cartable.jdbc.sql.Failures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Puts dump and restore together for the database that a data source opens.
 *
 * @param staged connections to what a restore of that id has staged
 */
public record Backups(DatabaseDump dump, DatabaseRestore restore, Function<String, DataSource> staged) {

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
        try (Connection connection = dataSource.getConnection()) {
            if (Dialects.of(connection).embedded()) {
                H2Database database = new H2Database(dataSource, settings.prefix());
                H2Restore restore = new H2Restore(database);
                return new Backups(new H2Dump(database, settings.temporary()), restore, restore::stagedSource);
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
        PgDatabase database =
                new PgDatabase(dataSource, settings.url(), settings.user(), settings.password(), settings.prefix());
        Programs programs = new Programs(settings.programs(), settings.limit(), settings.temporary());
        PassFile.sweep(settings.temporary());
        PgRestore restore = new PgRestore(database, programs);
        return new Backups(new PgDump(database, programs), restore, restore::stagedSource);
    }
}
