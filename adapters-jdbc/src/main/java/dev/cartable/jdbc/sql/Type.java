package dev.cartable.jdbc.sql;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The types of columns that many rows are written to at once, as arrays. */
public enum Type {
    UUID("uuid", "uuid", java.util.UUID.class),
    TEXT("varchar", "text", String.class),
    INT("integer", "int4", Integer.class),
    LONG("bigint", "int8", Long.class),
    BOOLEAN("boolean", "bool", Boolean.class),
    TIME("timestamp with time zone", "timestamptz", OffsetDateTime.class),
    DATE("date", "date", LocalDate.class),
    /** A time of the day. */
    CLOCK("time", "time", LocalTime.class),
    /** A date and time without a zone. */
    LOCAL("timestamp", "timestamp", LocalDateTime.class),
    DECIMAL("numeric(19, 4)", "numeric", BigDecimal.class),
    BYTES("bytea", "bytea", byte[].class);

    private final String sql;
    private final String element;
    private final Class<?> javaType;

    Type(String sql, String element, Class<?> javaType) {
        this.sql = sql;
        this.element = element;
        this.javaType = javaType;
    }

    /** An array for so many values, of their own type: PostgreSQL's driver writes texts and numbers faster from one. */
    @Nullable
    public Object[] values(int length) {
        return (Object[]) Array.newInstance(javaType, length);
    }

    /** A parameter that is an array of this type, in SQL that both databases read. */
    public String array(String parameter) {
        return "CAST(:" + parameter + " AS " + sql + " ARRAY)";
    }

    /** What {@link java.sql.Connection#createArrayOf} calls the elements. */
    public String element() {
        return element;
    }

    /** The value as the drivers take it. */
    @Nullable
    public Object value(@Nullable Object value) {
        return value instanceof Instant instant ? time(instant) : value;
    }

    /** Microseconds, which is what both databases keep; cut off here, so that both do the same. */
    public static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
