package dev.cartable.school.csv;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with a row, thrown where it is noticed and turned into a {@code RowError} by its {@link Table}. */
final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RowProblem fault;
    private final @Nullable String column;
    private final transient Map<String, String> facts;

    /** @param facts names and values, in turns */
    BadRowException(RowProblem fault, @Nullable String column, Object... facts) {
        super(fault.name(), null, false, false);
        this.fault = fault;
        this.column = column;
        this.facts = RosterProblem.named(facts);
    }

    RowProblem fault() {
        return fault;
    }

    @Nullable
    String column() {
        return column;
    }

    Map<String, String> facts() {
        return facts;
    }
}
