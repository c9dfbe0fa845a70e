package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.sql.Columns;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Runs the writing statements of a {@link Dialect}, each of which writes many rows. */
public interface BulkWrites {
    /** Runs a statement that inserts. Where it fails because another transaction inserted the same key first, runs it again. */
    <R> R retrying(Handle handle, Function<Handle, R> statement);

    /**
     * Runs {@link Dialect#insertNew}. The rows have different keys and come in their order, so that two transactions with the
     * same ones wait for each other instead of blocking each other.
     */
    default <T, R> Set<R> insertNew(
            Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows, Class<R> returned) {
        return rows.isEmpty()
                ? Set.of()
                : retrying(
                        handle,
                        h -> columns.bind(h.createQuery(sql), rows)
                                .mapTo(returned)
                                .collect(Collectors.toSet()));
    }

    /** Runs {@link Dialect#insertNew} where it returns several columns. */
    default <T, R> Set<R> insertNew(
            Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows, RowMapper<R> returned) {
        return rows.isEmpty()
                ? Set.of()
                : retrying(
                        handle,
                        h -> columns.bind(h.createQuery(sql), rows)
                                .map(returned)
                                .collect(Collectors.toSet()));
    }

    /** Runs {@link Dialect#insertedInto}. The rows have different keys and come in their order, as in {@link #insertNew}. */
    default <T, R> Set<R> insertedInto(
            Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows, Class<R> returned) {
        return insertNew(handle, sql, columns, rows, returned);
    }

    /**
     * Runs {@link Dialect#updateReturning}.
     *
     * @param parameters those that its condition and its change have besides the rows, by their names
     */
    default <T, R> Set<R> updateReturning(
            Handle handle,
            String sql,
            Columns<T> columns,
            Collection<? extends T> rows,
            Map<String, ?> parameters,
            Class<R> returned) {
        return rows.isEmpty()
                ? Set.of()
                : columns.bind(handle.createQuery(sql), rows)
                        .bindMap(parameters)
                        .mapTo(returned)
                        .collect(Collectors.toSet());
    }

    /**
     * Runs {@link Dialect#transfer}.
     *
     * @param id what a row has in the column of the id
     */
    default <T, R> Set<R> transfer(
            Handle handle,
            String sql,
            Columns<T> columns,
            Collection<? extends T> rows,
            Function<? super T, R> id,
            Class<R> returned) {
        return rows.isEmpty()
                ? Set.of()
                : columns.bind(handle.createQuery(sql), rows).mapTo(returned).collect(Collectors.toSet());
    }

    /** Runs {@link Dialect#insert}. */
    default <T> void insert(Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows) {
        if (!rows.isEmpty()) {
            columns.bind(handle.createUpdate(sql), rows).execute();
        }
    }

    /**
     * Runs {@link Dialect#upsert} or {@link Dialect#merge}. The rows have different keys, and come in their order as in
     * {@link #insertNew}.
     */
    default <T> void upsert(Handle handle, String sql, Columns<T> columns, Collection<? extends T> rows) {
        if (!rows.isEmpty()) {
            retrying(handle, h -> columns.bind(h.createUpdate(sql), rows).execute());
        }
    }
}
