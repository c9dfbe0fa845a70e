package dev.cartable.backup.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database holds in one snapshot, as numbers that can be compared after a restore.
 *
 * @param rows the number of rows of each table, by {@code schema.table}; tables of all schemas except the system's
 * @param sequences the last value that each sequence has given out, by {@code schema.sequence}; a sequence that has given none has the
 *     value that it will give first, less its increment. Where it counts down, the value is negated, so that a later one is always the larger. A sequence is no part of a snapshot: a dump may have a later
 *     position than this, and never an earlier one
 * @param largeObjects the number of large objects (PostgreSQL); 0 elsewhere
 */
public record DatabaseContents(Map<String, Long> rows, Map<String, Long> sequences, long largeObjects) {
    public DatabaseContents {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        sequences = Collections.unmodifiableMap(new TreeMap<>(sequences));
        if (largeObjects < 0) {
            throw new IllegalArgumentException("a database cannot have " + largeObjects + " large objects");
        }
    }

    /** The number of rows of all tables. */
    public long totalRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
