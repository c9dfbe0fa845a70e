package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.AccountStep;
import dev.cartable.jdbc.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The host's own migrations define the roster's views, before Cartable looks at them. */
class HostMigrationsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scripts   | spring.sql.init.mode=always",
                "Flyway    | spring.flyway.enabled=true",
                "Liquibase | spring.liquibase.enabled=true"
            })
    void theViewsOfTheHostsMigrationsAreReadAtTheFirstAndAtTheSecondStart(String tool, String property) {
        TestDatabase database = TestDatabase.h2();
        try (ConfigurableApplicationContext host = start(database, property)) {
            assertThat(host.getBean(Enrolment.class).enrol(7))
                    .as(tool)
                    .map(AccountStep::action)
                    .contains(AccountStep.Action.CREATE);
            assertThat(host.getBean(JdbcTemplate.class)
                            .queryForList(
                                    "SELECT DISTINCT table_type FROM information_schema.tables WHERE lower(table_name) IN"
                                            + " ('cartable_guardian', 'cartable_pupil', 'cartable_guardianship')",
                                    String.class))
                    .containsExactly("VIEW");
        }
        try (ConfigurableApplicationContext host = start(database, property)) {
            assertThat(host.getBean(Enrolment.class).enrol(8)).as(tool).isPresent();
        }
    }

    private static ConfigurableApplicationContext start(TestDatabase database, String property) {
        return Portal.start(
                List.of(Portal.class),
                database,
                "spring.sql.init.mode=never",
                "spring.flyway.locations=classpath:dev/cartable/spring/flyway",
                "spring.liquibase.change-log=classpath:dev/cartable/spring/liquibase.sql",
                property);
    }
}
