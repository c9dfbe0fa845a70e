package dev.cartable.spring.web.openapi;

import static java.util.Objects.requireNonNull;

import dev.cartable.internal.json.Json;
import dev.cartable.spring.web.internal.openapi.OpenApiDocument;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.SpecVersion;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Adds our endpoints to the host's document, and leaves everything else in it as it is. */
final class EndpointCustomizer implements OpenApiCustomizer {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointCustomizer.class);

    private final Supplier<RequestMappingHandlerMapping> mapping;
    private final String prefix;

    EndpointCustomizer(Supplier<RequestMappingHandlerMapping> mapping, String prefix) {
        this.mapping = requireNonNull(mapping, "mapping");
        this.prefix = requireNonNull(prefix, "prefix");
    }

    @Override
    public void customise(OpenAPI host) {
        if (host.getSpecVersion() != SpecVersion.V31) {
            LOG.warn("The endpoints of Cartable are described in OpenAPI 3.1 alone: they are not in this document."
                    + " Set springdoc.api-docs.version=openapi_3_1.");
            return;
        }
        OpenAPI ours = read(Json.text(OpenApiDocument.of(mapping.get(), prefix, true)));
        if (host.getComponents() == null) {
            host.setComponents(new Components());
        }
        Components components = host.getComponents();
        ours.getComponents().getSchemas().forEach(components::addSchemas);
        ours.getComponents().getResponses().forEach(components::addResponses);
        boolean hostSaysHow = host.getSecurity() != null && !host.getSecurity().isEmpty();
        if (!hostSaysHow) {
            ours.getComponents().getSecuritySchemes().forEach(components::addSecuritySchemes);
        }
        ours.getPaths().forEach((path, item) -> {
            if (hostSaysHow) {
                leaveToHost(item);
            }
            host.path(path, item);
        });
    }

    /** The host's document says how people sign in; an endpoint for anyone still says so. */
    private static void leaveToHost(PathItem item) {
        item.readOperations().stream()
                .filter(operation -> !operation.getSecurity().isEmpty())
                .forEach(operation -> operation.setSecurity(null));
    }

    private static OpenAPI read(String json) {
        try {
            return Json31.mapper().readValue(json, OpenAPI.class);
        } catch (IOException e) {
            throw new IllegalStateException("the OpenAPI document of Cartable cannot be read", e);
        }
    }
}
