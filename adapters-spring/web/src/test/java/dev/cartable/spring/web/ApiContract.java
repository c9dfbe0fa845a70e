package dev.cartable.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.cartable.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI document, to which every answer is held. Answers may have no field that it does not name, although clients have to expect
 * fields of later versions. Safe for use by several threads.
 */
final class ApiContract {
    static final String PREFIX = "/api/core";

    private static final String URI = "https://cartable.dev/openapi.json";
    private static final Set<String> SAID =
            Set.of("etag", "location", "retry-after", "content-disposition", "allow", "set-cookie", "refresh", "link");
    private static final Set<String> BEFORE_ANY_ENDPOINT = Set.of(
            "NO_SUCH_PATH",
            "METHOD_NOT_ALLOWED",
            "SIGN_IN_NEEDED",
            "UNKNOWN_PERSON",
            "UNKNOWN_PARAMETER",
            "BAD_REQUEST");

    private static final ApiContract ONE = new ApiContract();

    private final Map<?, ?> document;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private ApiContract() {
        try {
            document = Json.readObject(Files.readString(file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaRegistryConfig(config).schemas(Map.of(URI, Json.text(closed(document)))));
    }

    static ApiContract get() {
        return ONE;
    }

    /** The document, where people find it. The tests of boot3-it run beside its folder. */
    static Path file() {
        Path here = Path.of("").toAbsolutePath();
        return (here.endsWith("boot3-it") ? here.resolveSibling("web") : here).resolve("openapi.json");
    }

    /** An operation of the document. */
    record Operation(String method, String path, Map<?, ?> definition) {
        String name() {
            return method + " " + path;
        }

        String pointer() {
            return "/paths/" + escaped(path) + "/" + method.toLowerCase(Locale.ROOT);
        }

        List<Map<?, ?>> parameters() {
            return definition.get("parameters") instanceof List<?> list
                    ? list.stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList()
                    : List.of();
        }

        /** The schema of the body; null if none is read. */
        @Nullable
        Map<?, ?> body() {
            return (Map<?, ?>) at(definition, "requestBody", "content", "application/json", "schema");
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        object(document, "paths")
                .forEach((path, item) -> ((Map<?, ?>) item)
                        .forEach((method, definition) -> operations.add(new Operation(
                                method.toString().toUpperCase(Locale.ROOT), path.toString(), (Map<?, ?>) definition))));
        return operations;
    }

    /** What a reference of the document, or a schema without one, stands for. */
    Map<?, ?> resolved(Map<?, ?> node) {
        return node.get("$ref") instanceof String ref
                ? object(document, ref.substring(2).split("/"))
                : node;
    }

    /** What is wrong with a body that is sent. */
    List<String> errors(Operation operation, String body) {
        return errors(operation.pointer() + "/requestBody/content/application~1json/schema", body);
    }

    private List<String> errors(String pointer, String json) {
        return schemas
                .computeIfAbsent(pointer, key -> registry.getSchema(SchemaLocation.of(URI + "#" + key)))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    /**
     * Asserts that an answer is as the document says.
     *
     * @param target the path, with the prefix and the query
     */
    void check(String method, String target, int status, Map<String, List<String>> received, String body) {
        Map<String, List<String>> headers = new TreeMap<>();
        received.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        String path = target.replaceFirst("[?#].*", "").substring(PREFIX.length());
        String as = method + " " + target + ": " + status + " " + headers + " " + body;
        Operation operation = operationAt(method.equals("HEAD") ? "GET" : method, path);
        if (operation == null && method.equals("OPTIONS") && status == 200) {
            return;
        }
        if (operation == null) {
            assertThat(status).as(as).isIn(400, 401, 403, 404, 405);
            if (!method.equals("HEAD")) {
                assertThat(errors("/components/schemas/CartableProblem", body))
                        .as(as)
                        .isEmpty();
                assertThat(at(Json.readObject(body), "code")).as(as).isIn(BEFORE_ANY_ENDPOINT);
            }
            return;
        }
        Map<?, ?> answers = object(operation.definition(), "responses");
        assertThat(answers.containsKey(Integer.toString(status)))
                .as("status of " + as)
                .isTrue();
        Map<?, ?> named = object(answers, Integer.toString(status));
        String pointer = named.get("$ref") instanceof String ref
                ? ref.substring(1)
                : operation.pointer() + "/responses/" + status;
        checkHeaders(resolved(named), headers, as);
        if (!method.equals("HEAD")) {
            checkContent(resolved(named), pointer, headers, body, as);
        }
    }

    private void checkHeaders(Map<?, ?> answer, Map<String, List<String>> headers, String as) {
        Map<String, Boolean> named = new TreeMap<>();
        if (answer.get("headers") instanceof Map<?, ?> map) {
            map.forEach((name, header) ->
                    named.put(name.toString().toLowerCase(Locale.ROOT), Boolean.TRUE.equals(at(header, "required"))));
        }
        named.forEach((name, always) -> assertThat(headers.containsKey(name) || !always)
                .as(name + " of " + as)
                .isTrue());
        assertThat(headers.keySet())
                .as("headers of " + as)
                .noneMatch(name -> SAID.contains(name) && !named.containsKey(name));
    }

    private void checkContent(
            Map<?, ?> answer, String pointer, Map<String, List<String>> headers, String body, String as) {
        if (!(answer.get("content") instanceof Map<?, ?> content)) {
            assertThat(body).as(as).isEmpty();
            return;
        }
        String type = String.join(",", headers.getOrDefault("content-type", List.of()));
        assertThat(content.keySet()).as("type of " + as).isEqualTo(Set.of(type));
        if (object(content, type).containsKey("schema")) {
            assertThat(errors(pointer + "/content/" + escaped(type) + "/schema", body))
                    .as(as)
                    .isEmpty();
        }
    }

    /** Of those with this method, the one with the fewest variables in its path, as Spring chooses it; null if there is none. */
    private @Nullable Operation operationAt(String method, String path) {
        String[] parts = segments(path);
        return operations().stream()
                .filter(each -> each.method().equals(method) && fits(segments(each.path()), parts))
                .min(Comparator.comparingLong(
                        each -> each.path().chars().filter(c -> c == '{').count()))
                .orElse(null);
    }

    private static String[] segments(String path) {
        return path.replaceFirst("^/", "").replaceFirst("/$", "").split("/", -1);
    }

    private static boolean fits(String[] template, String[] path) {
        if (template.length != path.length) {
            return false;
        }
        for (int i = 0; i < path.length; i++) {
            if (!template[i].equals(path[i]) && (!template[i].startsWith("{") || path[i].isEmpty())) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
    }

    static @Nullable Object at(@Nullable Object value, String... names) {
        Object found = value;
        for (String name : names) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }

    /** The object by the names on the way to it. */
    static Map<?, ?> object(@Nullable Object value, String... names) {
        return (Map<?, ?>) Objects.requireNonNull(at(value, names), String.join("/", names));
    }

    /** A copy in which objects have the fields that are named, and no others. */
    private static @Nullable Object closed(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ApiContract::closed).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, each) -> copy.put(name.toString(), closed(each)));
        if ("object".equals(map.get("type")) && map.containsKey("properties")) {
            copy.putIfAbsent("additionalProperties", false);
        }
        return copy;
    }
}
