package dev.cartable.school.csv;

import org.jspecify.annotations.Nullable;

/** What is wrong with a row, thrown by whoever notices and turned into a {@code RowError} by its {@link Table}. */
final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final @Nullable String column;

    BadRowException(Fault fault, @Nullable String column, String reason) {
        super(reason, null, false, false);
        this.fault = fault;
        this.column = column;
    }

    Fault fault() {
        return fault;
    }

    @Nullable
    String column() {
        return column;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
