package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Stores;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.GuardianId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

/** What the README runs by itself: its schedules, and its first try. */
class SchedulesTest {
    @Test
    void eachOfThemIsScheduledAndRuns() {
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class, CartableSchedules.class), TestDatabase.h2(), "cartable.any-thread=true")) {
            insertAFamily(host);
            CartableSchedules schedules = host.getBean(CartableSchedules.class);

            schedules.nightly();
            schedules.send();
            schedules.meter();
            schedules.evaluate();
            schedules.summary();

            assertThat(host.getBean(ScheduledAnnotationBeanPostProcessor.class).getScheduledTasks())
                    .hasSize(5);
            assertThatItHasAnAccount(host);
        }
    }

    @Test
    void theFirstTryGeneratesAccounts() throws Exception {
        try (ConfigurableApplicationContext host =
                Portal.start(List.of(Portal.class, FirstTry.class), TestDatabase.h2())) {
            insertAFamily(host);

            host.getBean(CommandLineRunner.class).run();

            assertThatItHasAnAccount(host);
        }
    }

    private static void insertAFamily(ConfigurableApplicationContext host) {
        JdbcTemplate jdbc = host.getBean(JdbcTemplate.class);
        jdbc.update("INSERT INTO portal_parent VALUES (9, 'Mariama', 'Diallo', NULL)");
        jdbc.update("INSERT INTO portal_child VALUES (9, 'Binta', 'Diallo', '6e A')");
        jdbc.update("INSERT INTO portal_tie VALUES (9, 9)");
    }

    private static void assertThatItHasAnAccount(ConfigurableApplicationContext host) {
        assertThat(host.getBean(Stores.class).accounts().byGuardian(List.of(new GuardianId("9"))))
                .hasSize(1);
    }
}
