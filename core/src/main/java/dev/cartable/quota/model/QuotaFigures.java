package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * A profile in numbers: the active users whom it serves, and what they have used in a window, in bytes.
     *
     * @param usersByLevel how many it serves from each level, by the level's name; levels with nobody are there too
     * @param total what all of them have used together
     * @param least what the one who has used least has used; null if there is nobody
     * @param most what the one who has used most has used; null if there is nobody
     * @param bands how many users are in each band; every band is there
     */
    public record ProfileFigures(
            Profile profile,
            long users,
            Map<String, Long> usersByLevel,
            BigInteger total,
            @Nullable Long least,
            @Nullable Long most,
            Map<Band, Long> bands) {
        public ProfileFigures {
            requireNonNull(profile, "profile");
            requireNonNull(total, "total");
            usersByLevel = Collections.unmodifiableMap(new LinkedHashMap<>(usersByLevel));
            bands = Collections.unmodifiableMap(new EnumMap<>(bands));
        }

        /** What a user has used on average, from the exact sum, rounded half up to whole bytes; null if there is nobody. */
        public @Nullable BigInteger average() {
            return users == 0
                    ? null
                    : new BigDecimal(total)
                            .divide(BigDecimal.valueOf(users), 0, RoundingMode.HALF_UP)
                            .toBigIntegerExact();
        }
    }
}
