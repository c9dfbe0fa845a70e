package dev.cartable.jdbc.sql;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowKey;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the values of a row one after the other, from a column on: names need not be looked up. Used by one thread. */
public final class Cursor {
    private final ResultSet row;
    private int column;

    /** Begins with the column of that number, from 1. */
    public Cursor(ResultSet row, int first) {
        this.row = row;
        this.column = first - 1;
    }

    public String text() throws SQLException {
        return requireNonNull(textOrNull());
    }

    @Nullable
    public String textOrNull() throws SQLException {
        return row.getString(++column);
    }

    public boolean bool() throws SQLException {
        return row.getBoolean(++column);
    }

    public int integer() throws SQLException {
        return row.getInt(++column);
    }

    @Nullable
    public Integer integerOrNull() throws SQLException {
        int value = integer();
        return row.wasNull() ? null : value;
    }

    public long number() throws SQLException {
        return row.getLong(++column);
    }

    @Nullable
    public Long numberOrNull() throws SQLException {
        long value = number();
        return row.wasNull() ? null : value;
    }

    @Nullable
    public UUID uuidOrNull() throws SQLException {
        return row.getObject(++column, UUID.class);
    }

    public UUID uuid() throws SQLException {
        return requireNonNull(uuidOrNull());
    }

    @Nullable
    public Instant timeOrNull() throws SQLException {
        OffsetDateTime time = row.getObject(++column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    public Instant time() throws SQLException {
        return requireNonNull(timeOrNull());
    }

    @Nullable
    public LocalDate dateOrNull() throws SQLException {
        return row.getObject(++column, LocalDate.class);
    }

    public LocalDate date() throws SQLException {
        return requireNonNull(dateOrNull());
    }

    public LocalTime clock() throws SQLException {
        return requireNonNull(row.getObject(++column, LocalTime.class));
    }

    public LocalDateTime local() throws SQLException {
        return requireNonNull(row.getObject(++column, LocalDateTime.class));
    }

    @Nullable
    public BigDecimal decimalOrNull() throws SQLException {
        return row.getBigDecimal(++column);
    }

    public BigDecimal decimal() throws SQLException {
        return requireNonNull(decimalOrNull());
    }

    /** A counter: the key of its window, and what was used in it. */
    public Counter counter(Window window) throws SQLException {
        WindowKey key = window == Window.CYCLE ? WindowKey.cycle(time()) : WindowKey.of(window, date());
        return new Counter(key, traffic());
    }

    /** What somebody has put below zero, or beyond what is counted, is read as far as it can be: an audit finds it. */
    public Traffic traffic() throws SQLException {
        return new Traffic(bytes(), bytes());
    }

    private long bytes() throws SQLException {
        return Math.max(0, Math.min(Traffic.MAX, number()));
    }
}
