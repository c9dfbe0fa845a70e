package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.quota.ProfileStatistics;
import dev.cartable.quota.ProfileStatistics.Figures.ProfileFigures;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.Session.End;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What values can be, to their edges, and what the small ones answer. */
class QuotaValuesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final UserId JOHN = new UserId("john");
    private static final NasId NAS = new NasId("ap-1");
    private static final Session.Key KEY = new Session.Key(NAS, "s1", JOHN);
    private static final ProfileId STUDENT = new ProfileId(new UUID(0, 1));
    private static final Assignment OWN = new Assignment(new UUID(0, 2), Holder.of(JOHN), STUDENT, NOW);
    private static final WindowKeys TODAY = new WindowKeys(
            WindowKey.of(Window.DAY, LocalDate.of(2026, 11, 21)),
            WindowKey.of(Window.WEEK, LocalDate.of(2026, 11, 16)),
            WindowKey.of(Window.MONTH, LocalDate.of(2026, 11, 1)),
            null);
    private static final UsageEvent EVENT = new UsageEvent(new EventId("e1"), JOHN, new Traffic(1, 2), NOW);

    static Stream<Arguments> possible() {
        return Stream.of(
                of("slowest bandwidth", () -> new Bandwidth(1, 1)),
                of("bandwidth up alone", () -> new Bandwidth(1, null)),
                of("first warning", () -> new LimitPolicy(1, 0, null)),
                of("last warning", () -> new LimitPolicy(100, 1_000, null)),
                of("one session", () -> new SessionRules(Duration.ofSeconds(1), Duration.ofSeconds(1), 1)),
                of("longest session", () -> new SessionRules(Duration.ofDays(3_650), Duration.ofDays(3_650), null)),
                of("shortest validity", () -> Validity.days(1)),
                of("longest validity", () -> Validity.months(36_500)),
                of("largest octets", () -> new Octets(0xFFFF_FFFFL, Traffic.MAX >>> 32)),
                of("smallest octets", () -> new Octets(0, 0L)),
                of("longest event id", () -> new EventId("é".repeat(200))),
                of("longest NAS", () -> new NasId("é".repeat(126) + "x")),
                of("longest session id", () -> new Session.Key(NAS, "é".repeat(126) + "x", JOHN)),
                of("longest level", () -> Holder.parse("A" + "_9".repeat(15) + "Z:x:y")),
                of(
                        "longest name of a level",
                        () -> new Level(
                                "A" + "_9".repeat(15) + "Z",
                                user -> Level.USER.of().apply(user))),
                of("longest name of a profile", () -> profile("x".repeat(100), "y".repeat(1_000))),
                of("shortest span", () -> new WindowCalendar.Span(NOW, NOW.plusNanos(1))),
                of("longest session time", () -> reading(Octets.of(1), Octets.of(1), Duration.ofSeconds(0xFFFF_FFFFL))),
                of("no session time", () -> reading(null, null, Duration.ZERO)),
                of("the most that is charged", () -> change(TrafficSum.of(Traffic.MAX, -Traffic.MAX))),
                of("stale after a minute", () -> settings(Duration.ZERO, Duration.ofMinutes(6), Duration.ofMinutes(1))),
                of(
                        "remembered a moment longer than late",
                        () -> settings(
                                Duration.ofDays(1),
                                Duration.ofDays(1).plusMinutes(5).plusNanos(1),
                                Duration.ofHours(1))));
    }

    private static Arguments of(String name, ThrowingCallable made) {
        return Arguments.of(Named.of(name, made));
    }

    @ParameterizedTest
    @MethodSource("possible")
    void whatIsAtTheEdgeCanBe(ThrowingCallable made) {
        assertThatCode(made).doesNotThrowAnyException();
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                no("-1 bytes", () -> DataSize.ofBytes(-1)),
                no("0 kbit/s up", () -> new Bandwidth(0, null)),
                no("0 down", () -> new Bandwidth(null, 0)),
                no("0 %", () -> new LimitPolicy(0, 0, null)),
                no("101 %", () -> new LimitPolicy(101, 0, null)),
                no("-1 %", () -> new LimitPolicy(1, -1, null)),
                no("1001 %", () -> new LimitPolicy(1, 1_001, null)),
                no(
                        "session timeout",
                        () -> new SessionRules(Duration.ofSeconds(1).minusNanos(1), null, null)),
                no(
                        "idle timeout",
                        () -> new SessionRules(null, Duration.ofDays(3_650).plusNanos(1), null)),
                no("0 simultaneous", () -> new SessionRules(null, null, 0)),
                no("0 DAYS", () -> Validity.days(0)),
                no("36501 MONTHS", () -> Validity.months(36_501)),
                no("1 TERM", () -> new Validity(Validity.Unit.TERM, 1, Validity.Start.ASSIGNMENT)),
                no("-1 octets", () -> new Octets(-1, null)),
                no("4294967296 octets", () -> new Octets(1L << 32, null)),
                no("-1 gigawords", () -> new Octets(0, -1L)),
                no("1073741824 gigawords", () -> new Octets(0, (Traffic.MAX >>> 32) + 1)),
                no("of 201 characters", () -> new EventId("x".repeat(201))),
                no("of 1 characters", () -> new EventId(" ")),
                no("control character", () -> new EventId("a\nb")),
                no("an event id", () -> new EventId("\uD800")),
                no("NAS of 127 characters", () -> new NasId("é".repeat(127))),
                no("NAS of 1 characters", () -> new NasId(" ")),
                no("control character", () -> new NasId("a\u0000b")),
                no("the id of a NAS", () -> new NasId("\uDFFF")),
                no("session of 254 characters", () -> new Session.Key(NAS, "x".repeat(254), JOHN)),
                no("'john' is not LEVEL:id", () -> Holder.parse("john")),
                no("' :x'", () -> new Holder(" ", "x")),
                no("'A:B:x'", () -> new Holder("A:B", "x")),
                no("'A: '", () -> new Holder("A", " ")),
                no("'Dorm'", () -> new Level("Dorm", user -> Level.USER.of().apply(user))),
                no("'x'", () -> WindowKey.parse("x")),
                no("with the day 2026-11-21", () -> WindowKey.of(Window.CYCLE, LocalDate.of(2026, 11, 21))),
                no("name 'xxx", () -> profile("x".repeat(101), "")),
                no("name ' '", () -> profile(" ", "")),
                no("name 'a?b'", () -> profile("a\tb", "")),
                no("has 1001 characters", () -> profile("x", "y".repeat(1_001))),
                no(
                        "throttle to itself",
                        () -> Profile.named(STUDENT, "slow")
                                .limitPolicy(new LimitPolicy(80, 0, STUDENT))
                                .build()),
                no("no length", () -> new WindowCalendar.Span(NOW, NOW)),
                no("one direction", () -> reading(Octets.of(1), null, null)),
                no("one direction", () -> reading(null, Octets.of(1), null)),
                no("4294967296 s", () -> reading(null, null, Duration.ofSeconds(1L << 32))),
                no("-1 s", () -> reading(null, null, Duration.ofSeconds(-1))),
                no("assignment null", () -> new Usage(JOHN, true, null, STUDENT, counters())),
                no("profile null", () -> new Usage(JOHN, true, OWN.id(), null, counters())),
                no("more than can be counted", () -> change(TrafficSum.of(Traffic.MAX, -Traffic.MAX - 1))),
                no("cycle of no assignment", () -> new UsageChange(JOHN, TODAY.withCycle(NOW), null, TrafficSum.ZERO)),
                no("cycle of no assignment", () -> new Charge(EVENT, TODAY.withCycle(NOW), null)),
                no(
                        "is not of profile",
                        () -> new Candidate(
                                OWN,
                                Profile.named(new ProfileId(new UUID(0, 9)), "x")
                                        .build(),
                                null)),
                no("earlier event null", () -> new UsageReport.Refusal(EVENT, QuotaProblem.CONFLICT, null)),
                no("earlier event Usage", () -> new UsageReport.Refusal(EVENT, QuotaProblem.TOO_LATE, EVENT)),
                no("because of STOPPED", () -> session(null, End.STOPPED)),
                no("because of null", () -> session(NOW, null)),
                no("no window", () -> new ResetUsage.Request(Set.of(), null, true, "admin")),
                no("counts to no validity", () -> migrated(Map.of(Window.DAY, TODAY.day()))),
                no("none, or have a name twice", () -> settings(List.of())),
                no("have a name twice", () -> settings(List.of(Level.USER, Level.DEFAULT, Level.USER))),
                no(
                        "remembered for PT24H5M",
                        () -> settings(Duration.ofDays(1), Duration.ofDays(1).plusMinutes(5), Duration.ofHours(1))),
                no(
                        "that they may be late",
                        () -> settings(Duration.ofNanos(-1), Duration.ofDays(1), Duration.ofHours(1))),
                no("in both directions", () -> QuotaSettings.defaults().with(new Bandwidth(1, null))),
                no("in both directions", () -> QuotaSettings.defaults().with(new Bandwidth(null, 1))),
                no(
                        "stale after PT59.999999999S",
                        () -> settings(
                                Duration.ZERO,
                                Duration.ofDays(1),
                                Duration.ofMinutes(1).minusNanos(1))));
    }

    private static Arguments no(String message, ThrowingCallable made) {
        return Arguments.of(message, made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void whatIsBeyondTheEdgeIsRefusedAndNamed(String message, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(message);
    }

    private static Profile profile(String name, String description) {
        return Profile.named(STUDENT, name).description(description).build();
    }

    private static SessionReading reading(@Nullable Octets input, @Nullable Octets output, @Nullable Duration time) {
        return new SessionReading(KEY, Status.INTERIM_UPDATE, NOW, input, output, time);
    }

    private static UsageChange change(TrafficSum amount) {
        return new UsageChange(JOHN, TODAY, null, amount);
    }

    private static PerWindow<Counter> counters() {
        return PerWindow.all(Counter.none(TODAY.day()));
    }

    private static Session session(@Nullable Instant endedAt, @Nullable End end) {
        return new Session(KEY, NOW, NOW, NOW, endedAt, end, Traffic.NONE);
    }

    private static MigratedUsage migrated(Map<Window, WindowKey> keys) {
        return new MigratedUsage(new LegacyUsage(JOHN, PerWindow.all(new Traffic(1, 2)), null), keys, NOW);
    }

    private static QuotaSettings settings(List<Level> levels) {
        return new QuotaSettings(
                levels, DayOfWeek.MONDAY, CounterPolicy.KEEP, Duration.ZERO, Duration.ofDays(1), Duration.ofDays(1));
    }

    private static QuotaSettings settings(Duration lateness, Duration remembered, Duration stale) {
        return new QuotaSettings(
                List.of(Level.DEFAULT), DayOfWeek.MONDAY, CounterPolicy.KEEP, lateness, remembered, stale);
    }

    @ParameterizedTest
    @CsvSource({"-301, TOO_LATE", "-300, ", "0, ", "300, ", "301, IN_THE_FUTURE"})
    void whatHappenedIsCountedFromTheLatenessToFiveMinutesAhead(int seconds, @Nullable QuotaProblem problem) {
        QuotaSettings late = settings(Duration.ofMinutes(5), Duration.ofDays(1), Duration.ofHours(1));

        assertThat(late.untimely(NOW.plusSeconds(seconds), NOW).orElse(null)).isEqualTo(problem);
    }

    @Test
    void whatRemainsIsSplitIntoGigawordsAndOctets() {
        AccessAttributes much = remaining(DataSize.ofBytes((3L << 32) + 7));

        assertThat(much.remainingGigawords()).isEqualTo(3);
        assertThat(much.remainingOctets()).isEqualTo(7);
        assertThat(much.remainingOctetsClipped()).isEqualTo(0xFFFF_FFFFL);
        assertThat(remaining(DataSize.ofBytes(5)).remainingOctetsClipped()).isEqualTo(5);
        AccessAttributes endless = remaining(null);
        assertThat(endless.remainingGigawords()).isNull();
        assertThat(endless.remainingOctets()).isNull();
        assertThat(endless.remainingOctetsClipped()).isNull();
    }

    private static AccessAttributes remaining(@Nullable DataSize size) {
        return new AccessAttributes(null, null, Bandwidth.NOT_LIMITED, size, false);
    }

    @ParameterizedTest
    @CsvSource({
        "0, UP_TO_25",
        "24, UP_TO_25",
        "25, UP_TO_50",
        "49, UP_TO_50",
        "50, UP_TO_75",
        "74, UP_TO_75",
        "75, UP_TO_90",
        "89, UP_TO_90",
        "90, UP_TO_100",
        "100, UP_TO_100",
        "101, BEYOND"
    })
    void aBandBeginsWithItsLowerBound(long used, Band band) {
        Limits hundred = new Limits(Limit.atMost(100), Limit.unlimited(), Limit.notSet());

        assertThat(Band.of(new Traffic(used, 0), hundred)).isEqualTo(band);
        assertThat(Band.of(new Traffic(0, used), hundred)).isEqualTo(band);
        assertThat(Band.of(new Traffic(used, 0), new Limits(Limit.notSet(), Limit.atMost(100), Limit.atMost(1_000))))
                .isEqualTo(band);
        assertThat(Band.of(new Traffic(0, used), new Limits(Limit.notSet(), Limit.atMost(1_000), Limit.atMost(100))))
                .isEqualTo(band);
    }

    @Test
    void aBandStartsWithTheFirstWholeByteAndTheGreatestLimitHasNothingBeyond() {
        assertThat(Band.UP_TO_50.least(Limit.atMost(101))).as("25,25 bytes").isEqualTo(26);
        assertThat(Band.BEYOND.least(Limit.atMost(101))).isEqualTo(102);
        assertThat(Band.BEYOND.least(Limit.atMost(Long.MAX_VALUE))).isNull();
        assertThat(Band.UP_TO_100.least(Limit.atMost(Long.MAX_VALUE))).isEqualTo(8_301_034_833_169_298_227L);
        assertThat(Band.UP_TO_50.least(Limit.unlimited())).isNull();
        assertThat(Band.NO_LIMIT.least(Limit.atMost(1))).isNull();
        assertThat(Band.of(new Traffic(7, 7), Limits.NOT_SET)).isEqualTo(Band.NO_LIMIT);
    }

    @Test
    void figuresCountProfilesAndShowThoseThatServeMost() {
        List<ProfileFigures> profiles = new ArrayList<>(LongStream.rangeClosed(0, 6)
                .mapToObj(users -> figures("p" + users, users, users * 3 + 1))
                .toList());
        ProfileStatistics.Figures figures = new ProfileStatistics.Figures(Window.DAY, profiles, 3, NOW);

        assertThat(figures.active()).as("those with an even number of users").isEqualTo(4);
        assertThat(figures.limited()).as("those with three users or fewer").isEqualTo(4);
        assertThat(figures.top()).extracting(ProfileFigures::users).containsExactly(6L, 5L, 4L, 3L, 2L);
        assertThat(new ProfileStatistics.Figures(Window.DAY, profiles.subList(0, 2), 0, NOW).top())
                .extracting(ProfileFigures::users)
                .containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, ", "3, 2, 2", "5, 2, 3", "4, 3, 1", "1, 2, 1"})
    void anAverageIsRoundedHalfUpToWholeBytes(long total, long users, @Nullable BigInteger average) {
        assertThat(figures("p", users, total).average()).isEqualTo(average);
    }

    private static ProfileFigures figures(String name, long users, long total) {
        Profile profile = Profile.named(STUDENT, name)
                .active(users % 2 == 0)
                .limited(users <= 3)
                .build();
        return new ProfileFigures(
                profile, users, Map.of(), BigInteger.valueOf(total), null, null, Map.of(Band.NO_LIMIT, users));
    }

    @Test
    void talliesOfOneSlotAddUp() {
        UsageStatistics.Tally one =
                new UsageStatistics.Tally(STUDENT, "USER", Band.UP_TO_25, 2, BigInteger.valueOf(30), 10, 20);
        UsageStatistics.Tally other =
                new UsageStatistics.Tally(STUDENT, "USER", Band.UP_TO_25, 3, BigInteger.valueOf(60), 5, 40);

        assertThat(one.plus(other))
                .isEqualTo(new UsageStatistics.Tally(STUDENT, "USER", Band.UP_TO_25, 5, BigInteger.valueOf(90), 5, 40))
                .isEqualTo(other.plus(one));
    }

    @Test
    void levelsFindTheirHoldersAmongTheUsers() {
        User john = new User(JOHN, "john", null, null, new PromotionId("L3"), true);
        User teacher = new User(new UserId("t"), "teacher", null, null, null, true);

        assertThat(QuotaSettings.defaults().levels().stream()
                        .map(level -> level.holder(john).orElseThrow()))
                .containsExactly(Holder.of(JOHN), Holder.of(new PromotionId("L3")), Holder.DEFAULT);
        assertThat(Level.PROMOTION.holder(teacher)).isEmpty();
        assertThat(Holder.parse("DORM:north:1")).isEqualTo(new Holder("DORM", "north:1"));
        assertThat(Holder.of(JOHN)).hasToString("USER:john").isGreaterThan(Holder.DEFAULT);
        assertThat(Level.USER).hasToString("USER");
        assertThat(QuotaSettings.defaults().levelNames()).containsExactly("USER", "PROMOTION", "DEFAULT");
    }

    @Test
    void aLineIsAsFastAsAProfileSaysInEachDirectionThatItLimits() {
        Bandwidth line = new Bandwidth(10, 20);

        assertThat(new Bandwidth(1, null).orElse(line)).isEqualTo(new Bandwidth(1, 20));
        assertThat(new Bandwidth(null, 2).orElse(line)).isEqualTo(new Bandwidth(10, 2));
        assertThat(QuotaSettings.defaults().with(line).lineSpeed()).isEqualTo(line);
        assertThat(QuotaSettings.defaults().lineSpeed()).isEqualTo(Bandwidth.of(1_000_000));
    }

    @Test
    void ofAMigrationWhatIsOverIsNotCountedAndNothingIsLost() {
        MigratedUsage usage = migrated(Map.of(Window.DAY, TODAY.day(), Window.CYCLE, WindowKey.cycle(NOW)));
        TrafficSum all = TrafficSum.of(1, 2);
        MigratedUsage.Sums sums = MigratedUsage.Sums.of(usage);

        assertThat(usage.key(Window.WEEK)).isNull();
        assertThat(usage.key(Window.DAY)).isEqualTo(TODAY.day());
        assertThat(usage.counted(Window.WEEK)).isEqualTo(Traffic.NONE);
        assertThat(sums)
                .isEqualTo(new MigratedUsage.Sums(
                        PerWindow.all(all),
                        new PerWindow<>(all, TrafficSum.ZERO, TrafficSum.ZERO, all),
                        new PerWindow<>(TrafficSum.ZERO, all, all, TrafficSum.ZERO)));
        assertThat(sums.plus(sums).legacy()).isEqualTo(PerWindow.all(TrafficSum.of(2, 4)));
        assertThat(sums.plus(sums).over().week()).isEqualTo(TrafficSum.of(2, 4));
        assertThat(sums.plus(sums).counted().day()).isEqualTo(TrafficSum.of(2, 4));
        assertThat(Window.values()).allMatch(sums::agrees);
        assertThat(sums.counted(PerWindow.all(all)).agrees(Window.DAY)).isTrue();
        assertThat(sums.counted(PerWindow.all(all)).agrees(Window.WEEK)).isFalse();
        assertThat(usage.isOf(new LegacyUsage(JOHN, PerWindow.all(new Traffic(1, 2)), NOW)))
                .isTrue();
        assertThat(usage.isOf(new LegacyUsage(JOHN, PerWindow.all(new Traffic(2, 2)), NOW)))
                .isFalse();
    }

    @Test
    void windowKeysOfOneKindAreInOrderAndOthersCannotBeCompared() {
        WindowKey monday = WindowKey.of(Window.DAY, LocalDate.of(2026, 11, 16));
        WindowKey cycle = WindowKey.cycle(NOW);

        assertThat(monday).isLessThan(TODAY.day());
        assertThat(TODAY.day()).isGreaterThan(monday).isEqualByComparingTo(WindowKey.of(Window.DAY, "2026-11-21"));
        assertThat(cycle).isLessThan(WindowKey.cycle(NOW.plusNanos(1))).isEqualByComparingTo(WindowKey.cycle(NOW));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> monday.compareTo(TODAY.week()))
                .withMessageContaining("DAY:2026-11-16 and WEEK:2026-11-16");
        assertThatIllegalArgumentException().isThrownBy(() -> monday.compareTo(cycle));
        assertThatIllegalArgumentException().isThrownBy(() -> cycle.compareTo(monday));
        assertThatIllegalStateException().isThrownBy(cycle::firstDay).withMessageContaining(NOW.toString());
        assertThatIllegalStateException().isThrownBy(monday::start).withMessageContaining("DAY:2026-11-16");
    }

    @Test
    void aWindowKeyIsReadAsItIsWritten() {
        for (WindowKey key : List.of(TODAY.day(), TODAY.week(), TODAY.month(), WindowKey.cycle(NOW))) {
            assertThat(WindowKey.parse(key.toString())).isEqualTo(key);
            assertThat(WindowKey.of(key.window(), key.value())).isEqualTo(key);
        }
        assertThat(TODAY.day()).hasToString("DAY:2026-11-21");
        assertThat(WindowKey.cycle(NOW)).hasToString("CYCLE:2026-11-21T10:00:00Z");
        assertThat(TODAY.of(Window.CYCLE)).isNull();
        assertThat(TODAY.withCycle(null)).isEqualTo(TODAY);
        assertThat(TODAY.withCycle(NOW).of(Window.CYCLE)).isEqualTo(WindowKey.cycle(NOW));
    }

    @ParameterizedTest
    @CsvSource({"DAY, 2026-02-01", "WEEK, 2026-02-07", "MONTH, 2026-02-28"})
    void aDatedWindowIsFollowedByTheNextOfItsKind(Window window, LocalDate next) {
        assertThat(new WindowKey.Dated(window, LocalDate.of(2026, 1, 31)).next())
                .isEqualTo(next);
    }

    @Test
    void aCounterOfALaterWindowStaysAndOneOfAnEarlierIsOver() {
        Counter counter = new Counter(TODAY.day(), new Traffic(5, 6));
        WindowKey tomorrow = WindowKey.of(Window.DAY, LocalDate.of(2026, 11, 22));
        WindowKey yesterday = WindowKey.of(Window.DAY, LocalDate.of(2026, 11, 20));

        assertThat(counter.in(tomorrow)).isEqualTo(Traffic.NONE);
        assertThat(counter.in(TODAY.day())).isEqualTo(new Traffic(5, 6));
        assertThat(counter.in(yesterday)).isEqualTo(new Traffic(5, 6));
        assertThat(counter.plus(tomorrow, TrafficSum.of(1, 1))).isEqualTo(new Counter(tomorrow, new Traffic(1, 1)));
        assertThat(counter.plus(TODAY.day(), TrafficSum.of(-7, 1)))
                .isEqualTo(new Counter(TODAY.day(), new Traffic(0, 7)));
        assertThat(counter.plus(yesterday, TrafficSum.of(1, 1))).isEqualTo(counter);
    }

    @Test
    void aSessionIsStaleAndIdleFromAMomentOn() {
        Session open = new Session(KEY, NOW, NOW.plusSeconds(60), NOW.plusSeconds(20), null, null, Traffic.NONE);

        assertThat(open.isStale(Duration.ofSeconds(40), NOW.plusSeconds(100))).isFalse();
        assertThat(open.isStale(Duration.ofSeconds(40), NOW.plusSeconds(100).plusNanos(1)))
                .isTrue();
        assertThat(open.isIdle(null)).isFalse();
        assertThat(open.isIdle(Duration.ofSeconds(41))).isFalse();
        assertThat(open.isIdle(Duration.ofSeconds(40))).isTrue();
        assertThat(open.isOpen()).isTrue();
        assertThat(session(NOW, End.STALE).isOpen()).isFalse();
    }

    @Test
    void readingsAreInTheOrderOfTimeStatusSessionTimeAndContent() {
        SessionReading start = SessionReading.of(KEY, Status.START, NOW);
        List<SessionReading> ordered = List.of(
                start,
                SessionReading.of(KEY, Status.ADMITTED, NOW),
                reading(null, null, null),
                reading(null, null, Duration.ZERO),
                reading(Octets.of(8), Octets.of(8), Duration.ofSeconds(1)),
                reading(Octets.of(9), Octets.of(9), Duration.ofSeconds(1)),
                reading(Octets.of(1), Octets.of(1), Duration.ofSeconds(2)),
                SessionReading.of(KEY, Status.START, NOW.plusMillis(1)));
        List<SessionReading> shuffled = new ArrayList<>(ordered);
        Collections.reverse(shuffled);
        Collections.sort(shuffled);

        assertThat(shuffled).isEqualTo(ordered);
        assertThat(start).isEqualByComparingTo(SessionReading.of(KEY, Status.START, NOW.plusNanos(999)));
        assertThat(start).isLessThan(SessionReading.of(new Session.Key(NAS, "s2", JOHN), Status.START, NOW));
        assertThat(Stream.of(Status.values()).filter(Status::isPacket))
                .containsExactly(Status.START, Status.INTERIM_UPDATE, Status.STOP);
        assertThat(reading(Octets.full((2L << 32) + 5), Octets.of(7), Duration.ofMillis(3_999))
                        .content())
                .isEqualTo("INTERIM_UPDATE 2:5 7 3");
        assertThat(start.content()).isEqualTo("START - - -");
    }

    @Test
    void keysOfSessionsEventsAndServersAreInAnOrder() {
        assertThat(new Session.Key(new NasId("z"), "z", new UserId("a"))).isLessThan(KEY);
        assertThat(new Session.Key(new NasId("a"), "z", JOHN)).isLessThan(KEY);
        assertThat(new Session.Key(NAS, "s0", JOHN)).isLessThan(KEY);
        assertThat(new UsageEvent.Key(new UserId("a"), new EventId("z")))
                .isLessThan(new UsageEvent.Key(JOHN, new EventId("a")));
        assertThat(new UsageEvent.Key(JOHN, new EventId("a"))).isLessThan(new UsageEvent.Key(JOHN, new EventId("b")));
        NasEvent off = new NasEvent(NAS, NasEvent.Status.ACCOUNTING_OFF, NOW.plusNanos(999));
        assertThat(off)
                .isLessThan(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, NOW))
                .isLessThan(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_OFF, NOW.plusNanos(1_000)))
                .isGreaterThan(new NasEvent(new NasId("a"), NasEvent.Status.ACCOUNTING_ON, NOW.plusSeconds(9)));
        assertThat(STUDENT)
                .isLessThan(new ProfileId(new UUID(0, 2)))
                .isEqualByComparingTo(ProfileId.parse(STUDENT.toString()));
    }

    @Test
    void anEventRepeatsAnotherWithTheSameKeyBytesAndMicrosecond() {
        assertThat(EVENT.repeats(new UsageEvent(EVENT.id(), JOHN, new Traffic(1, 2), NOW.plusNanos(999))))
                .isTrue();
        assertThat(EVENT.repeats(new UsageEvent(EVENT.id(), JOHN, new Traffic(1, 2), NOW.plusNanos(1_000))))
                .isFalse();
        assertThat(EVENT.repeats(new UsageEvent(EVENT.id(), JOHN, new Traffic(1, 3), NOW)))
                .isFalse();
        assertThat(EVENT.repeats(new UsageEvent(new EventId("e2"), JOHN, new Traffic(1, 2), NOW)))
                .isFalse();
        assertThat(EVENT.repeats(new UsageEvent(EVENT.id(), new UserId("awa"), new Traffic(1, 2), NOW)))
                .isFalse();
    }

    @Test
    void idsAreTheirTextAndSumsHaveAnOpposite() {
        assertThat(NAS).hasToString("ap-1").extracting(NasId::value).isEqualTo("ap-1");
        assertThat(new EventId("e1")).hasToString("e1");
        assertThat(TrafficSum.of(1, -2).negated()).isEqualTo(TrafficSum.of(-1, 2));
        assertThat(Stream.of(Traffic.NONE, new Traffic(1, 0), new Traffic(0, 1)).map(Traffic::isNone))
                .containsExactly(true, false, false);
        assertThat(UsageReport.Refusal.of(EVENT, QuotaProblem.TOO_LATE))
                .isEqualTo(new UsageReport.Refusal(EVENT, QuotaProblem.TOO_LATE, null));
        assertThat(UsageReport.Refusal.conflict(EVENT, EVENT))
                .isEqualTo(new UsageReport.Refusal(EVENT, QuotaProblem.CONFLICT, EVENT));
    }

    @Test
    void anAdjustmentOfNothingNotesAnArrivalInACycleAlone() {
        WindowKey cycle = WindowKey.cycle(NOW);

        assertThat(Stream.of(
                        adjustment(cycle, 0, 0),
                        adjustment(cycle, 1, 0),
                        adjustment(cycle, 0, -1),
                        adjustment(TODAY.day(), 0, 0)))
                .extracting(UsageAdjustment::isArrival)
                .containsExactly(true, false, false, false);
    }

    private static UsageAdjustment adjustment(WindowKey key, long up, long down) {
        return new UsageAdjustment(new UUID(0, 4), JOHN, key, TrafficSum.of(up, down), "", "", NOW);
    }

    @Test
    void aSpanContainsItsStartAndNotItsEnd() {
        WindowCalendar.Span span = new WindowCalendar.Span(NOW, NOW.plusSeconds(1));

        assertThat(span.contains(NOW)).isTrue();
        assertThat(span.contains(NOW.minusNanos(1))).isFalse();
        assertThat(span.contains(NOW.plusSeconds(1))).isFalse();
        assertThat(new WindowCalendar.Span(NOW, null).contains(Instant.MAX)).isTrue();
    }

    @Test
    void aProfileThatIsNotLimitedSaysSoOfTheWindowsThatHaveALimit() {
        Profile profile = Profile.named(STUDENT, "staff")
                .atMost(Window.DAY, DataSize.ofBytes(5))
                .limits(Window.WEEK, Limits.NOT_SET)
                .build();

        assertThat(profile.limits()).containsOnlyKeys(Window.DAY);
        assertThat(profile.limits(Window.DAY)).isEqualTo(Limits.total(Limit.atMost(5)));
        assertThat(profile.limits(Window.WEEK)).isEqualTo(Limits.NOT_SET);
        Profile free = profile.toBuilder().limited(false).build();
        assertThat(free.limits(Window.DAY)).isEqualTo(Limits.total(Limit.unlimited()));
        assertThat(free.limits(Window.WEEK)).isEqualTo(Limits.NOT_SET);
        assertThat(Stream.of(
                                Limits.NOT_SET,
                                new Limits(Limit.unlimited(), Limit.notSet(), Limit.notSet()),
                                new Limits(Limit.notSet(), Limit.atMost(1), Limit.notSet()),
                                new Limits(Limit.notSet(), Limit.notSet(), Limit.atMost(1)))
                        .map(Limits::isSet))
                .containsExactly(false, true, true, true);
    }

    @Test
    void aBuilderThatChangesNothingGivesTheSameProfile() {
        Profile full = Profile.named(STUDENT, "Étudiant")
                .description("of the third year")
                .limited(false)
                .limits(Window.MONTH, new Limits(Limit.atMost(3), Limit.unlimited(), Limit.notSet()))
                .bandwidth(new Bandwidth(1, 2))
                .validity(Validity.daysFromFirstUse(3))
                .sessions(new SessionRules(Duration.ofHours(1), Duration.ofMinutes(1), 2))
                .limitPolicy(new LimitPolicy(70, 5, new ProfileId(new UUID(0, 7))))
                .active(false)
                .version(9)
                .build();

        assertThat(full.toBuilder().build()).isEqualTo(full);
        assertThat(full.toBuilder().name("Autre").build().name()).isEqualTo("Autre");
        assertThat(Profile.folded("E\u0301TUDIANT")).isEqualTo(Profile.folded("\u00e9tudiant"));
        assertThat(Profile.folded("etudiant")).isNotEqualTo(Profile.folded("\u00e9tudiant"));
        assertThat(Profile.folded("STRASSE")).isEqualTo(Profile.folded("stra\u00dfe"));
    }

    @ParameterizedTest
    @CsvSource({"ASSIGNED, true", "UPDATED, true", "REMOVED, true", "RESET, false", "REPAIRED, false"})
    void aResetAndARepairChangeCountersAlone(ProfileChange.Type type, boolean ofProfile) {
        assertThat(new ProfileChange(new UUID(0, 3), Holder.DEFAULT, type, null, null, "", "", NOW).isOfProfile())
                .isEqualTo(ofProfile);
    }

    @Test
    void aFirstUseCountsOnlyWhereTheValidityBeginsWithIt() {
        Profile byUse = Profile.named(STUDENT, "x")
                .validity(Validity.daysFromFirstUse(3))
                .build();
        Profile byDate = Profile.named(STUDENT, "x").validity(Validity.days(3)).build();
        Instant used = NOW.plusSeconds(5);

        assertThat(new Candidate(OWN, byUse, null).anchor()).isNull();
        assertThat(new Candidate(OWN, byUse, null).firstUsed(used).anchor()).isEqualTo(used);
        assertThat(new Candidate(OWN, byDate, null).firstUsed(used)).isEqualTo(new Candidate(OWN, byDate, null));
        assertThat(new Candidate(OWN, byDate, null).anchor()).isEqualTo(NOW);
        assertThat(new Candidate(OWN, byDate, null).level()).isEqualTo("USER");
    }

    @Test
    void aFaultIsTheSameNumberWrongByTheSameAmount() {
        AuditFinding.WrongFigure fault = fault(TODAY.day(), 10, 4);

        assertThat(fault.difference()).isEqualTo(TrafficSum.of(-6, 0));
        assertThat(fault.isAlso(fault(TODAY.day(), 11, 5))).isTrue();
        assertThat(fault.isAlso(fault(TODAY.day(), 11, 4))).isFalse();
        assertThat(fault.isAlso(fault(TODAY.week(), 10, 4))).isFalse();
        assertThat(fault.isAlso(new AuditFinding.WrongFigure(
                        JOHN,
                        AuditFinding.WrongFigure.Figure.DAYS,
                        TODAY.day(),
                        TrafficSum.of(10, 0),
                        new Traffic(4, 0))))
                .isFalse();
        assertThat(fault.isAlso(new AuditFinding.WrongFigure(
                        new UserId("awa"), fault.figure(), TODAY.day(), TrafficSum.of(10, 0), new Traffic(4, 0))))
                .isFalse();
    }

    private static AuditFinding.WrongFigure fault(WindowKey key, long stored, long expected) {
        return new AuditFinding.WrongFigure(
                JOHN,
                AuditFinding.WrongFigure.Figure.of(key.window()),
                key,
                TrafficSum.of(stored, 0),
                new Traffic(expected, 0));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-10T00:00:00Z, 2026-11-10", "2026-11-10T00:00:00.000000001Z, 2026-11-11"})
    void aLedgerProvesDaysOfWhichEveryEventIsRemembered(Instant since, LocalDate first) {
        UserLedger.Span span = new UserLedger.Span(WindowCalendar.of(ZoneOffset.UTC), since);

        assertThat(span.firstDay()).isEqualTo(first);
        assertThat(span.proves(first)).isTrue();
        assertThat(span.proves(first.minusDays(1))).isFalse();
    }
}
