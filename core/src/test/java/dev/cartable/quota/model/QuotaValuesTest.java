package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.Allowance.AccessAttributes;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.QuotaSettings.Level;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Session.End;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.school.model.UserId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
                no("':john' is not LEVEL:id", () -> Holder.parse(":john")),
                no("' :x'", () -> new Holder(" ", "x")),
                no("'A:B:x'", () -> new Holder("A:B", "x")),
                no("'A: '", () -> new Holder("A", " ")),
                no("'Dorm'", () -> new Level("Dorm", user -> Level.USER.of().apply(user))),
                no("'x'", () -> WindowKey.parse("x")),
                no("':2026-11-21' is no window", () -> WindowKey.parse(":2026-11-21")),
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
