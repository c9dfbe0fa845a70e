package dev.cartable.spring.web.internal.openapi;

import dev.cartable.spring.web.internal.ApiController;
import dev.cartable.spring.web.internal.Endpoints;
import dev.cartable.spring.web.internal.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.BeanUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The OpenAPI 3.1 document of the endpoints that an application serves: their methods say what all endpoints have, and their
 * {@link EndpointDocs} the rest. It is made anew each time it is asked for.
 */
public final class OpenApiDocument {
    private static final String ABOUT = """
            Cartable over HTTP. The application signs people in, and decides which of the three ways of the security schemes it takes; \
            its own chain may refuse a request before these endpoints see it, with an answer of its own.

            Unknown fields and unknown query parameters are refused. The slash at the end of a path may be left out. \
            Problems are RFC 9457, in French or English by Accept-Language. Whom a caller may not see is answered as what there is not: 404.""";

    private OpenApiDocument() {}

    /**
     * The document.
     *
     * @param mapping what the application serves
     * @param prefix what the paths of our endpoints begin with
     * @param within whether the prefix is a part of each path, as in a larger document; otherwise it is that of the server
     */
    public static Map<String, Object> of(RequestMappingHandlerMapping mapping, String prefix, boolean within) {
        Map<String, Object> schemas = new TreeMap<>();
        Map<String, Object> responses = new TreeMap<>();
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        Map<Class<?>, Map<String, EndpointDoc>> known = new LinkedHashMap<>();
        mapping.getHandlerMethods().forEach((info, method) -> {
            if (Endpoints.isOurs(method)) {
                String path = path(info, prefix);
                for (var verb : info.getMethodsCondition().getMethods()) {
                    EndpointDoc doc = known.computeIfAbsent(docs(method), OpenApiDocument::byName)
                            .get(verb + " " + path);
                    if (doc == null) {
                        throw new IllegalStateException(verb + " " + path + " is not described by " + docs(method));
                    }
                    paths.computeIfAbsent((within ? prefix : "") + path, key -> new TreeMap<>())
                            .put(
                                    verb.name().toLowerCase(Locale.ROOT),
                                    new OperationWriter(doc, method, schemas, responses).operation());
                }
            }
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info", Row.of("title", "Cartable").and("description", ABOUT).and("version", "0.1"));
        document.put("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
        document.put("servers", List.of(Map.of("url", prefix.isEmpty() ? "/" : prefix)));
        document.put("paths", paths);
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas);
        components.put("responses", responses);
        components.put("securitySchemes", OperationWriter.securitySchemes());
        document.put("components", components);
        return document;
    }

    /** All that is described by the controllers of an application, by method and path. */
    public static Set<String> described(RequestMappingHandlerMapping mapping) {
        return mapping.getHandlerMethods().values().stream()
                .filter(Endpoints::isOurs)
                .map(OpenApiDocument::docs)
                .distinct()
                .flatMap(docs -> byName(docs).keySet().stream())
                .collect(Collectors.toSet());
    }

    private static String path(RequestMappingInfo info, String prefix) {
        return info.getPatternValues().stream()
                .filter(path -> path.endsWith("/"))
                .map(path -> path.substring(prefix.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(info + " has no path with a slash at its end"));
    }

    private static Class<? extends EndpointDocs> docs(HandlerMethod method) {
        return Objects.requireNonNull(
                        AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), ApiController.class))
                .docs();
    }

    private static Map<String, EndpointDoc> byName(Class<?> docs) {
        return ((EndpointDocs) BeanUtils.instantiateClass(docs))
                .all().stream().collect(Collectors.toMap(EndpointDoc::name, doc -> doc));
    }
}
