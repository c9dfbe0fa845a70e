package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.dbscheduler.DbScheduler;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.task.ExecutorScheduler;
import dev.cartable.task.port.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.ClassUtils;

/** Lets the application tick if {@code cartable.tasks.enabled} says so. A {@link Scheduler} bean of the host is the engine then. */
@AutoConfiguration(after = CartableContextsAutoConfiguration.class)
@ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
@Conditional({Conditions.OneCartable.class, Conditions.TasksAreEnabled.class})
@EnableConfigurationProperties(CartableProperties.class)
public final class CartableTasksAutoConfiguration {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    CartableTasksAutoConfiguration() {}

    @Bean
    TaskEngine cartableTaskEngine(
            Cartable cartable,
            CartableProperties properties,
            ObjectProvider<Scheduler> own,
            ListableBeanFactory beans,
            Environment environment) {
        return new TaskEngine(
                cartable.tasks(),
                () -> own.getIfAvailable(() -> executor(beans, properties, environment)
                        .<Scheduler>map(threads -> new HostThreads(engine(beans, properties), threads))
                        .orElseGet(() -> engine(beans, properties))));
    }

    /** What runs the tasks; empty for threads of the engine's own. */
    private static Optional<Executor> executor(
            ListableBeanFactory beans, CartableProperties properties, Environment environment) {
        String name = properties.tasks().executor();
        if (name != null) {
            try {
                return Optional.of(beans.getBean(name, Executor.class));
            } catch (NoSuchBeanDefinitionException e) {
                throw new CartableConfigurationException(
                        "cartable.tasks.executor is '" + name + "', and no Executor bean has this name.",
                        "Set it to one of " + List.of(beans.getBeanNamesForType(Executor.class, true, false))
                                + ", or take it away.",
                        e);
            }
        }
        boolean virtual = environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false)
                && Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
        return virtual ? Optional.of(new VirtualThreadTaskExecutor("cartable-task-")) : Optional.empty();
    }

    private static Scheduler engine(ListableBeanFactory beans, CartableProperties properties) {
        TaskProperties tasks = properties.tasks();
        return switch (tasks.engine()) {
            case EXECUTOR -> new ExecutorScheduler(tasks.patience());
            case SPRING -> new SpringScheduler(springs(beans), tasks.patience());
            case DB_SCHEDULER ->
                shared(beans, properties)
                        .orElseThrow(
                                () -> new CartableConfigurationException(
                                        "cartable.tasks.engine is db-scheduler, and "
                                                + (isThere()
                                                        ? "Cartable's stores are not the starter's."
                                                        : "it is not on the class path."),
                                        isThere()
                                                ? "Define a bean of type dev.cartable.task.port.Scheduler, or leave cartable.tasks.engine out."
                                                : "Add dev.cartable:cartable-db-scheduler to the application, or leave cartable.tasks.engine out."));
            case AUTO -> shared(beans, properties).orElseGet(() -> new ExecutorScheduler(tasks.patience()));
        };
    }

    private static TaskScheduler springs(ListableBeanFactory beans) {
        TaskScheduler spring = beans.getBeanProvider(TaskScheduler.class).getIfUnique();
        if (spring == null) {
            throw new CartableConfigurationException(
                    "cartable.tasks.engine is spring, and there is no TaskScheduler, or more than one.",
                    "Add @EnableScheduling to a configuration class of the application, or leave cartable.tasks.engine out.");
        }
        return spring;
    }

    /** The engine over the shared database, if it is there and the stores are Cartable's own. */
    private static Optional<Scheduler> shared(ListableBeanFactory beans, CartableProperties properties) {
        JdbcStores stores = beans.getBeanProvider(JdbcStores.class).getIfUnique();
        return isThere() && stores != null
                ? Optional.of(SharedEngine.of(
                        HostDatabase.of(beans, properties).dataSource(),
                        stores,
                        properties.tasks().patience()))
                : Optional.empty();
    }

    private static boolean isThere() {
        return ClassUtils.isPresent(
                "dev.cartable.dbscheduler.DbScheduler", CartableTasksAutoConfiguration.class.getClassLoader());
    }

    /** Loaded only where the module is there. */
    private static final class SharedEngine {
        static Scheduler of(DataSource dataSource, JdbcStores stores, Duration patience) {
            return new DbScheduler(dataSource, stores.engineTable(), patience);
        }
    }
}
