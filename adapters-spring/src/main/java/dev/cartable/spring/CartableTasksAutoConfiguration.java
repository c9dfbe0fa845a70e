package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.spring.CartableProperties.Tasks.Engine;
import dev.cartable.task.ExecutorScheduler;
import dev.cartable.task.port.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.scheduling.TaskScheduler;

/** Lets the application tick if {@code cartable.tasks.enabled} says so. A {@link Scheduler} bean of the host is the engine then. */
@AutoConfiguration(after = CartableContextsAutoConfiguration.class)
@ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
@Conditional({Conditions.OneCartable.class, Conditions.TasksAreEnabled.class})
@EnableConfigurationProperties(CartableProperties.class)
public final class CartableTasksAutoConfiguration {
    CartableTasksAutoConfiguration() {}

    @Bean
    TaskEngine cartableTaskEngine(
            Cartable cartable,
            CartableProperties properties,
            ObjectProvider<Scheduler> own,
            ObjectProvider<TaskScheduler> springs) {
        Scheduler scheduler = own.getIfAvailable(() -> engine(properties.tasks(), springs));
        return new TaskEngine(cartable.tasks(), scheduler);
    }

    private static Scheduler engine(CartableProperties.Tasks tasks, ObjectProvider<TaskScheduler> springs) {
        if (tasks.engine() != Engine.SPRING) {
            return new ExecutorScheduler(tasks.patience());
        }
        TaskScheduler spring = springs.getIfUnique();
        if (spring == null) {
            throw new CartableConfigurationException(
                    "cartable.tasks.engine is spring, and there is no TaskScheduler, or more than one.",
                    "Add @EnableScheduling to a configuration class of the application, or leave cartable.tasks.engine out.",
                    null);
        }
        return new SpringScheduler(spring, tasks.patience());
    }
}
