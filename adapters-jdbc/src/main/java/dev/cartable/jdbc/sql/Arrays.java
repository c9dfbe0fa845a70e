package dev.cartable.jdbc.sql;

import java.sql.Connection;
import java.util.Collection;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/** Parameters that are arrays. */
public final class Arrays {
    private Arrays() {}

    public static Argument of(Type type, @Nullable Object[] values) {
        return (position, statement, context) -> {
            Connection connection = statement.getConnection();
            statement.setArray(position, connection.createArrayOf(type.element(), values));
        };
    }

    /** The values without repetition. */
    public static <T> Argument of(Type type, Collection<T> items, Function<? super T, ?> value) {
        return of(type, items.stream().map(value).distinct().toArray(type::values));
    }

    public static Argument texts(Collection<?> items) {
        return of(Type.TEXT, items, Object::toString);
    }
}
