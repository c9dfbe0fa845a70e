package dev.cartable.school.csv;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with a row, thrown by whoever notices and turned into a {@code RowError} by its {@link Table}. */
final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final @Nullable String column;
    private final transient Map<String, String> facts;

    /** @param facts names and values, in turns */
    BadRowException(Fault fault, @Nullable String column, Object... facts) {
        super(fault.name(), null, false, false);
        this.fault = fault;
        this.column = column;
        this.facts = Refusal.named(facts);
    }

    Fault fault() {
        return fault;
    }

    @Nullable
    String column() {
        return column;
    }

    Map<String, String> facts() {
        return facts;
    }

    String reason() {
        return Refusal.fill(fault.text(), facts);
    }
}
