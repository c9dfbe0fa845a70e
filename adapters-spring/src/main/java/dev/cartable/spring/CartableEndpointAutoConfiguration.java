package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.backup.Backups;
import dev.cartable.jdbc.JdbcStores;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The actuator's endpoint {@code cartable}, where the host exposes it: {@code management.endpoints.web.exposure.include=health,cartable}. */
@AutoConfiguration(after = {CartableTasksAutoConfiguration.class, CartableHealthAutoConfiguration.class})
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
@Conditional(Conditions.OneCartable.class)
public final class CartableEndpointAutoConfiguration {
    CartableEndpointAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(CartableEndpoint.class)
    @EnableConfigurationProperties(CartableHealthProperties.class)
    static class Exposed {
        @Bean
        @ConditionalOnMissingBean
        CartableEndpoint cartableEndpoint(
                ObjectProvider<Cartable> cartable,
                ObjectProvider<JdbcStores> stores,
                ObjectProvider<Backups> backups,
                ObjectProvider<InstantSource> time,
                ObjectProvider<CartableHealthProperties> limits,
                ObjectProvider<TaskEngine> engine) {
            return new CartableEndpoint(cartable, stores, new CartableHealth(cartable, backups, time, limits), () -> {
                TaskEngine ticking = engine.getIfAvailable();
                return ticking == null ? "" : ticking.engine();
            });
        }
    }
}
