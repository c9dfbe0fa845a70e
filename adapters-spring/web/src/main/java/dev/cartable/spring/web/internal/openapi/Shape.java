package dev.cartable.spring.web.internal.openapi;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a body, an answer or a parameter looks like: a JSON Schema (draft 2020-12). A named shape stands once in the document, and is
 * referred to. Immutable.
 */
public final class Shape {
    private final @Nullable String name;
    private final Map<String, Object> schema;

    private Shape(@Nullable String name, Map<String, Object> schema) {
        this.name = name;
        this.schema = schema;
    }

    private static Shape type(String type) {
        return new Shape(null, Map.of("type", type));
    }

    private Shape with(String keyword, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(schema);
        more.put(keyword, value);
        return new Shape(name, more);
    }

    /** Any value. */
    public static Shape anything() {
        return new Shape(null, Map.of());
    }

    /** Any text. */
    public static Shape text() {
        return type("string");
    }

    /** A text of this length, in characters. */
    public static Shape text(int least, int most) {
        return text().with("minLength", (long) least).with("maxLength", (long) most);
    }

    /** An id of ours. */
    public static Shape id() {
        return text().with("format", "uuid");
    }

    /** An id of the host's. */
    public static Shape hostId() {
        return text(1, 255);
    }

    /** An instant in UTC. */
    public static Shape instant() {
        return text().with("format", "date-time");
    }

    /** A local day. */
    public static Shape day() {
        return text().with("format", "date");
    }

    /** A whole number that is not negative. */
    public static Shape number() {
        return number(0, Long.MAX_VALUE);
    }

    /** A whole number in these bounds. */
    public static Shape number(long least, long most) {
        return type("integer").with("minimum", least).with("maximum", most);
    }

    /** A number with a fraction. */
    public static Shape decimal() {
        return type("number");
    }

    /** True or false. */
    public static Shape truth() {
        return type("boolean");
    }

    /** One of these words. */
    public static Shape word(String... words) {
        return text().with("enum", List.of(words));
    }

    /** The name of a constant. */
    public static <E extends Enum<E>> Shape word(Class<E> type) {
        return word(Arrays.stream(type.getEnumConstants()).map(Enum::name).toArray(String[]::new));
    }

    /** The name of a constant in lower case. */
    public static <E extends Enum<E>> Shape lowerWord(Class<E> type) {
        return word(Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
    }

    /** A list of such elements. */
    public static Shape list(Shape element) {
        return type("array").with("items", element);
    }

    /** An object with names that are not known before, and such values. */
    public static Shape map(Shape value) {
        return type("object").with("additionalProperties", value);
    }

    /** One of these. */
    public static Shape either(Shape... shapes) {
        return new Shape(null, Map.of("anyOf", List.of(shapes)));
    }

    /** A page of a list. */
    public static Shape page(Shape element) {
        return object().has("next", text().orNull().says("The path of the next page; null at the end of the list."))
                .has("results", list(element));
    }

    /** An object of an answer. Later versions may add fields. */
    public static Shape object() {
        return type("object").with("required", List.of()).with("properties", Map.of());
    }

    /** An object of a request. A field that it does not name is refused. */
    public static Shape form() {
        return object().with("additionalProperties", false);
    }

    /** The same object with a field that is always there. */
    public Shape has(String field, Shape shape) {
        List<Object> required = new ArrayList<>((List<?>) requireNonNull(schema.get("required")));
        required.add(field);
        return may(field, shape).with("required", List.copyOf(required));
    }

    /** The same object with a field that may be there. */
    public Shape may(String field, Shape shape) {
        Map<Object, Object> fields = new LinkedHashMap<>((Map<?, ?>) requireNonNull(schema.get("properties")));
        fields.put(field, shape);
        return with("properties", fields);
    }

    /** The same object, in which no field has to be there. */
    public Shape withoutNeeds() {
        return with("required", List.of());
    }

    /** The same with a name: it stands once in the document. */
    public Shape named(String component) {
        return new Shape(component, schema);
    }

    /** The same, without the name. */
    public Shape unnamed() {
        return new Shape(null, schema);
    }

    /** The same with words for people. */
    public Shape says(String words) {
        return name == null ? with("description", words) : either(this).says(words);
    }

    /** The same with a value that it can have. */
    public Shape example(Object value) {
        return with("examples", List.of(value));
    }

    /** The same, or null. */
    public Shape orNull() {
        Object type = schema.get("type");
        return name == null && type instanceof String && !schema.containsKey("enum")
                ? with("type", List.of(type, "null"))
                : either(this, type("null"));
    }

    /** This as JSON. A named shape is a reference, and is put into {@code components}. */
    Map<String, Object> json(Map<String, Object> components) {
        if (name == null) {
            return object(schema, components);
        }
        if (!components.containsKey(name)) {
            components.put(name, Map.of());
            components.put(name, object(schema, components));
        }
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", "#/components/schemas/" + name);
        return reference;
    }

    private static Map<String, Object> object(Map<?, ?> schema, Map<String, Object> components) {
        Map<String, Object> object = new LinkedHashMap<>();
        schema.forEach((keyword, value) -> {
            if (!(keyword.equals("required") && value.equals(List.of()))) {
                object.put(String.valueOf(keyword), json(value, components));
            }
        });
        return object;
    }

    private static Object json(Object value, Map<String, Object> components) {
        if (value instanceof Shape shape) {
            return shape.json(components);
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, components);
        }
        return value instanceof List<?> list
                ? list.stream().map(each -> json(each, components)).toList()
                : value;
    }
}
