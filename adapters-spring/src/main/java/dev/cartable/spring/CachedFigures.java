package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures that are read anew when they are asked for and are too old. One thread reads them; the others get the old ones meanwhile. Where they
 * cannot be read there are none, and it is tried again after the same age. Safe for use by several threads.
 */
final class CachedFigures<T> {
    private static final Logger LOG = LoggerFactory.getLogger(CachedFigures.class);

    private final String name;
    private final Supplier<T> source;
    private final Supplier<Duration> age;
    private final Supplier<InstantSource> time;
    private final Object reading = new Object();
    private boolean isReading;
    private volatile @Nullable Read<T> last;

    private record Read<T>(Instant at, @Nullable T figures) {}

    CachedFigures(String name, Supplier<T> source, Supplier<Duration> age, Supplier<InstantSource> time) {
        this.name = requireNonNull(name, "name");
        this.source = requireNonNull(source, "source");
        this.age = requireNonNull(age, "age");
        this.time = requireNonNull(time, "time");
    }

    /** The figures; null if they could not be read. */
    @Nullable
    T get() {
        Instant now = time.get().instant();
        Read<T> known = last;
        if (known != null
                && !now.isBefore(known.at())
                && !known.at().plus(age.get()).isBefore(now)) {
            return known.figures();
        }
        synchronized (reading) {
            if (isReading && known != null) {
                return known.figures();
            }
            isReading = true;
        }
        try {
            T figures = read();
            last = new Read<>(now, figures);
            return figures;
        } finally {
            synchronized (reading) {
                isReading = false;
            }
        }
    }

    private @Nullable T read() {
        try {
            return source.get();
        } catch (RuntimeException e) {
            LOG.debug("the figures of the {} cannot be read", name, e);
            return null;
        }
    }
}
