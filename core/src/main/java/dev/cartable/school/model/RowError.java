package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a source that could not be used, and why.
 *
 * @param file the file's name as a person knows it
 * @param line the line in the file, from 1; 0 where the source has no lines
 * @param column the column's name in the header, where one is to blame
 * @param code a stable word for programs, such as {@code DANGLING_LINK}
 * @param facts what an edge needs to put the code into words, such as an id; never a secret
 */
public record RowError(String file, long line, @Nullable String column, String code, Map<String, String> facts) {
    /** An error whose code says it all. */
    public RowError(String file, long line, @Nullable String column, String code) {
        this(file, line, column, code, Map.of());
    }

    public RowError {
        requireNonNull(file, "file");
        requireNonNull(code, "code");
        facts = Map.copyOf(facts);
        if (line < 0) {
            throw new IllegalArgumentException("line " + line + " is negative");
        }
    }
}
