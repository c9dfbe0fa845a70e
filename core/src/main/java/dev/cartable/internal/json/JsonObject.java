package dev.cartable.internal.json;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object that {@link Json} has read. A field that is missing or of another type is an {@link IllegalArgumentException}
 * that names it.
 */
public record JsonObject(Map<?, ?> fields) {
    /**
     * A value as an object.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static JsonObject of(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return new JsonObject(object);
        }
        throw new IllegalArgumentException("this is no JSON object");
    }

    private <T> T field(String name, Class<T> type) {
        if (type.isInstance(fields.get(name))) {
            return type.cast(fields.get(name));
        }
        throw new IllegalArgumentException("the field " + name + " is missing, or no " + type.getSimpleName());
    }

    public String text(String name) {
        return field(name, String.class);
    }

    /** Null if the field is missing or null. */
    public @Nullable String textOrNull(String name) {
        return fields.get(name) == null ? null : text(name);
    }

    public long number(String name) {
        return field(name, Long.class);
    }

    public boolean truth(String name) {
        return field(name, Boolean.class);
    }

    public JsonObject object(String name) {
        return of(fields.get(name));
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return fields.get(name) != null;
    }

    /** The elements of a list, all of them objects. */
    public <T> List<T> list(String name, Function<JsonObject, T> element) {
        List<?> values = field(name, List.class);
        return values.stream().map(value -> element.apply(of(value))).toList();
    }

    /** The fields of an object within this one, all of them of one type. */
    public <T> Map<String, T> map(String name, Class<T> type) {
        JsonObject inner = object(name);
        Map<String, T> map = new TreeMap<>();
        inner.fields().keySet().forEach(key -> map.put(String.valueOf(key), inner.field(String.valueOf(key), type)));
        return map;
    }
}
