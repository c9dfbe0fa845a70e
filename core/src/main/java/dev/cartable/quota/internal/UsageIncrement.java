package dev.cartable.quota.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Traffic;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What was used in a session between two of its readings.
 *
 * @param started which of the sessions under the key it is
 * @param to not before {@code from}; the same where it is not known since when
 */
public record UsageIncrement(Instant started, Instant from, Instant to, Traffic traffic) {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    public UsageIncrement {
        requireNonNull(started, "started");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(traffic, "traffic");
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("an increment from " + from + " to " + to + " goes back");
        }
    }

    /** A part of an increment: what was used since an instant, until the next part begins. */
    public record Part(Instant from, Traffic traffic) {}

    /**
     * Split at instants, in proportion to the time between them. The parts sum to the whole: what is used up to each instant is
     * rounded down, and each part is the difference of two of those.
     *
     * @param cuts those that are not between {@code from} and {@code to} do not matter
     */
    public List<Part> split(Collection<Instant> cuts) {
        NavigableSet<Instant> begins = new TreeSet<>(List.of(from));
        cuts.stream().filter(cut -> cut.isAfter(from) && cut.isBefore(to)).forEach(begins::add);
        List<Part> parts = new ArrayList<>();
        Traffic done = Traffic.NONE;
        for (Instant begin : begins) {
            Instant end = begins.higher(begin);
            Traffic until = end == null ? traffic : new Traffic(until(end, traffic.up()), until(end, traffic.down()));
            parts.add(new Part(begin, new Traffic(until.up() - done.up(), until.down() - done.down())));
            done = until;
        }
        return parts;
    }

    private long until(Instant end, long bytes) {
        return BigInteger.valueOf(bytes)
                .multiply(nanos(Duration.between(from, end)))
                .divide(nanos(Duration.between(from, to)))
                .longValueExact();
    }

    private static BigInteger nanos(Duration duration) {
        return BigInteger.valueOf(duration.getSeconds()).multiply(NANOS).add(BigInteger.valueOf(duration.getNano()));
    }
}
