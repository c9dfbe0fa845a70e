package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.jdbc.HostMigrations;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import liquibase.integration.spring.SpringResourceAccessor;

/** The host's migrations with Liquibase, as Spring has configured it. */
final class LiquibaseMigrations implements HostMigrations {
    private final SpringLiquibase liquibase;

    LiquibaseMigrations(SpringLiquibase liquibase) {
        this.liquibase = requireNonNull(liquibase, "liquibase");
    }

    @Override
    public String tool() {
        return "liquibase";
    }

    @Override
    public boolean knows(String last) {
        try (Connection connection = liquibase.getDataSource().getConnection()) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            return new Liquibase(
                            liquibase.getChangeLog(),
                            new SpringResourceAccessor(liquibase.getResourceLoader()),
                            database)
                    .getDatabaseChangeLog().getChangeSets().stream()
                            .anyMatch(change -> change.getId().equals(last));
        } catch (SQLException | LiquibaseException e) {
            throw new IllegalStateException("the change log of Liquibase cannot be read", e);
        }
    }

    /** By the host's own bean, which alone knows all of its settings. */
    @Override
    public void migrate(DataSource database) {
        if (liquibase.isDropFirst()) {
            throw new IllegalStateException("Liquibase is set to drop everything first (spring.liquibase.drop-first)");
        }
        synchronized (liquibase) {
            DataSource live = liquibase.getDataSource();
            try {
                liquibase.setDataSource(database);
                liquibase.afterPropertiesSet();
            } catch (LiquibaseException e) {
                throw new IllegalStateException("Liquibase cannot migrate the restored database", e);
            } finally {
                liquibase.setDataSource(live);
            }
        }
    }
}
