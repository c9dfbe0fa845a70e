package dev.cartable.spring;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.task.port.Scheduler;
import dev.cartable.task.port.TaskStores;
import dev.cartable.tck.SchedulerContract;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** The engine on Spring's scheduler keeps the contract, also where that has one thread, as Spring Boot's has. */
class SpringSchedulerTest extends SchedulerContract {
    private static final ThreadPoolTaskScheduler SPRING = new ThreadPoolTaskScheduler();

    @BeforeAll
    static void startThreads() {
        SPRING.setPoolSize(1);
        SPRING.initialize();
    }

    @AfterAll
    static void endThreads() {
        SPRING.shutdown();
    }

    @Override
    protected TaskStores emptyStores() {
        return new InMemoryStores(InstantSource.system());
    }

    @Override
    protected Scheduler newEngine() {
        return new SpringScheduler(SPRING, Duration.ofSeconds(30));
    }
}
