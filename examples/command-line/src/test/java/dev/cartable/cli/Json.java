package dev.cartable.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one JSON document, and fails if there is more than one, or a name is there twice. */
record Json(@Nullable Object value) {
    static Json parse(String text) {
        try {
            return new Json(dev.cartable.internal.json.Json.read(text));
        } catch (IllegalArgumentException e) {
            throw new AssertionError(e.getMessage() + ":\n" + text, e);
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, @Nullable Object> fields() {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    boolean has(String name) {
        return fields().containsKey(name);
    }

    Json get(String name) {
        if (!has(name)) {
            throw new AssertionError("no field '" + name + "' in " + fields().keySet());
        }
        return new Json(fields().get(name));
    }

    @SuppressWarnings("unchecked")
    List<Json> list(String name) {
        return ((List<@Nullable Object>) Objects.requireNonNull(get(name).value()))
                .stream().map(Json::new).toList();
    }

    String text(String name) {
        return String.valueOf(get(name).value());
    }

    long count(String name) {
        return (Long) Objects.requireNonNull(get("counts").get(name).value());
    }

    Iterable<String> names() {
        return fields().keySet();
    }
}
