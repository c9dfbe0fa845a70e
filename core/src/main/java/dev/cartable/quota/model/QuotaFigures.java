package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * All profiles of a school in numbers.
 *
 * @param window whose use was counted
 * @param profiles by name, whatever its capitals
 * @param unserved active users whom no profile serves
 * @param at when this was true
 */
public record QuotaFigures(Window window, List<ProfileFigures> profiles, long unserved, Instant at) {
    private static final int TOP = 5;

    public QuotaFigures {
        requireNonNull(window, "window");
        profiles = List.copyOf(profiles);
        requireNonNull(at, "at");
    }

    /** How many profiles are active. */
    public long active() {
        return profiles.stream().filter(figures -> figures.profile().active()).count();
    }

    /** How many profiles are limited. */
    public long limited() {
        return profiles.stream().filter(figures -> figures.profile().limited()).count();
    }

    /** The profiles that serve most users, at most 5, most users first and then by name; none that serves nobody. */
    public List<ProfileFigures> top() {
        return profiles.stream()
                .filter(figures -> figures.users() > 0)
                .sorted(Comparator.comparingLong(ProfileFigures::users).reversed())
                .limit(TOP)
                .toList();
    }
}
