package dev.cartable.spring.web.internal;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object of an answer, in the order in which its fields were given. */
public final class Row extends AbstractMap<String, @Nullable Object> {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private Row() {}

    /** An object without a field yet. */
    public static Row empty() {
        return new Row();
    }

    /** An object with one field. */
    public static Row of(String name, @Nullable Object value) {
        return new Row().and(name, value);
    }

    /** Adds a field. */
    public Row and(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return fields.entrySet();
    }
}
