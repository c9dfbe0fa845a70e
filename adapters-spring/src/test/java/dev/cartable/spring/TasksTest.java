package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.Stores;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.GuardianId;
import dev.cartable.task.Task;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.Scheduler.Ticker;
import dev.cartable.work.Counts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** What the application does by itself: its tasks, and the first try of the README. */
class TasksTest {
    private static final TaskName NIGHTLY = new TaskName("nightly-accounts");
    private static final TaskName OFTEN = new TaskName("often");

    /** A task that notes that it ran. */
    @Configuration(proxyBeanMethods = false)
    static class Often implements Task {
        static volatile CountDownLatch ran = new CountDownLatch(1);
        static volatile String thread = "";
        static volatile String text = "";

        @Override
        public TaskName name() {
            return OFTEN;
        }

        @Override
        public Schedule schedule() {
            return Schedule.every(Duration.ofSeconds(1));
        }

        @Override
        public Counts run(Task.Run run) {
            thread = Thread.currentThread().getName();
            text = Thread.currentThread().toString();
            ran.countDown();
            return Counts.of(Map.of("runs", 1L));
        }
    }

    @EnableScheduling
    @Configuration(proxyBeanMethods = false)
    static class WithScheduling {}

    @Configuration(proxyBeanMethods = false)
    static class OwnEngine {
        @Bean
        Silent engine() {
            return new Silent();
        }
    }

    /** An engine that never ticks. */
    static final class Silent implements Scheduler {
        boolean started;
        boolean closed;

        @Override
        public String name() {
            return "silent";
        }

        @Override
        public void start(Ticker ticker) {
            started = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void theTaskOfTheReadmeIsOneOfTheTasks() {
        try (ConfigurableApplicationContext host =
                Portal.start(List.of(Portal.class, NightlyAccounts.class), TestDatabase.h2())) {
            insertAFamily(host);
            Tasks tasks = host.getBean(Tasks.class);

            Occurrence run = tasks.run(NIGHTLY);

            assertThat(run.state()).isEqualTo(Occurrence.State.DONE);
            assertThat(run.counts()).containsEntry("created", 1L);
            assertThatItHasAnAccount(host);
        }
    }

    @Test
    void withoutTheSwitchNothingTicks() {
        try (ConfigurableApplicationContext host = Portal.start(List.of(Portal.class), TestDatabase.h2())) {
            assertThat(host.getBeansOfType(TaskEngine.class)).isEmpty();
            assertThat(host.getBean(Tasks.class).lastTick()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"auto, db-scheduler", "executor, executor", "spring, spring", "db-scheduler, db-scheduler"})
    void eachEngineRunsWhatIsDueAndEndsWithTheApplication(String engine, String name) throws Exception {
        Often.ran = new CountDownLatch(1);
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class, Often.class, WithScheduling.class),
                TestDatabase.h2(),
                "cartable.tasks.enabled=true",
                "cartable.tasks.engine=" + engine)) {
            assertThat(host.getBean(TaskEngine.class).engine()).isEqualTo(name);

            assertThat(Often.ran.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnThreads {
        @Bean
        ThreadPoolTaskExecutor night() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setThreadNamePrefix("night-");
            executor.setDaemon(true);
            return executor;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "spring", "db-scheduler"})
    void tasksRunOnTheExecutorThatTheHostNames(String engine) throws Exception {
        Often.ran = new CountDownLatch(1);
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class, Often.class, WithScheduling.class, OwnThreads.class),
                TestDatabase.h2(),
                "cartable.tasks.enabled=true",
                "cartable.tasks.executor=night",
                "cartable.tasks.engine=" + engine)) {
            assertThat(host.getBean(TaskEngine.class).engine()).isEqualTo(engine);
            assertThat(Often.ran.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Often.thread).startsWith("night-");
        }
    }

    @Test
    void tasksRunOnVirtualThreadsWhereTheHostHasThem() throws Exception {
        boolean hasThem = Runtime.version().feature() >= 21;
        Often.ran = new CountDownLatch(1);
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class, Often.class),
                TestDatabase.h2(),
                "spring.threads.virtual.enabled=true",
                "cartable.tasks.enabled=true",
                "cartable.tasks.engine=executor")) {
            assertThat(host.getBean(TaskEngine.class).isRunning()).isTrue();
            assertThat(Often.ran.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Often.text).startsWith(hasThem ? "VirtualThread[" : "Thread[");
        }
    }

    @Test
    void anApplicationThatIsStoppedAndStartedTicksAgain() throws Exception {
        Often.ran = new CountDownLatch(1);
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class, Often.class),
                TestDatabase.h2(),
                "cartable.tasks.enabled=true",
                "cartable.tasks.engine=executor")) {
            assertThat(Often.ran.await(60, TimeUnit.SECONDS)).isTrue();
            host.stop();
            assertThat(host.getBean(TaskEngine.class).isRunning()).isFalse();
            Often.ran = new CountDownLatch(1);

            host.start();

            assertThat(host.getBean(TaskEngine.class).isRunning()).isTrue();
            assertThat(Often.ran.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anEngineOfTheHostIsUsed() {
        Silent engine;
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class, OwnEngine.class), TestDatabase.h2(), "cartable.tasks.enabled=true")) {
            engine = host.getBean(Silent.class);
            assertThat(engine.started).isTrue();
            assertThat(engine.closed).isFalse();
        }
        assertThat(engine.closed).isTrue();
    }

    @Test
    void propertiesChangeATask() {
        try (ConfigurableApplicationContext host = Portal.start(
                List.of(Portal.class),
                TestDatabase.h2(),
                "cartable.tasks.each.alert-check.schedule=every 30m",
                "cartable.tasks.each.account-check.enabled=false",
                "cartable.tasks.each.retention.zone=Europe/Paris")) {
            Tasks tasks = host.getBean(Tasks.class);

            assertThat(tasks.find(new TaskName("alert-check")).schedule()).hasToString("every 30m");
            assertThat(tasks.find(new TaskName("account-check")).enabled()).isFalse();
            assertThat(tasks.find(new TaskName("retention")).zone()).hasToString("Europe/Paris");
        }
    }

    @Test
    void aScheduleThatCannotBeReadStopsTheStartAndNamesTheProperty() {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> Portal.start(
                        List.of(Portal.class), TestDatabase.h2(), "cartable.tasks.each.alert-check.schedule=hourly"))
                .havingRootCause()
                .withMessageContaining("cartable.tasks.each.alert-check")
                .withMessageContaining("'hourly' is no schedule");
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
