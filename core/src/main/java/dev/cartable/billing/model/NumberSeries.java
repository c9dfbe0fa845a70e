package dev.cartable.billing.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Invoice;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far the numbers of a series have come. Immutable.
 *
 * @param year the calendar year of the last number; 0 before the first one
 * @param sequence the last number of that year; 0 before the first one
 * @param date the date of the last number; null before the first one
 * @param heldAt since when no number is given; null if numbers are given
 * @param restoring whether numbers are held only until a restore is over; otherwise it is not known which was the last one, and a person has to
 *     name it
 */
public record NumberSeries(
        Invoice.Type series,
        int year,
        long sequence,
        @Nullable LocalDate date,
        @Nullable Instant heldAt,
        boolean restoring) {
    public NumberSeries {
        requireNonNull(series, "series");
        if (year < 0 || sequence < 0 || (sequence == 0) != (date == null)) {
            throw new IllegalArgumentException("there is no number " + sequence + " of " + year + " on " + date);
        }
        if (date != null && date.getYear() < year) {
            throw new IllegalArgumentException("a number of " + year + " cannot be of " + date);
        }
        if (restoring && heldAt == null) {
            throw new IllegalArgumentException("a series that waits for a restore is held");
        }
    }

    /** A series that gives numbers, or whose last number is not known. */
    public NumberSeries(
            Invoice.Type series, int year, long sequence, @Nullable LocalDate date, @Nullable Instant heldAt) {
        this(series, year, sequence, date, heldAt, false);
    }

    /** A series without a number. */
    public static NumberSeries unused(Invoice.Type series) {
        return new NumberSeries(series, 0, 0, null, null);
    }

    /** Whether a number of this date may follow: dates never run back against numbers. */
    public boolean allows(LocalDate next) {
        return date == null || !next.isBefore(date);
    }

    /**
     * The series after one more number.
     *
     * @throws IllegalArgumentException if the date is not {@linkplain #allows allowed}
     */
    public NumberSeries next(LocalDate next) {
        if (!allows(next)) {
            throw new IllegalArgumentException("after a number of " + date + ", none of " + next + " can follow");
        }
        return new NumberSeries(
                series, next.getYear(), next.getYear() == year ? sequence + 1 : 1, next, heldAt, restoring);
    }

    /** Whether its last number comes after that of another. */
    public boolean isAfter(NumberSeries other) {
        return year != other.year ? year > other.year : sequence > other.sequence;
    }

    /** The same series, without numbers to give since then: a person has to name the last one. */
    public NumberSeries held(Instant since) {
        return new NumberSeries(series, year, sequence, date, requireNonNull(since, "since"));
    }

    /** The same series, without numbers to give until a restore is over; one that is held stays as it is. */
    public NumberSeries awaitingRestore(Instant since) {
        return heldAt == null
                ? new NumberSeries(series, year, sequence, date, requireNonNull(since, "since"), true)
                : this;
    }

    /** The same series, which gives numbers. */
    public NumberSeries released() {
        return new NumberSeries(series, year, sequence, date, null);
    }
}
