package dev.cartable.privacy.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept about one person, in the order of the relations. Hold it as you hold the data itself. A JSON library can write it as
 * it is, from its components.
 *
 * @param person the id in the host's system, as {@code guardian:ID}, {@code user:ID} or {@code pupil:ID}
 * @param at when it was read
 * @param tables for each relation that has any row about the person, those rows: column by column, texts, numbers, truth
 *     values or null, times in UTC
 */
public record PersonExport(String person, Instant at, Map<String, List<Map<String, @Nullable Object>>> tables) {
    public PersonExport {
        requireNonNull(person, "person");
        requireNonNull(at, "at");
        requireNonNull(tables, "tables");
    }

    /** Whom it is about, and nothing else. */
    @Override
    public String toString() {
        return "PersonExport[" + person + "]";
    }
}
