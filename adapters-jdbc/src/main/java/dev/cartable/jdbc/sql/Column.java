package dev.cartable.jdbc.sql;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column that many rows are written to at once, and where its value comes from. */
public record Column<T>(String name, Type type, Function<T, @Nullable Object> value) {
    public static <T> Column<T> of(String name, Type type, Function<T, @Nullable Object> value) {
        return new Column<>(name, type, value);
    }
}
