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
 * @param reason what is wrong and what to do, for a person; never holds a secret
 * @param facts what the reason names, such as an id, for a text in another language
 */
public record RowError(
        String file, long line, @Nullable String column, String code, String reason, Map<String, String> facts) {
    /** An error whose code says it all. */
    public RowError(String file, long line, @Nullable String column, String code, String reason) {
        this(file, line, column, code, reason, Map.of());
    }

    public RowError {
        requireNonNull(file, "file");
        requireNonNull(code, "code");
        requireNonNull(reason, "reason");
        facts = Map.copyOf(facts);
        if (line < 0) {
            throw new IllegalArgumentException("line " + line + " is negative");
        }
    }
}
