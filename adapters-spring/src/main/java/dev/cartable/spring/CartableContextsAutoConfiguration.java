package dev.cartable.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/** Makes each context of the one Cartable a bean. A host with several Cartables gets none. */
@AutoConfiguration(after = CartableAutoConfiguration.class)
@ConditionalOnProperty(prefix = "cartable", name = "enabled", matchIfMissing = true)
@Conditional(Conditions.OneCartable.class)
@Import(ContextBeans.class)
public final class CartableContextsAutoConfiguration {
    CartableContextsAutoConfiguration() {}
}
