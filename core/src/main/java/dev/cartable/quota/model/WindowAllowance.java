package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one window of a user stands.
 *
 * @param limits what the profile says
 * @param nextResetAt when the window ends and counting begins anew; null if it never does
 */
public record WindowAllowance(
        Window window,
        Traffic used,
        Limits limits,
        @Nullable Instant nextResetAt) {
    public WindowAllowance {
        requireNonNull(window, "window");
        requireNonNull(used, "used");
        requireNonNull(limits, "limits");
    }

    /** A limit of the window and what it is compared with. */
    private record Measured(DataSize used, DataSize limit) {}

    private List<Measured> measured() {
        return Stream.of(
                        new Pair(limits.total(), used.total()),
                        new Pair(limits.up(), DataSize.ofBytes(used.up())),
                        new Pair(limits.down(), DataSize.ofBytes(used.down())))
                .flatMap(pair -> pair.limit() instanceof Limit.AtMost most
                        ? Stream.of(new Measured(pair.used(), most.size()))
                        : Stream.empty())
                .toList();
    }

    private record Pair(Limit limit, DataSize used) {}

    /** The highest percentage over its limits, rounded down; null if it has none. */
    public @Nullable Integer percent() {
        List<Measured> measured = measured();
        return measured.isEmpty()
                ? null
                : measured.stream()
                        .mapToInt(m -> m.limit().percentUsed(m.used()))
                        .max()
                        .getAsInt();
    }

    /** What may still be used until the tightest limit; null if there is none. */
    public @Nullable DataSize remaining() {
        return remainingWith(0);
    }

    /** What may still be used until the tightest limit and so many percent of it more are used up; null if there is none. */
    @Nullable
    DataSize remainingWith(int gracePercent) {
        return measured().stream()
                .map(m -> m.limit().plusPercent(gracePercent).minus(m.used()))
                .min(DataSize::compareTo)
                .orElse(null);
    }

    /** Whether a limit is used up, also where grace still lets the user pass. */
    public boolean isUsedUp() {
        return isBeyond(0);
    }

    /** Whether a limit and so many percent of it more are used up. */
    public boolean isBeyond(int gracePercent) {
        return measured().stream().anyMatch(m -> m.used().compareTo(m.limit().plusPercent(gracePercent)) >= 0);
    }
}
