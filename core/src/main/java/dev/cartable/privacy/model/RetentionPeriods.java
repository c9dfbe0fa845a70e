package dev.cartable.privacy.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long each kind of data is kept: a day or more. The ids of usage events are kept for as long as
 * {@link dev.cartable.quota.model.QuotaSettings#remembered()} says, and a day; sessions and usage days never for less than that,
 * since days are proven by them for so long. Immutable.
 */
public final class RetentionPeriods {
    private static final Duration SHORTEST = Duration.ofDays(1);

    private final Map<DataKind, Duration> periods;

    private RetentionPeriods(Map<DataKind, Duration> periods) {
        this.periods = periods;
    }

    /** The periods of {@link DataKind#kept()}. */
    public static RetentionPeriods defaults() {
        return new RetentionPeriods(new EnumMap<>(DataKind.class));
    }

    /**
     * These, with another period for one kind.
     *
     * @throws IllegalArgumentException if it is shorter than a day
     */
    public RetentionPeriods with(DataKind kind, Duration kept) {
        requireNonNull(kind, "kind");
        if (kept.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(kind.option() + " cannot be kept for " + kept + ": a day or more");
        }
        Map<DataKind, Duration> copy = new EnumMap<>(DataKind.class);
        copy.putAll(periods);
        copy.put(kind, kept);
        return new RetentionPeriods(copy);
    }

    /** How long a kind is kept. */
    public Duration of(DataKind kind) {
        return periods.getOrDefault(kind, kind.kept());
    }
}
