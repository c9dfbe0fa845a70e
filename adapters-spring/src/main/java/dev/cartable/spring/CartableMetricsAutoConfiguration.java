package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.backup.Backups;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Shows how the one Cartable stands as gauges, where Micrometer is there. {@code management.metrics.enable.cartable=false} takes all of Cartable's
 * meters away.
 */
@AutoConfiguration(after = CartableContextsAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
@Conditional(Conditions.OneCartable.class)
@EnableConfigurationProperties(CartableMetricsProperties.class)
public final class CartableMetricsAutoConfiguration {
    CartableMetricsAutoConfiguration() {}

    @Bean
    static Gauges cartableGauges(
            ObjectProvider<Cartable> cartable,
            ObjectProvider<Backups> backups,
            ObjectProvider<InstantSource> time,
            ObjectProvider<CartableMetricsProperties> properties) {
        return new Gauges(cartable, backups, time, properties);
    }
}
