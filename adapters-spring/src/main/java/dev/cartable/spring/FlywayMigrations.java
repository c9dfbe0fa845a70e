package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.HostMigrations;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** The host's migrations with Flyway, as Spring has configured it. */
final class FlywayMigrations implements HostMigrations {
    private final Flyway flyway;

    FlywayMigrations(Flyway flyway) {
        this.flyway = requireNonNull(flyway, "flyway");
    }

    @Override
    public String tool() {
        return "flyway";
    }

    /** A version that is not above all of the application's: older ones may have been merged. */
    @Override
    public boolean knows(String last) {
        MigrationVersion version = MigrationVersion.fromVersion(last);
        return Stream.of(flyway.info().all())
                .filter(migration -> migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .anyMatch(known -> known.compareTo(version) >= 0);
    }

    @Override
    public void migrate(DataSource database) {
        Flyway.configure(flyway.getConfiguration().getClassLoader())
                .configuration(flyway.getConfiguration())
                .dataSource(database)
                .load()
                .migrate();
    }
}
