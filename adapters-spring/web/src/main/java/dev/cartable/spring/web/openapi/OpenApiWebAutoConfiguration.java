package dev.cartable.spring.web.openapi;

import dev.cartable.spring.web.CartableWebAutoConfiguration;
import dev.cartable.spring.web.CartableWebProperties;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Adds the endpoints to the document of a host that has springdoc and {@link CartableWebAutoConfiguration}. Whether there is a document,
 * and who may read it, is the host's own: nothing is served here.
 */
@AutoConfiguration(after = CartableWebAutoConfiguration.class)
@ConditionalOnClass(OpenApiCustomizer.class)
@ConditionalOnBean(CartableWebAutoConfiguration.class)
@ConditionalOnProperty(prefix = "cartable.web", name = "openapi", havingValue = "true", matchIfMissing = true)
public final class OpenApiWebAutoConfiguration {
    OpenApiWebAutoConfiguration() {}

    /** Of the document without groups; a host adds it to a group of its own. */
    @Bean
    OpenApiCustomizer cartableOpenApiCustomizer(BeanFactory beans, CartableWebProperties properties) {
        return new EndpointCustomizer(
                () -> beans.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class),
                properties.prefix());
    }
}
