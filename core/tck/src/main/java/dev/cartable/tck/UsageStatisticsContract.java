package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.Stores;
import dev.cartable.quota.ProfileStatistics;
import dev.cartable.quota.ProfileStatistics.Figures.ProfileFigures;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Limit;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStatistics.Band;
import dev.cartable.school.model.User;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That {@link UsageStatistics} say of all users together what would be said of each. */
public abstract class UsageStatisticsContract extends StoresContract<Stores> {
    @Test
    void theFiguresAreThoseOfAllUsersCountedOneByOne() {
        long seed = new Random().nextLong();
        RandomSchool school = new RandomSchool(stores(), seed, settings(CounterPolicy.RESET, List.of()));
        for (int round = 0; round < 8; round++) {
            school.live(15);
            compare(school, "round " + round + ", seed " + seed);
            if (round % 4 == 3) {
                school.pass(Duration.ofDays(17));
                compare(school, "after round " + round + ", seed " + seed);
            }
        }
    }

    @Test
    void theCyclesOfMonthsBeginAnew() {
        RandomSchool school = new RandomSchool(stores(), 13);
        Profile monthly = school.cartable().quotas().profiles().add("monthly", one -> one.validity(Validity.months(1)));
        school.users().forEach(user -> school.cartable().quotas().assign(Holder.of(user.id()), monthly.id(), "test"));
        school.live(30);
        compare(school, "in the first month");
        school.pass(Duration.ofDays(32));
        compare(school, "in the second month");
    }

    @Test
    void theyAreSoWithHugeNumbersAndCountersThatAreCarriedOver() {
        long seed = new Random().nextLong();
        CounterPolicy policy = seed % 2 == 0 ? CounterPolicy.KEEP : CounterPolicy.PRORATE;
        RandomSchool school = new RandomSchool(stores(), seed, settings(policy, List.of()));
        school.hugeUse();
        for (int round = 0; round < 6; round++) {
            school.live(15);
            compare(school, policy + ", round " + round + ", seed " + seed);
        }
    }

    @Test
    void theyAreSoWithALevelThatTheHostHasAdded() {
        long seed = new Random().nextLong();
        Level house = new Level("HOUSE", user -> user.id().value().endsWith("1") ? Optional.of("1") : Optional.empty());
        RandomSchool school = new RandomSchool(stores(), seed, settings(CounterPolicy.RESET, List.of(house)));
        for (int round = 0; round < 4; round++) {
            Profile profile = school.profiles().get(round);
            school.cartable().quotas().assign(new Holder("HOUSE", "1"), profile.id(), "test");
            school.live(15);
            compare(school, "round " + round + ", seed " + seed);
        }
    }

    @Test
    void theyAreSoInTheHourAfterClocksWerePutForward() {
        long seed = new Random().nextLong();
        RandomSchool school = new RandomSchool(stores(), seed);
        school.set(Instant.parse("2027-03-24T00:20:00Z"));
        Profile days =
                school.cartable().quotas().profiles().add("three days", profile -> profile.validity(Validity.days(3)));
        for (int i = 0; i < school.users().size(); i++) {
            school.set(Instant.parse("2027-03-25T00:30:00Z").plus(Duration.ofMinutes(10L * i)));
            school.cartable().quotas().assign(Holder.of(school.users().get(i).id()), days.id(), "test");
        }
        for (int minute = 0; minute < 90; minute += 15) {
            school.set(Instant.parse("2027-03-28T00:45:00Z").plus(Duration.ofMinutes(minute)));
            compare(school, school.now() + ", seed " + seed);
        }
    }

    private static QuotaSettings settings(CounterPolicy policy, List<Level> added) {
        QuotaSettings usual = QuotaSettings.defaults();
        List<Level> levels = new ArrayList<>(usual.levels());
        levels.addAll(1, added);
        return new QuotaSettings(
                levels, usual.firstDay(), policy, usual.lateness(), usual.remembered(), usual.staleAfter());
    }

    private static void compare(RandomSchool school, String when) {
        Map<User, Allowance> all = new TreeMap<>(Comparator.comparing(User::id));
        school.users().stream()
                .filter(User::active)
                .forEach(user -> all.put(user, school.cartable().quotas().check(user.id())));
        for (Window window : Window.values()) {
            ProfileStatistics.Figures figures =
                    school.cartable().quotas().statistics().count(window);
            assertThat(figures.profiles())
                    .as("%s, %s", window, when)
                    .extracting(one -> one.profile().name())
                    .isSortedAccordingTo(Comparator.comparing(Profile::folded))
                    .hasSizeGreaterThanOrEqualTo(school.profiles().size());
            figures.profiles().forEach(one -> compare(one, window, all.values(), window + ", " + when));
            assertThat(figures.unserved())
                    .isEqualTo(all.values().stream()
                            .filter(allowance -> allowance.windows().isEmpty())
                            .count());
        }
        compareDays(school, all, when);
    }

    private static void compare(ProfileFigures figures, Window window, Iterable<Allowance> all, String when) {
        List<WindowAllowance> served = new ArrayList<>();
        Map<String, Long> levels = new TreeMap<>();
        figures.usersByLevel().keySet().forEach(level -> levels.put(level, 0L));
        for (Allowance allowance : all) {
            Candidate effective = allowance.resolution().effective();
            if (effective != null
                    && effective.profile().id().equals(figures.profile().id())) {
                served.add(allowance.window(window));
                levels.merge(effective.level(), 1L, Long::sum);
            }
        }
        long[] used =
                served.stream().mapToLong(one -> one.used().total().bytes()).toArray();
        BigInteger total = LongStream.of(used).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(figures.users()).as(when).isEqualTo(used.length);
        assertThat(figures.usersByLevel()).as(when).isEqualTo(levels);
        assertThat(figures.total()).as(when).isEqualTo(total);
        assertThat(figures.least())
                .as(when)
                .isEqualTo(used.length == 0 ? null : LongStream.of(used).min().getAsLong());
        assertThat(figures.most())
                .as(when)
                .isEqualTo(used.length == 0 ? null : LongStream.of(used).max().getAsLong());
        assertThat(figures.average()).as(when).isEqualTo(average(total, used.length));
        Map<Band, Long> bands = new EnumMap<>(Band.class);
        Stream.of(Band.values()).forEach(band -> bands.put(band, 0L));
        served.forEach(one -> bands.merge(band(one), 1L, Long::sum));
        assertThat(figures.bands()).as(when).isEqualTo(bands);
    }

    private static @Nullable BigInteger average(BigInteger total, int users) {
        return users == 0
                ? null
                : new BigDecimal(total)
                        .divide(BigDecimal.valueOf(users), 0, RoundingMode.HALF_UP)
                        .toBigInteger();
    }

    /** By percentages as people reckon them, and not by bytes. */
    private static Band band(WindowAllowance window) {
        if (window.percent() == null) {
            return Band.NO_LIMIT;
        }
        Profile.Limits limits = window.limits();
        boolean beyond = isBeyond(window.used().total().bytes(), limits.total())
                || isBeyond(window.used().up(), limits.up())
                || isBeyond(window.used().down(), limits.down());
        int percent = window.percent();
        return beyond
                ? Band.BEYOND
                : percent >= 90
                        ? Band.UP_TO_100
                        : percent >= 75
                                ? Band.UP_TO_90
                                : percent >= 50 ? Band.UP_TO_75 : percent >= 25 ? Band.UP_TO_50 : Band.UP_TO_25;
    }

    private static boolean isBeyond(long used, Limit limit) {
        return limit instanceof Limit.AtMost most && DataSize.ofBytes(used).compareTo(most.size()) > 0;
    }

    private static void compareDays(RandomSchool school, Map<User, Allowance> all, String when) {
        LocalDate last = LocalDate.ofInstant(school.now(), RandomSchool.ZONE).plusDays(1);
        LocalDate first = last.minusDays(12);
        ProfileId profile = school.profiles().get(0).id();
        List<User> served = all.entrySet().stream()
                .filter(entry -> isServedBy(entry.getValue(), profile))
                .map(Map.Entry::getKey)
                .toList();
        var statistics = school.cartable().quotas().statistics();
        assertThat(statistics.days(first, last, null)).as(when).isEqualTo(days(school, school.users(), first, last));
        assertThat(statistics.days(first, last, profile)).as(when).isEqualTo(days(school, served, first, last));
    }

    private static boolean isServedBy(Allowance allowance, ProfileId profile) {
        Candidate effective = allowance.resolution().effective();
        return effective != null && effective.profile().id().equals(profile);
    }

    private static Map<LocalDate, TrafficSum> days(
            RandomSchool school, List<User> users, LocalDate first, LocalDate last) {
        Map<LocalDate, TrafficSum> days = new TreeMap<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            TrafficSum sum = TrafficSum.ZERO;
            for (User user : users) {
                Traffic used = school.usage().days(user.id(), day, day).getOrDefault(day, Traffic.NONE);
                sum = sum.plus(TrafficSum.of(used));
            }
            days.put(day, sum);
        }
        return days;
    }

    @Test
    void theTopFiveAreThoseWithMostUsersAndThenByName() {
        RandomSchool school = new RandomSchool(stores(), 3);
        List<Profile> made = new ArrayList<>();
        for (String name : List.of("zoo", "Été", "alpha", "Beta", "gamma", "delta", "nobody's")) {
            made.add(school.cartable().quotas().profiles().add(name, profile -> profile));
        }
        List<User> active = school.users().stream().filter(User::active).toList();
        for (int i = 0; i < active.size(); i++) {
            Profile profile = made.get(Math.min(i, 5));
            school.cartable().quotas().assign(Holder.of(active.get(i).id()), profile.id(), "test");
        }

        assertThat(school.cartable().quotas().statistics().count(Window.CYCLE).top())
                .extracting(figures -> figures.profile().name())
                .containsExactly("delta", "alpha", "Beta", "gamma", "zoo");
    }

    @Test
    void aSeriesThatEndsBeforeItBeginsOrIsTooLongIsRefused() {
        var statistics = new RandomSchool(stores(), 5).cartable().quotas().statistics();
        LocalDate day = LocalDate.of(2026, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> statistics.days(day, day.minusDays(1), null))
                .withMessageContaining("0 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> statistics.days(day, day.plusDays(3_660), null))
                .withMessageContaining("3661 days");
        assertThat(statistics.days(day, day, null)).isEqualTo(Map.of(day, TrafficSum.ZERO));
    }
}
