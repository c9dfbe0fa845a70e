package dev.cartable.cli.frame;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One item of a list: its fields in their order, as JSON has them and as a line of the terminal is filled with. */
public final class Row extends AbstractMap<String, @Nullable Object> {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private Row() {}

    /** A row that begins with this field. */
    public static Row of(String name, @Nullable Object value) {
        return new Row().and(name, value);
    }

    /** An error that is about no file: the fields that every error has. */
    public static Row error(@Nullable Object reason, @Nullable Object code) {
        return of("file", null)
                .and("line", null)
                .and("column", null)
                .and("reason", reason)
                .and("code", code);
    }

    /** With one more field: text, a number, a truth value, null, a list of these, or anything that has a text form. */
    public Row and(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return Collections.unmodifiableSet(fields.entrySet());
    }
}
