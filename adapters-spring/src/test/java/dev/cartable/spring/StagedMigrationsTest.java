package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.jdbc.testing.TestDatabase;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.JdbcTemplate;

/** The host's own migrations on a restored database. The live one stays as it is. */
class StagedMigrationsTest {
    private final DataSource live = TestDatabase.h2().dataSource();
    private final DataSource restored = TestDatabase.h2().dataSource();

    private static int tables(DataSource database, String name) {
        Integer count = new JdbcTemplate(database)
                .queryForObject(
                        "SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name) = ?",
                        Integer.class,
                        name);
        return count == null ? 0 : count;
    }

    @Test
    void flywayMigratesTheRestoredDatabaseAndRefusesALaterVersion() {
        Flyway flyway = Flyway.configure()
                .dataSource(live)
                .locations("classpath:dev/cartable/spring/flyway")
                .load();
        FlywayMigrations migrations = new FlywayMigrations(flyway);

        assertThat(migrations.knows("0.1")).isTrue();
        assertThat(migrations.knows("99999.1")).isFalse();
        migrations.migrate(restored);

        assertThat(tables(restored, "flyway_schema_history")).isOne();
        assertThat(tables(live, "flyway_schema_history")).isZero();
    }

    @Test
    void liquibaseMigratesTheRestoredDatabaseAndRefusesALaterVersion() {
        SpringLiquibase liquibase = new SpringLiquibase();
        liquibase.setDataSource(live);
        liquibase.setChangeLog("classpath:dev/cartable/spring/liquibase.sql");
        liquibase.setResourceLoader(new DefaultResourceLoader());
        LiquibaseMigrations migrations = new LiquibaseMigrations(liquibase);

        migrations.migrate(restored);

        assertThat(tables(restored, "databasechangelog")).isOne();
        assertThat(tables(live, "databasechangelog")).isZero();
        assertThat(liquibase.getDataSource()).isSameAs(live);
        String last = new JdbcTemplate(restored)
                .queryForObject("SELECT id FROM databasechangelog ORDER BY orderexecuted DESC LIMIT 1", String.class);
        assertThat(migrations.knows(String.valueOf(last))).isTrue();
        assertThat(migrations.knows("of a later version")).isFalse();

        liquibase.setDropFirst(true);
        assertThatIllegalStateException().isThrownBy(() -> migrations.migrate(restored));
    }
}
