package dev.cartable.jdbc.schema;

import java.sql.Types;

/**
 * A column of a relation that a host may define as a view.
 *
 * @param otherwise what is read where a view leaves an optional column out, as SQL
 */
public record HostColumn(String name, Kind kind, boolean isRequired, String otherwise) {
    static HostColumn required(String name, Kind kind) {
        return new HostColumn(name, kind, true, "");
    }

    /** One that a required column of texts is. */
    static HostColumn required(String name) {
        return required(name, Kind.TEXT);
    }

    /** One that is null where it is left out. */
    static HostColumn optional(String name, Kind kind) {
        return optional(name, kind, "CAST(NULL AS " + kind.sql + ")");
    }

    static HostColumn optional(String name, Kind kind, String otherwise) {
        return new HostColumn(name, kind, false, otherwise);
    }

    /** How a view casts the host's own column. */
    String cast() {
        return "CAST(your_" + name + " AS " + kind.sql + ") AS " + name;
    }

    /** What a column holds. */
    enum Kind {
        TEXT("varchar", "text"),
        BOOLEAN("boolean", "boolean"),
        DATE("date", "date"),
        INTEGER("integer", "integer"),
        DECIMAL("numeric(19, 4)", "decimal number"),
        /** A time of the day. */
        CLOCK("time", "time"),
        /** A date and time in the school's zone. */
        LOCAL("timestamp", "timestamp without time zone"),
        INSTANT("timestamp with time zone", "timestamp with time zone");

        final String sql;
        final String word;

        Kind(String sql, String word) {
            this.sql = sql;
            this.word = word;
        }

        boolean accepts(Relations.ColumnType type) {
            return switch (this) {
                case TEXT ->
                    switch (type.jdbc()) {
                        case Types.VARCHAR,
                                Types.CHAR,
                                Types.NVARCHAR,
                                Types.NCHAR,
                                Types.LONGVARCHAR,
                                Types.LONGNVARCHAR,
                                Types.CLOB,
                                Types.NCLOB -> true;
                        default -> type.name().equals("citext");
                    };
                case BOOLEAN -> type.jdbc() == Types.BOOLEAN || type.name().equals("bool");
                case DATE -> type.jdbc() == Types.DATE;
                case INTEGER ->
                    switch (type.jdbc()) {
                        case Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
                        default -> false;
                    };
                case DECIMAL ->
                    switch (type.jdbc()) {
                        case Types.NUMERIC, Types.DECIMAL, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
                        default -> false;
                    };
                case CLOCK -> type.jdbc() == Types.TIME && !type.name().equals("timetz");
                case LOCAL -> type.jdbc() == Types.TIMESTAMP && !type.name().equals("timestamptz");
                case INSTANT ->
                    type.jdbc() == Types.TIMESTAMP_WITH_TIMEZONE || type.name().equals("timestamptz");
            };
        }
    }
}
