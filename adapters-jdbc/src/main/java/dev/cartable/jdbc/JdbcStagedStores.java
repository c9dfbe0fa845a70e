package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import dev.cartable.StagedStores;
import dev.cartable.Stores;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.DatabaseRestore.Obstacle;
import dev.cartable.backup.port.StagedDatabaseStep.StagedDatabase;
import dev.cartable.jdbc.schema.Schema;
import dev.cartable.jdbc.sql.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Cartable's stores over a database that {@link JdbcBackups#restore} has staged. */
final class JdbcStagedStores implements StagedStores {
    private static final String NEWER = "NEWER_SCHEMA";

    private final UnaryOperator<JdbcStores.Builder> settings;
    private final List<HostMigrations> migrations;

    JdbcStagedStores(UnaryOperator<JdbcStores.Builder> settings, List<HostMigrations> migrations) {
        this.settings = requireNonNull(settings, "settings");
        this.migrations = List.copyOf(migrations);
    }

    @Override
    public List<Obstacle> check(DatabaseInfo dumped) {
        List<Obstacle> obstacles = new ArrayList<>();
        String schema = dumped.schemaVersion();
        if (schema != null && Integer.parseInt(schema) > Schema.newest()) {
            obstacles.add(new Obstacle(NEWER, "cartable " + schema, true));
        }
        String last = dumped.hostMigration();
        for (HostMigrations host : migrations) {
            String tool = host.tool() + " ";
            if (last != null && last.startsWith(tool) && !host.knows(last.substring(tool.length()))) {
                obstacles.add(new Obstacle(NEWER, last, true));
            }
        }
        return obstacles;
    }

    @Override
    public void migrate(StagedDatabase restored) {
        DataSource database = restored.open(DataSource.class);
        // One connection stays open: otherwise H2 would close the database after each.
        try (Connection open = database.getConnection()) {
            requireNonNull(open, "open");
            migrations.forEach(host -> host.migrate(database));
            if (restored.dumped().schemaVersion() != null) {
                stores(database, SchemaMode.MIGRATE);
            }
        } catch (SQLException | RuntimeException e) {
            throw new BackupException(
                    "MIGRATION_FAILED",
                    Map.of("reason", e.toString()),
                    "the restored database cannot be brought to the version of this application: " + e
                            + "; the live database is unchanged",
                    e);
        }
    }

    private JdbcStores stores(DataSource database, SchemaMode mode) {
        return settings.apply(JdbcStores.builder(database))
                .schemaMode(mode)
                .durable(false) // the restore forces the whole file to the disk
                .build();
    }

    @Override
    public Opened open(StagedDatabase restored) {
        DataSource database = restored.open(DataSource.class);
        try {
            Connection open = database.getConnection();
            try {
                JdbcStores stores = stores(database, SchemaMode.NEVER);
                stores.endLeases();
                return new OpenedStores(stores, open);
            } catch (RuntimeException e) {
                open.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private record OpenedStores(Stores stores, Connection connection) implements Opened {
        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw Failures.of(e);
            }
        }
    }
}
