package dev.cartable.jdbc;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The types of columns that many rows are written to at once, as arrays. */
enum Type {
    UUID("uuid", "uuid"),
    TEXT("varchar", "text"),
    INT("integer", "int4"),
    LONG("bigint", "int8"),
    BOOLEAN("boolean", "bool"),
    TIME("timestamp with time zone", "timestamptz"),
    DATE("date", "date");

    private final String sql;
    private final String element;

    Type(String sql, String element) {
        this.sql = sql;
        this.element = element;
    }

    /** A parameter that is an array of this type, in SQL that both databases read. */
    String array(String parameter) {
        return "CAST(:" + parameter + " AS " + sql + " ARRAY)";
    }

    /**
     * The elements of an array parameter as a relation {@code u(k)}, to be joined by a key: H2 compares each row with each
     * element of {@code = ANY(array)}, and PostgreSQL may read the whole table for it.
     */
    String keys(String parameter) {
        return "UNNEST(" + array(parameter) + ") AS u(k)";
    }

    /** What {@link java.sql.Connection#createArrayOf} calls the elements. */
    String element() {
        return element;
    }

    /** The value as the drivers take it. */
    @Nullable
    Object value(@Nullable Object value) {
        return value instanceof Instant instant ? time(instant) : value;
    }

    /** Microseconds, which is what both databases keep; cut off here, so that both do the same. */
    static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
