package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.ProfileStatistics.Figures.ProfileFigures;
import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.internal.TallyBuilder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStatistics.Band;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import dev.cartable.work.internal.Chunks;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that says how profiles are used: whom they serve, from which level, and what those have used. It counts active
 * users, each with the profile that serves them now, exactly as {@link CheckAllowance} would say of each.
 *
 * <p>The store adds up, in one or two statements. Where it cannot say whom a profile serves, the users are read some hundred at
 * a time and added up here: with levels that a host adds, and in the hour after clocks were put forward. Reads only; safe for use
 * by several threads.
 */
public final class ProfileStatistics {
    /** The most days of one series. */
    public static final int LONGEST = 3_660;

    private static final int CHUNK = 500;

    private final QuotaPorts ports;
    private final UsageStatistics store;
    private final QuotaSettings settings;
    private final QuotaReader reader;
    private final InstantSource time;

    ProfileStatistics(
            QuotaPorts ports,
            UsageStatistics store,
            QuotaSettings settings,
            WindowCalendar calendar,
            InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.store = requireNonNull(store, "store");
        this.settings = requireNonNull(settings, "settings");
        this.reader = new QuotaReader(ports, settings, calendar);
        this.time = requireNonNull(time, "time");
    }

    /** All profiles in numbers, with what was used in the window that is open now. */
    public Figures count(Window window) {
        Instant now = time.instant();
        UsageStatistics.Question question = question(window, now);
        List<UsageStatistics.Tally> tallies;
        if (isStored(question)) {
            tallies = store.tally(question);
        } else {
            TallyBuilder sums = new TallyBuilder();
            eachUser(
                    now,
                    users -> users.forEach(user -> sums.add(
                            user.userQuota(),
                            user.resolution(),
                            reader.counters(user, reader.calendar().keys(now)),
                            window)));
            tallies = sums.all();
        }
        long unserved = tallies.stream()
                .filter(tally -> tally.profile() == null)
                .mapToLong(UsageStatistics.Tally::users)
                .sum();
        return new Figures(
                window,
                question.profiles().stream()
                        .map(profile -> figures(profile, tallies))
                        .toList(),
                unserved,
                now);
    }

    private UsageStatistics.Question question(Window window, Instant now) {
        return new UsageStatistics.Question(
                ports.profiles().all(), settings.levelNames(), reader.calendar(), window, settings.onChange(), now);
    }

    private static boolean isStored(UsageStatistics.Question question) {
        return QuotaReader.STORED.containsAll(question.levels()) && !question.isClockUncertain();
    }

    private void eachUser(Instant now, Consumer<List<ResolvedProfile>> work) {
        try (Stream<User> users = ports.users().all()) {
            Chunks.stream(users.map(User::id), CHUNK)
                    .forEach(chunk ->
                            work.accept(List.copyOf(reader.of(chunk, now).values())));
        }
    }

    private ProfileFigures figures(Profile profile, List<UsageStatistics.Tally> all) {
        Map<String, Long> byLevel = new LinkedHashMap<>();
        settings.levelNames().forEach(level -> byLevel.put(level, 0L));
        Map<Band, Long> bands = new EnumMap<>(Band.class);
        for (Band band : Band.values()) {
            bands.put(band, 0L);
        }
        long users = 0;
        BigInteger total = BigInteger.ZERO;
        Long least = null;
        Long most = null;
        for (UsageStatistics.Tally tally : all) {
            if (profile.id().equals(tally.profile())) {
                users += tally.users();
                byLevel.merge(String.valueOf(tally.level()), tally.users(), Long::sum);
                bands.merge(tally.band(), tally.users(), Long::sum);
                total = total.add(tally.sum());
                least = least == null ? tally.least() : Math.min(least, tally.least());
                most = most == null ? tally.most() : Math.max(most, tally.most());
            }
        }
        return new ProfileFigures(profile, users, byLevel, total, least, most, bands);
    }

    /**
     * What was used on each day, from the records of days: days without use are there with nothing. What was brought over from an
     * older system is in no day's record.
     *
     * @param profile only of the users whom this profile serves now; null for all users, also those who are gone
     * @throws IllegalArgumentException if the last day is before the first, or there are more than {@value #LONGEST}
     */
    public NavigableMap<LocalDate, TrafficSum> days(LocalDate first, LocalDate last, @Nullable ProfileId profile) {
        long length = ChronoUnit.DAYS.between(first, last) + 1;
        if (length < 1 || length > LONGEST) {
            throw new IllegalArgumentException("there are " + length + " days from " + first + " to " + last + "; 1 to "
                    + LONGEST + " can be shown");
        }
        NavigableMap<LocalDate, TrafficSum> days = new TreeMap<>();
        first.datesUntil(last.plusDays(1)).forEach(day -> days.put(day, TrafficSum.ZERO));
        add(days, used(first, last, profile));
        return days;
    }

    private NavigableMap<LocalDate, TrafficSum> used(LocalDate first, LocalDate last, @Nullable ProfileId profile) {
        if (profile == null) {
            return store.days(first, last);
        }
        Instant now = time.instant();
        UsageStatistics.Question question = question(Window.DAY, now);
        if (isStored(question)) {
            return store.days(first, last, profile, question);
        }
        NavigableMap<LocalDate, TrafficSum> sums = new TreeMap<>();
        eachUser(now, users -> {
            List<UserId> served = new ArrayList<>();
            for (ResolvedProfile user : users) {
                Candidate effective = user.resolution().effective();
                if (effective != null
                        && effective.profile().id().equals(profile)
                        && user.userQuota().user().active()) {
                    served.add(user.user());
                }
            }
            add(sums, store.days(first, last, served));
        });
        return sums;
    }

    private static void add(Map<LocalDate, TrafficSum> sums, Map<LocalDate, TrafficSum> more) {
        more.forEach((day, traffic) -> sums.merge(day, traffic, TrafficSum::plus));
    }

    /**
     * All profiles of a school in numbers.
     *
     * @param window whose use was counted
     * @param profiles by name, whatever its capitals
     * @param unserved active users whom no profile serves
     * @param at when this was true
     */
    public record Figures(Window window, List<ProfileFigures> profiles, long unserved, Instant at) {
        private static final int TOP = 5;

        public Figures {
            requireNonNull(window, "window");
            profiles = List.copyOf(profiles);
            requireNonNull(at, "at");
        }

        /** How many profiles are active. */
        public long active() {
            return profiles.stream()
                    .filter(figures -> figures.profile().active())
                    .count();
        }

        /** How many profiles are limited. */
        public long limited() {
            return profiles.stream()
                    .filter(figures -> figures.profile().limited())
                    .count();
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
}
