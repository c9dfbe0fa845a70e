package dev.cartable.spring;

import dev.cartable.jdbc.testing.TestDatabase;
import java.util.Base64;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Small applications with the starter. */
public final class Runners {
    static final String KEY = "cartable.host-key=" + Base64.getEncoder().encodeToString(new byte[32]);
    static final String ROSTER = "cartable.roster=tables";
    static final String ZONE = "cartable.zone=Africa/Conakry";

    private Runners() {}

    /** With the starter alone: no database, no properties. */
    static ApplicationContextRunner empty() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        CartableStoresAutoConfiguration.class,
                        CartableMailAutoConfiguration.class,
                        CartableBackupAutoConfiguration.class,
                        CartableDocumentsAutoConfiguration.class,
                        CartableObservationAutoConfiguration.class,
                        CartableAutoConfiguration.class,
                        CartableContextsAutoConfiguration.class,
                        CartableTasksAutoConfiguration.class,
                        CartableSecurityAutoConfiguration.class,
                        CartableHealthAutoConfiguration.class,
                        CartableMetricsAutoConfiguration.class,
                        CartableEndpointAutoConfiguration.class));
    }

    /** With all that a host must give: database, transaction manager, zone and key. */
    static ApplicationContextRunner complete() {
        return empty().withUserConfiguration(OneDatabase.class).withPropertyValues(ZONE, KEY, ROSTER);
    }

    @Configuration(proxyBeanMethods = false)
    public static class OneDatabase {
        @Bean
        DataSource dataSource() {
            return TestDatabase.h2().dataSource();
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }
}
