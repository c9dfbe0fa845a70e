package dev.cartable.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One of the roster's relations, as the database has it.
 *
 * @param name its name in SQL
 * @param rows how many rows it has, counted up to {@value #MANY}
 * @param problems what has to be changed before Cartable can read it, with the SQL to run; empty if nothing has
 */
public record RosterRelation(String name, Kind kind, int rows, List<String> problems) {
    /** Where counting ends. */
    public static final int MANY = 10_000;

    /** What a relation is. */
    public enum Kind {
        TABLE,
        /** A view, or anything else that is no table of the database itself. */
        VIEW,
        MISSING
    }

    public RosterRelation {
        requireNonNull(name, "name");
        requireNonNull(kind, "kind");
        problems = List.copyOf(problems);
    }

    /** Such as {@code cartable_pupil: view, 812 rows}. */
    @Override
    public String toString() {
        return switch (kind) {
            case MISSING -> name + ": missing";
            case TABLE -> name + ": table, " + count();
            case VIEW -> name + ": view, " + count();
        };
    }

    private String count() {
        return (rows >= MANY ? MANY + " rows or more" : rows + (rows == 1 ? " row" : " rows"));
    }
}
