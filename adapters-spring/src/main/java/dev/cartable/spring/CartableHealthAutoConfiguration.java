package dev.cartable.spring;

import dev.cartable.Cartable;
import dev.cartable.backup.Backups;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Adds Cartable to the health of an application that has Spring Boot's actuator. {@code management.health.cartable.enabled} switches it off,
 * as it does for any other indicator.
 */
@AutoConfiguration(after = CartableContextsAutoConfiguration.class)
@ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
@Conditional({Conditions.OneCartable.class, CartableHealthAutoConfiguration.IsWanted.class})
@EnableConfigurationProperties(CartableHealthProperties.class)
public final class CartableHealthAutoConfiguration {
    CartableHealthAutoConfiguration() {}

    /** Asked for its type before other beans are made, so it takes none of them. */
    @Bean
    static HealthIndicatorFactory cartableHealthIndicator(
            ObjectProvider<Cartable> cartable,
            ObjectProvider<Backups> backups,
            ObjectProvider<InstantSource> time,
            ObjectProvider<CartableHealthProperties> limits) {
        return new HealthIndicatorFactory(new CartableHealth(cartable, backups, time, limits));
    }

    /** There are health indicators, and this one is not switched off. */
    static final class IsWanted extends SpringBootCondition {
        IsWanted() {}

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            boolean isThere = HealthIndicatorFactory.home(context.getClassLoader()) != null;
            boolean isOn = environment.getProperty(
                    "management.health.cartable.enabled",
                    Boolean.class,
                    environment.getProperty("management.health.defaults.enabled", Boolean.class, true));
            ConditionMessage.Builder message = ConditionMessage.forCondition("Cartable's health");
            return new ConditionOutcome(
                    isThere && isOn,
                    message.because(isThere ? isOn ? "it is on" : "it is off" : "there is no actuator"));
        }
    }
}
