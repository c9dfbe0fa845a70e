package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of what access servers tell. */
class RecordSessionsTest extends SessionWorld {
    @Test
    void whatASessionUsesIsChargedToTheWindowsThatItFallsIn() {
        everybodyHas(SessionRules.NONE);
        Session.Key key = key(JOHN, "0001");

        tell(
                SessionReading.of(key, Status.START, minute(-60)),
                reading(key, Status.INTERIM_UPDATE, minute(-30), 100),
                reading(key, Status.STOP, minute(0), 250));

        for (Window window : Window.values()) {
            if (window != Window.CYCLE) {
                assertThat(school.used(JOHN, window)).as("%s", window).isEqualTo(250);
            }
        }
        assertThat(days(JOHN)).containsExactly(Map.entry(LocalDate.of(2026, 11, 21), new Traffic(0, 250)));
    }

    @Test
    void anExactRepetitionCountsNothingAndIsSaidToBeOne() {
        SessionReading stop = reading(key(JOHN, "0001"), Status.STOP, minute(-1), 70);

        assertThat(tell(stop, stop)).returns(List.of(stop), RecordSessions.Report::counted);
        RecordSessions.Report again = tell(stop);

        assertThat(again.counted()).isEmpty();
        assertThat(again.repeated()).containsExactly(stop);
        assertThat(days(JOHN).values()).containsExactly(new Traffic(0, 70));
    }

    @Test
    void readingsOutOfTimeAndOfStrangersAreRefusedAsValuesAndTheOthersCount() {
        SessionReading future = reading(key(JOHN, "1"), Status.STOP, minute(6), 1);
        SessionReading late = reading(key(JOHN, "2"), Status.STOP, minute(-7 * 24 * 60 - 1), 1);
        SessionReading stranger = reading(key(new UserId("nobody"), "3"), Status.STOP, minute(0), 1);
        SessionReading good = reading(key(JOHN, "4"), Status.STOP, minute(5), 1);

        RecordSessions.Report report = tell(future, late, stranger, good);

        assertThat(report.counted()).containsExactly(good);
        assertThat(report.refused())
                .extracting(RecordSessions.Report.Refusal::problem)
                .containsExactly(QuotaProblem.IN_THE_FUTURE, QuotaProblem.TOO_LATE, QuotaProblem.UNKNOWN_USER);
        assertThat(sessions()).hasSize(1);
    }

    @Test
    void whatIsCartablesOwnCannotBeTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tell(SessionReading.of(key(JOHN, "1"), Status.FREED_IDLE, minute(0))));
    }

    @ParameterizedTest
    @CsvSource({
        // 25 hours, 24, 23, a day without midnight, a zone of 5:45
        "Africa/Casablanca, 2026-02-14T10:00:00Z, 2026-02-15",
        "Africa/Casablanca, 2026-03-21T10:00:00Z, 2026-03-22",
        "Europe/Paris, 2026-03-28T10:00:00Z, 2026-03-29",
        "Europe/Paris, 2026-10-24T10:00:00Z, 2026-10-25",
        "America/Sao_Paulo, 2018-11-03T10:00:00Z, 2018-11-04",
        "Asia/Kathmandu, 2026-11-20T10:00:00Z, 2026-11-21",
    })
    void aSessionOverMidnightIsSplitInProportionToTheHoursOfItsDays(ZoneId zone, Instant start, LocalDate whole) {
        school = new QuotaWorld(QuotaSettings.defaults(), zone);
        Instant stop = start.plus(Duration.ofHours(44));
        school.set(stop.toString());
        Session.Key key = key(JOHN, "0001");
        long bytes = 44L * 3_600 * 1_000_000_007;

        tell(SessionReading.of(key, Status.START, start), reading(key, Status.STOP, stop, bytes));

        Instant first = whole.atStartOfDay(zone).toInstant();
        Instant second = whole.plusDays(1).atStartOfDay(zone).toInstant();
        NavigableMap<LocalDate, Traffic> expected = new TreeMap<>();
        expected.put(
                whole.minusDays(1),
                new Traffic(0, Duration.between(start, first).toSeconds() * 1_000_000_007));
        expected.put(whole, new Traffic(0, Duration.between(first, second).toSeconds() * 1_000_000_007));
        expected.put(
                whole.plusDays(1), new Traffic(0, Duration.between(second, stop).toSeconds() * 1_000_000_007));
        assertThat(days(JOHN)).isEqualTo(expected);
    }

    @Test
    void theDaysOfThoseTestsAreOfOtherLengthsThanOne() {
        ZoneId saoPaulo = ZoneId.of("America/Sao_Paulo");
        assertThat(LocalDate.of(2018, 11, 4).atStartOfDay(saoPaulo).getHour()).isOne();
        ZoneId casablanca = ZoneId.of("Africa/Casablanca");
        assertThat(Stream.of("2026-02-15", "2026-03-22")
                        .map(LocalDate::parse)
                        .map(day -> Duration.between(
                                        day.atStartOfDay(casablanca),
                                        day.plusDays(1).atStartOfDay(casablanca))
                                .toHours()))
                .containsExactly(25L, 23L);
    }

    /** A session from 18:00 to 6:00 in which 1,000 bytes were used. */
    private Session.Key overMidnight() {
        school.set("2026-11-21T06:00:00Z");
        Session.Key key = key(JOHN, "0001");
        tell(
                SessionReading.of(key, Status.START, Instant.parse("2026-11-20T18:00:00Z")),
                reading(key, Status.STOP, Instant.parse("2026-11-21T06:00:00Z"), 1_000));
        return key;
    }

    @Test
    void aReadingThatArrivesLateMovesWhatWasSplitToTheDayThatItWasUsedOn() {
        Session.Key key = overMidnight();
        assertThat(days(JOHN).values()).containsExactly(new Traffic(0, 500), new Traffic(0, 500));

        tell(reading(key, Status.INTERIM_UPDATE, Instant.parse("2026-11-21T00:00:00Z"), 1_000));

        assertThat(days(JOHN)).containsExactly(Map.entry(LocalDate.of(2026, 11, 20), new Traffic(0, 1_000)));
        assertThat(school.stores().sessions().uses(JOHN))
                .containsExactly(new Session.DayUsage(
                        key,
                        Instant.parse("2026-11-20T18:00:00Z"),
                        LocalDate.of(2026, 11, 20),
                        TrafficSum.of(0, 1_000)));
        assertThat(school.stores()
                        .usage()
                        .all()
                        .toList()
                        .get(0)
                        .counters()
                        .day()
                        .traffic())
                .isEqualTo(Traffic.NONE);
    }

    @Test
    void aLateReadingDoesNotSilentlyRepairACounterThatIsWrong() {
        Session.Key key = overMidnight();
        school.tamper(
                JOHN,
                usage -> QuotaWorld.with(usage, new Usage.Counter(usage.key(Window.WEEK), new Traffic(0, 9_000))));

        tell(reading(key, Status.INTERIM_UPDATE, Instant.parse("2026-11-21T00:00:00Z"), 1_000));

        assertThat(school.usage(JOHN))
                .returns(new Traffic(0, 9_000), usage -> usage.traffic(Window.WEEK))
                .returns(Traffic.NONE, usage -> usage.traffic(Window.DAY));
    }

    @Test
    void whatWasUsedBeforeTheProfileWasAssignedIsOfNoCycle() {
        Profile volume = school.profile(
                "Volume", p -> p.validity(Validity.days(30)).atMost(Window.CYCLE, DataSize.ofGibibytes(1)));
        school.assign(Holder.of(JOHN), volume);
        school.pass(Duration.ofHours(1));
        Session.Key key = key(JOHN, "0001");

        tell(SessionReading.of(key, Status.START, minute(-180)), reading(key, Status.STOP, minute(0), 3_000));

        assertThat(school.used(JOHN, Window.CYCLE)).isEqualTo(1_000);
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(3_000);
    }

    @Test
    void whatIsUsedAfterTheValidityHasEndedIsOfNoCycle() {
        Profile volume = school.profile(
                "Volume", p -> p.validity(Validity.days(1)).atMost(Window.CYCLE, DataSize.ofGibibytes(1)));
        school.assign(Holder.of(JOHN), volume);
        school.pass(Duration.ofHours(24).minusMinutes(1));
        Session.Key key = key(JOHN, "0001");

        tell(SessionReading.of(key, Status.START, minute(-3)), reading(key, Status.STOP, minute(5), 800));

        assertThat(school.used(JOHN, Window.CYCLE)).isEqualTo(400);
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(800);
    }

    @Test
    void readingsOfOneInstantThatGrowByTheSameAllCount() {
        Session.Key key = key(JOHN, "0001");
        tell(reading(key, Status.INTERIM_UPDATE, minute(-1), 10));
        tell(reading(key, Status.INTERIM_UPDATE, minute(-1), 20), reading(key, Status.INTERIM_UPDATE, minute(-1), 30));
        tell(reading(key, Status.STOP, minute(-1), 40));

        assertThat(days(JOHN).values()).containsExactly(new Traffic(0, 40));
    }

    @ParameterizedTest
    @CsvSource({"1000, 4294967040", "1000000, 5000000000"})
    void howFastTheProfileIsSaysWhetherACounterOf32BitsHasBegunAnew(int kbits, long used) {
        school.assign(Holder.of(JOHN), school.profile("Tous", p -> p.bandwidth(Bandwidth.of(kbits))));
        Session.Key key = key(JOHN, "0001");
        long before = (1L << 32) - 256;
        long grown = 5_000_000_000L - before;

        tell(
                reading(key, Status.INTERIM_UPDATE, minute(-1), Octets.of(before)),
                reading(key, Status.STOP, minute(0), Octets.of(grown - 256)));

        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(used);
    }

    private static SessionReading reading(Session.Key key, Status status, Instant at, Octets down) {
        return new SessionReading(key, status, at, Octets.of(0), down, null);
    }

    @Test
    void aReadingWithoutGrowthSaysThatTheDayHasBegun() {
        everybodyHas(SessionRules.NONE);
        school.use(JOHN, 500);
        school.pass(Duration.ofDays(1));
        Session.Key key = key(JOHN, "0001");

        tell(SessionReading.of(key, Status.START, minute(0)));

        assertThat(school.stores()
                        .usage()
                        .all()
                        .toList()
                        .get(0)
                        .counters()
                        .day()
                        .key()
                        .firstDay())
                .isEqualTo(LocalDate.of(2026, 11, 22));
        assertThat(days(JOHN)).containsOnlyKeys(LocalDate.of(2026, 11, 21));
    }

    @Test
    void aValidityThatBeginsWithTheFirstUseBeginsWithTheFirstReading() {
        Profile volume = school.profile(
                "Volume", p -> p.validity(Validity.daysFromFirstUse(1)).atMost(Window.CYCLE, DataSize.ofGibibytes(1)));
        school.assign(Holder.of(JOHN), volume);
        school.pass(Duration.ofHours(20));

        tell(reading(key(JOHN, "1"), Status.STOP, minute(0), 1));
        tell(SessionReading.of(key(JOHN, "1"), Status.START, minute(-60)));
        school.pass(Duration.ofMinutes(23 * 60 + 1));

        assertThat(school.cartable().quotas().check(JOHN).state()).isEqualTo(Allowance.State.EXPIRED);
    }

    @Test
    void ofReadingsThatAreToldTogetherTheEarliestIsTheFirstUse() {
        Profile volume = school.profile(
                "Volume", p -> p.validity(Validity.daysFromFirstUse(1)).atMost(Window.CYCLE, DataSize.ofGibibytes(1)));
        school.assign(Holder.of(JOHN), volume);
        school.pass(Duration.ofHours(20));

        tell(
                reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(-30), 1),
                SessionReading.of(key(JOHN, "1"), Status.START, minute(-60)),
                reading(key(JOHN, "1"), Status.STOP, minute(0), 1));
        school.pass(Duration.ofMinutes(23 * 60 + 1));

        assertThat(school.cartable().quotas().check(JOHN).state()).isEqualTo(Allowance.State.EXPIRED);
    }

    @Test
    void sessionsOfAServerThatRestartsEnd() {
        tell(
                reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(-20), 10),
                reading(key(AWA, "2"), Status.INTERIM_UPDATE, minute(-20), 10),
                reading(new Session.Key(new NasId("portal-2"), "1", AWA), Status.INTERIM_UPDATE, minute(-20), 10));
        NasEvent restart = new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(-10));

        RecordSessions.NasReport report = school.cartable().quotas().recordNas(restart);

        assertThat(report.counted()).isTrue();
        assertThat(report.ended()).hasSize(2);
        assertThat(sessions()).filteredOn(Session::isOpen).hasSize(1);
        assertThat(school.cartable().quotas().recordNas(restart))
                .isEqualTo(new RecordSessions.NasReport(null, false, List.of()));
        assertThat(school.cartable()
                        .quotas()
                        .recordNas(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(6)))
                        .refused())
                .isEqualTo(QuotaProblem.IN_THE_FUTURE);
    }

    @Test
    void aRestartPartsASessionAndOnlyThePartBeforeItEndsByIt() {
        Session.Key key = key(JOHN, "1");
        tell(reading(key, Status.INTERIM_UPDATE, minute(-40), 10), reading(key, Status.INTERIM_UPDATE, minute(-20), 4));

        RecordSessions.NasReport report =
                school.cartable().quotas().recordNas(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(-30)));

        assertThat(report.ended()).extracting(Session::started).containsExactly(minute(-40));
        assertThat(sessions())
                .filteredOn(Session::isOpen)
                .extracting(Session::started)
                .containsExactly(minute(-30));
    }

    @Test
    void aSessionThatAnEarlierRestartEndedIsNotEndedAgain() {
        Session.Key key = key(JOHN, "1");
        tell(reading(key, Status.INTERIM_UPDATE, minute(-40), 10));
        school.cartable().quotas().recordNas(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(-30)));
        tell(reading(key, Status.INTERIM_UPDATE, minute(-20), 4));

        RecordSessions.NasReport report =
                school.cartable().quotas().recordNas(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(-10)));

        assertThat(report.ended()).extracting(Session::started).containsExactly(minute(-30));
    }

    @Test
    void aRestartEndsTheOldestOfTheSessionsThatAreToldAfterIt() {
        school.cartable().quotas().recordNas(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(-30)));

        tell(
                reading(key(AWA, "2"), Status.INTERIM_UPDATE, minute(-10), 10),
                reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(-60), 10),
                reading(key(AWA, "3"), Status.INTERIM_UPDATE, minute(-5), 10));

        assertThat(sessions())
                .filteredOn(session -> session.end() == Session.End.NAS_RESTARTED)
                .extracting(Session::key)
                .containsExactly(key(JOHN, "1"));
    }
}
