package dev.cartable.notice.http;

import dev.cartable.internal.json.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A URL, a header or a body with placeholders such as {@code {to}}. A body that begins with a brace or a bracket is JSON: placeholders stand
 * within its strings, and values are written as JSON strings. Any other body is a form, {@code To={to}&Body={text}}: values are
 * percent-encoded. Where an array's only element has {@code {value}} or {@code {name}} in it, the element is repeated for each variable of
 * the gateway's own template. Immutable.
 */
final class RequestTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");
    private static final Set<String> ELEMENT = Set.of("value", "name");

    private final String source;
    private final @Nullable Object json;
    private final Map<String, String> form;

    private RequestTemplate(String source, @Nullable Object json, Map<String, String> form) {
        this.source = source;
        this.json = json;
        this.form = form;
    }

    /**
     * Reads a body.
     *
     * @throws GatewaySettingsException if it is neither JSON nor a form, or has a placeholder that is not known
     */
    static RequestTemplate body(String source, Set<String> known) {
        String text = source.strip();
        requireKnown("body", text, known);
        if (text.startsWith("{") || text.startsWith("[")) {
            Object json = JsonPath.document(text);
            if (json == null) {
                throw new GatewaySettingsException(
                        "BAD_BODY", "body", "body: this begins like JSON, but it is no JSON document");
            }
            return new RequestTemplate(text, json, Map.of());
        }
        return new RequestTemplate(text, null, form(text));
    }

    /**
     * Reads a URL or a header.
     *
     * @throws GatewaySettingsException if it has a placeholder that is not known
     */
    static RequestTemplate line(String setting, String source, Set<String> known) {
        requireKnown(setting, source, known);
        return new RequestTemplate(source.strip(), null, Map.of());
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new GatewaySettingsException(
                        "BAD_BODY", "body", "body: this is neither JSON nor a form such as To={to}&Body={text}");
            }
            fields.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new GatewaySettingsException("BAD_BODY", "body", "body: '%' has to be written as %25 in a form");
        }
    }

    private static void requireKnown(String setting, String text, Set<String> known) {
        for (String name : placeholders(text)) {
            if (!known.contains(name) && !ELEMENT.contains(name)) {
                throw new GatewaySettingsException(
                        "UNKNOWN_PLACEHOLDER", setting, setting + ": there is no placeholder {" + name + "}");
            }
        }
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** The names of its placeholders. */
    Set<String> placeholders() {
        return placeholders(source);
    }

    /** What each request has of it, without what placeholders stand for. */
    List<String> literals() {
        return PLACEHOLDER.splitAsStream(source).map(String::strip).toList();
    }

    String contentType() {
        return json == null ? "application/x-www-form-urlencoded" : "application/json";
    }

    /** The source without placeholders, for a look at its form. */
    String sample() {
        return PLACEHOLDER.matcher(source).replaceAll("0");
    }

    /** A URL: each value is percent-encoded. */
    String url(Map<String, String> values) {
        return fill(source, values, RequestTemplate::encode);
    }

    /** A header: its values have no line break. */
    String header(Map<String, String> values) {
        return fill(source, values, value -> value.replaceAll("[\\p{Cntrl}]+", " "));
    }

    /**
     * A body.
     *
     * @param variables those of the gateway's own template, in their order
     */
    String body(Map<String, String> values, Map<String, String> variables) {
        if (json != null) {
            return Json.text(filled(json, values, variables));
        }
        return form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(fill(field.getValue(), values, value -> value)))
                .collect(Collectors.joining("&"));
    }

    private static @Nullable Object filled(
            @Nullable Object node, Map<String, String> values, Map<String, String> variables) {
        if (node instanceof String text) {
            return fill(text, values, value -> value);
        }
        if (node instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            object.forEach((name, value) -> fields.put(String.valueOf(name), filled(value, values, variables)));
            return fields;
        }
        if (node instanceof List<?> array) {
            List<@Nullable Object> elements = new ArrayList<>();
            if (array.size() == 1 && isOfElement(array.get(0))) {
                variables.forEach((name, value) -> {
                    Map<String, String> withElement = new LinkedHashMap<>(values);
                    withElement.put("name", name);
                    withElement.put("value", value);
                    elements.add(filled(array.get(0), withElement, Map.of()));
                });
            } else {
                array.forEach(element -> elements.add(filled(element, values, variables)));
            }
            return elements;
        }
        return node;
    }

    /** Whether a node names an element, outside of arrays within it. */
    private static boolean isOfElement(@Nullable Object node) {
        if (node instanceof Map<?, ?> object) {
            return object.values().stream().anyMatch(RequestTemplate::isOfElement);
        }
        return node instanceof String text && placeholders(text).stream().anyMatch(ELEMENT::contains);
    }

    private static String fill(String text, Map<String, String> values, UnaryOperator<String> encoding) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(encoding.apply(values.getOrDefault(found.group(1), found.group()))));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
