package dev.cartable.jdbc;

import java.util.List;

/**
 * Where Cartable's tables stand in a database, found out without writing anything.
 *
 * @param version the newest step of the schema that the database has; 0 if it has none. Greater than {@code latest} where a
 *     newer version of Cartable has been here, which this one works with
 * @param latest the newest step that this version of Cartable knows
 * @param missingSql the statements that bring the database up to date, in their order, ready to be run by a person or by
 *     the host's own migration tool; empty if nothing is missing
 */
public record SchemaState(int version, int latest, List<String> missingSql) {
    public SchemaState {
        missingSql = List.copyOf(missingSql);
    }

    /** Whether there is nothing of Cartable's yet. */
    public boolean isAbsent() {
        return version == 0;
    }

    /** Whether nothing is missing. */
    public boolean isCurrent() {
        return missingSql.isEmpty();
    }
}
