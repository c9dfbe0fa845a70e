package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of data in bytes, 0 to 2⁶³−1. Units follow IEC 80000-13: a gigabyte (GB, Go) is 10⁹ bytes, a gibibyte (GiB, Gio)
 * 2³⁰.
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
    public static final DataSize ZERO = new DataSize(0);

    private static final Pattern WRITTEN = Pattern.compile("([0-9]+(?:[.,][0-9]+)?)[ \\u00A0\\u202F]*([a-zA-Z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("k", 1_000L),
            Map.entry("m", 1_000_000L),
            Map.entry("g", 1_000_000_000L),
            Map.entry("t", 1_000_000_000_000L),
            Map.entry("ki", 1L << 10),
            Map.entry("mi", 1L << 20),
            Map.entry("gi", 1L << 30),
            Map.entry("ti", 1L << 40));

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException(bytes + " bytes are fewer than none");
        }
    }

    public static DataSize ofBytes(long bytes) {
        return new DataSize(bytes);
    }

    /** So many gibibytes of 2³⁰ bytes. */
    public static DataSize ofGibibytes(long gibibytes) {
        return new DataSize(Math.multiplyExact(gibibytes, 1L << 30));
    }

    /**
     * Reads a size as a person writes it: {@code 5368709120}, {@code 5 GiB}, {@code 5Gio}, {@code 1,5 Go}.
     *
     * @throws IllegalArgumentException if it is none, no whole number of bytes, or too large
     */
    public static DataSize parse(String text) {
        Matcher written = WRITTEN.matcher(requireNonNull(text, "text").strip());
        String unit = written.matches() ? written.group(2).toLowerCase(Locale.ROOT) : "?";
        Long factor = UNITS.get(unit.replaceFirst("[bo]$", ""));
        if (factor == null) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no amount of data: a number of bytes is, or one with a unit, such as 5368709120, 5 GiB or 1.5 GB");
        }
        BigDecimal bytes = new BigDecimal(written.group(1).replace(',', '.')).multiply(BigDecimal.valueOf(factor));
        try {
            return new DataSize(bytes.longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is no whole number of bytes below 2^63");
        }
    }

    /** How much is left of this when {@code used} is taken from it; never below zero. */
    public DataSize minus(DataSize used) {
        return used.bytes >= bytes ? ZERO : new DataSize(bytes - used.bytes);
    }

    /** This and {@code percent} of it, or the greatest size there is. */
    public DataSize plusPercent(int percent) {
        if (percent == 0) {
            return this;
        }
        BigInteger more = BigInteger.valueOf(bytes)
                .multiply(BigInteger.valueOf(100L + percent))
                .divide(BigInteger.valueOf(100));
        return new DataSize(more.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
    }

    /**
     * How many percent of this {@code used} is, rounded down: 100 means used up. Nothing of nothing is 100; more than
     * {@link Integer#MAX_VALUE} percent is that.
     */
    public int percentUsed(DataSize used) {
        if (bytes == 0) {
            return 100;
        }
        if (used.bytes <= Long.MAX_VALUE / 100) {
            return (int) Math.min(Integer.MAX_VALUE, used.bytes * 100 / bytes);
        }
        BigInteger percent =
                BigInteger.valueOf(used.bytes).multiply(BigInteger.valueOf(100)).divide(BigInteger.valueOf(bytes));
        return percent.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }

    /** In gibibytes of 2³⁰ bytes, to two decimals, rounded down. */
    public BigDecimal gibibytes() {
        return BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(1L << 30), 2, RoundingMode.DOWN);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return bytes + " B";
    }
}
