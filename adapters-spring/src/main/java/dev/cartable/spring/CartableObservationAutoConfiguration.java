package dev.cartable.spring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in the log context what runs, and counts and observes it where Micrometer is there. */
@AutoConfiguration(after = CartableStoresAutoConfiguration.class, before = CartableAutoConfiguration.class)
@Conditional(Conditions.Parts.class)
public final class CartableObservationAutoConfiguration {
    CartableObservationAutoConfiguration() {}

    /** Last, so that it is around what the host's decorators do. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    LogContext cartableLogContext() {
        return new LogContext();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterRegistry.class, ObservationRegistry.class})
    static final class MicrometerConfiguration {
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE - 1)
        Meters cartableMeters(ObjectProvider<MeterRegistry> meters, ObjectProvider<ObservationRegistry> observations) {
            return new Meters(meters, observations);
        }
    }
}
