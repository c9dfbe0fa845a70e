package dev.cartable.jdbc.sql;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a bulk write. All rows travel in one statement with one array for each column.
 *
 * @param prefix what the parameters' names begin with, before those of the columns
 */
public record Columns<T>(List<Column<T>> columns, String prefix) {
    public Columns(List<Column<T>> columns) {
        this(columns, "");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <T> Columns<T> of(Column<T>... columns) {
        return new Columns<>(List.of(columns));
    }

    /** The same columns under parameters of their own, for a statement that writes to several tables. */
    public Columns<T> prefixed(String with) {
        return new Columns<>(columns, with);
    }

    /** {@code a, b, c} */
    public String names() {
        return join(Column::name, ", ");
    }

    /** {@code t.a, t.b, t.c} */
    public String namesOf(String alias) {
        return join(column -> alias + "." + column.name(), ", ");
    }

    /** The rows as a relation {@code u(a, b, c)}. */
    public String rows() {
        return rowsAs("u");
    }

    /** The rows as a relation of another name. */
    public String rowsAs(String alias) {
        return rows(UnaryOperator.identity(), alias);
    }

    /** The rows as a relation {@code u(a, b, c)}, from what is made of each array. */
    public String rows(UnaryOperator<String> array) {
        return rows(array, "u");
    }

    private String rows(UnaryOperator<String> array, String alias) {
        return "UNNEST(" + join(column -> array.apply(column.type().array(prefix + column.name())), ", ") + ") AS "
                + alias + "(" + names() + ")";
    }

    private String join(Function<Column<T>, String> words, String separator) {
        return columns.stream().map(words).collect(Collectors.joining(separator));
    }

    /** {@code a = row.a, b = row.b}: what an update takes from a row. */
    public String set(String row) {
        return join(column -> column.name() + " = " + row + "." + column.name(), ", ");
    }

    /** {@code a = :a, b = :b}: what an update takes from one row that is bound by {@link #bindOne}. */
    public String setToParameters() {
        return join(column -> column.name() + " = :" + column.name(), ", ");
    }

    public Columns<T> without(Collection<String> names) {
        return new Columns<>(
                columns.stream()
                        .filter(column -> !names.contains(column.name()))
                        .toList(),
                prefix);
    }

    public <S extends SqlStatement<S>> S bind(S statement, Collection<? extends T> rows) {
        for (Column<T> column : columns) {
            @Nullable Object[] values = column.type().values(rows.size());
            int i = 0;
            for (T row : rows) {
                values[i++] = column.type().value(column.value().apply(row));
            }
            statement.bind(prefix + column.name(), Arrays.of(column.type(), values));
        }
        return statement;
    }

    /** Binds one row, a parameter for each column. */
    public <S extends SqlStatement<S>> S bindOne(S statement, T row) {
        for (Column<T> column : columns) {
            statement.bind(column.name(), column.type().value(column.value().apply(row)));
        }
        return statement;
    }

    /** That a row {@code t} has the key of a row {@code u}. */
    public static String same(List<String> key) {
        return same(key, "u.");
    }

    /** That a row {@code t} has the key of the row that is bound by {@link #bindOne}. */
    public static String sameAsParameters(List<String> key) {
        return same(key, ":");
    }

    private static String same(List<String> key, String prefix) {
        return key.stream().map(name -> "t." + name + " = " + prefix + name).collect(Collectors.joining(" AND "));
    }
}
