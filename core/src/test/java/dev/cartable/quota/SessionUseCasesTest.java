package dev.cartable.quota;

import static dev.cartable.quota.QuotaWorld.AWA;
import static dev.cartable.quota.QuotaWorld.JOHN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.quota.model.AccountingRefusal;
import dev.cartable.quota.model.AccountingReport;
import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Octets;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionKey;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.SessionRules;
import dev.cartable.quota.model.SessionUse;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageRefusal.Why;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.QuotaPorts;
import dev.cartable.quota.port.SessionPorts;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host sees of sessions, from the use cases alone. */
class SessionUseCasesTest {
    private static final NasId NAS = new NasId("portal-1");

    private QuotaWorld school = new QuotaWorld();

    private static SessionKey key(UserId user, String session) {
        return new SessionKey(NAS, session, user);
    }

    private static SessionReading reading(SessionKey key, Status status, Instant at, long down) {
        return new SessionReading(key, status, at, Octets.full(0), Octets.full(down), null);
    }

    private AccountingReport tell(SessionReading... readings) {
        return school.cartable().recordSessions().record(List.of(readings));
    }

    private Instant minute(long minute) {
        return school.now().plus(Duration.ofMinutes(minute));
    }

    private List<Session> sessions() {
        try (Stream<Session> all = school.cartable().readSessions().all(null)) {
            return all.toList();
        }
    }

    private NavigableMap<LocalDate, Traffic> days(UserId user) {
        return school.stores().usage().days(user, LocalDate.MIN, LocalDate.MAX);
    }

    private void everybodyHas(SessionRules rules) {
        Profile profile = school.profile("Tous", p -> p.sessions(rules).atMost(Window.DAY, DataSize.ofGibibytes(1)));
        school.assign(Holder.DEFAULT, profile);
    }

    private static SessionRules simultaneous(int sessions) {
        return new SessionRules(null, null, sessions);
    }

    // Recording

    @Test
    void whatASessionUsesIsChargedToTheWindowsThatItFallsIn() {
        everybodyHas(SessionRules.NONE);
        SessionKey key = key(JOHN, "0001");

        tell(
                SessionReading.of(key, Status.START, minute(-60)),
                reading(key, Status.INTERIM_UPDATE, minute(-30), 100),
                reading(key, Status.STOP, minute(0), 250));

        for (Window window : Window.values()) {
            if (window != Window.CYCLE) {
                assertThat(school.used(JOHN, window)).as("%s", window).isEqualTo(250);
            }
        }
        assertThat(days(JOHN)).containsExactly(java.util.Map.entry(LocalDate.of(2026, 11, 21), new Traffic(0, 250)));
    }

    @Test
    void anExactRepetitionCountsNothingAndIsSaidToBeOne() {
        SessionReading stop = reading(key(JOHN, "0001"), Status.STOP, minute(-1), 70);

        assertThat(tell(stop, stop)).returns(List.of(stop), AccountingReport::counted);
        AccountingReport again = tell(stop);

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

        AccountingReport report = tell(future, late, stranger, good);

        assertThat(report.counted()).containsExactly(good);
        assertThat(report.refused())
                .extracting(AccountingRefusal::why)
                .containsExactly(Why.IN_THE_FUTURE, Why.TOO_LATE, Why.UNKNOWN_USER);
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
        school = new QuotaWorld(QuotaSettings.usual(), zone);
        Instant stop = start.plus(Duration.ofHours(44));
        school.set(stop.toString());
        SessionKey key = key(JOHN, "0001");
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

    @Test
    void aReadingThatArrivesLateMovesWhatWasSplitToTheDayThatItWasUsedOn() {
        school.set("2026-11-21T06:00:00Z");
        SessionKey key = key(JOHN, "0001");
        tell(
                SessionReading.of(key, Status.START, Instant.parse("2026-11-20T18:00:00Z")),
                reading(key, Status.STOP, Instant.parse("2026-11-21T06:00:00Z"), 1_000));
        assertThat(days(JOHN).values()).containsExactly(new Traffic(0, 500), new Traffic(0, 500));

        tell(reading(key, Status.INTERIM_UPDATE, Instant.parse("2026-11-21T00:00:00Z"), 1_000));

        assertThat(days(JOHN)).containsExactly(java.util.Map.entry(LocalDate.of(2026, 11, 20), new Traffic(0, 1_000)));
        assertThat(school.stores().sessions().uses(JOHN))
                .containsExactly(new SessionUse(
                        key, Instant.parse("2026-11-20T18:00:00Z"), LocalDate.of(2026, 11, 20), 0, 1_000));
        assertThat(school.stores().usage().all().toList().get(0).day().traffic())
                .isEqualTo(Traffic.NONE);
    }

    @Test
    void whatWasUsedBeforeTheProfileWasAssignedIsOfNoCycle() {
        Profile volume = school.profile(
                "Volume", p -> p.validity(Validity.days(30)).atMost(Window.CYCLE, DataSize.ofGibibytes(1)));
        school.assign(Holder.of(JOHN), volume);
        school.pass(Duration.ofHours(1));
        SessionKey key = key(JOHN, "0001");

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
        SessionKey key = key(JOHN, "0001");

        tell(SessionReading.of(key, Status.START, minute(-3)), reading(key, Status.STOP, minute(5), 800));

        assertThat(school.used(JOHN, Window.CYCLE)).isEqualTo(400);
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(800);
    }

    @Test
    void readingsOfOneInstantThatGrowByTheSameAllCount() {
        SessionKey key = key(JOHN, "0001");
        tell(reading(key, Status.INTERIM_UPDATE, minute(-1), 10));
        tell(reading(key, Status.INTERIM_UPDATE, minute(-1), 20), reading(key, Status.INTERIM_UPDATE, minute(-1), 30));
        tell(reading(key, Status.STOP, minute(-1), 40));

        assertThat(days(JOHN).values()).containsExactly(new Traffic(0, 40));
    }

    @Test
    void aReadingWithoutGrowthSaysThatTheDayHasBegun() {
        everybodyHas(SessionRules.NONE);
        school.use(JOHN, 500);
        school.pass(Duration.ofDays(1));
        SessionKey key = key(JOHN, "0001");

        tell(SessionReading.of(key, Status.START, minute(0)));

        assertThat(school.stores().usage().all().toList().get(0).day().key()).isEqualTo(LocalDate.of(2026, 11, 22));
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

        assertThat(school.cartable().checkAllowance().check(JOHN).state()).isEqualTo(Allowance.State.EXPIRED);
    }

    @Test
    void anyOrderAndAnyRepetitionOfReadingsGivesTheSameState() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            List<Object> told = story(random);
            String straight = state(told, new Random(0));
            for (int i = 0; i < 3; i++) {
                List<Object> shuffled = new ArrayList<>(told);
                for (int repeated = random.nextInt(10); repeated > 0; repeated--) {
                    shuffled.add(told.get(random.nextInt(told.size())));
                }
                Collections.shuffle(shuffled, random);
                assertThat(state(shuffled, random))
                        .as("seed %s, round %s", seed, round)
                        .isEqualTo(straight);
            }
        }
    }

    private List<Object> story(Random random) {
        List<Object> told = new ArrayList<>();
        Instant begin = Instant.parse("2026-11-17T10:00:00Z");
        for (String session : List.of("1", "2", "3")) {
            SessionKey key =
                    new SessionKey(new NasId("nas-" + random.nextInt(2)), session, random.nextInt(3) == 0 ? AWA : JOHN);
            boolean gigawords = random.nextBoolean();
            boolean timed = random.nextBoolean();
            Instant at = begin.plusSeconds(random.nextInt(100_000));
            for (int life = 1 + random.nextInt(2); life > 0; life--) {
                Instant started = at;
                long up = 0;
                long down = 0;
                if (random.nextInt(4) > 0) {
                    told.add(SessionReading.of(key, Status.START, at));
                }
                int readings = random.nextInt(6);
                for (int i = 0; i <= readings; i++) {
                    at = at.plusSeconds(random.nextInt(40_000));
                    up += random.nextLong(1L << 31);
                    down += random.nextLong(1L << 32);
                    boolean silent = random.nextInt(8) == 0;
                    told.add(new SessionReading(
                            key,
                            i == readings ? Status.STOP : Status.INTERIM_UPDATE,
                            at,
                            silent ? null : octets(up, gigawords),
                            silent ? null : octets(down, gigawords),
                            timed ? Duration.between(started, at) : null));
                }
                at = at.plusSeconds(random.nextInt(20_000));
                if (random.nextInt(3) == 0) {
                    told.add(new NasEvent(
                            key.nas(),
                            random.nextBoolean() ? NasEvent.Status.ACCOUNTING_ON : NasEvent.Status.ACCOUNTING_OFF,
                            at.minusSeconds(random.nextInt(60_000))));
                }
            }
        }
        return told;
    }

    private static Octets octets(long bytes, boolean gigawords) {
        return gigawords ? Octets.full(bytes) : Octets.of(bytes & 0xFFFF_FFFFL);
    }

    /** Everything that is stored in the end, with the readings told in batches of any size. */
    private static String state(List<Object> told, Random random) {
        QuotaWorld world = new QuotaWorld();
        world.set("2026-11-22T11:00:00Z");
        Profile profile = world.profile(
                "Tous", p -> p.validity(Validity.months(1)).atMost(Window.CYCLE, DataSize.ofGibibytes(500)));
        world.assign(Holder.of(JOHN), profile);
        int next = 0;
        while (next < told.size()) {
            List<SessionReading> batch = new ArrayList<>();
            for (int size = 1 + random.nextInt(4); size > 0 && next < told.size(); size--) {
                Object one = told.get(next++);
                if (one instanceof SessionReading reading) {
                    batch.add(reading);
                } else if (one instanceof NasEvent event) {
                    world.cartable().recordSessions().record(event);
                }
            }
            assertThat(world.cartable().recordSessions().record(batch).refused())
                    .isEmpty();
        }
        StringBuilder state = new StringBuilder();
        world.stores()
                .usage()
                .all()
                .forEach(usage -> state.append(usage.user())
                        .append(usage.day())
                        .append(usage.week())
                        .append(usage.month())
                        .append(usage.cycle().traffic())
                        .append('\n'));
        for (UserId user : List.of(JOHN, AWA)) {
            NavigableMap<LocalDate, Traffic> days = world.stores().usage().days(user, LocalDate.MIN, LocalDate.MAX);
            List<SessionUse> uses = world.stores().sessions().uses(user);
            assertThat(days).as("the ledger of %s", user).isEqualTo(sum(uses));
            state.append(days).append(uses).append('\n');
        }
        world.stores()
                .sessions()
                .all(null)
                .forEach(session -> state.append(session).append('\n'));
        return state.toString();
    }

    private static NavigableMap<LocalDate, Traffic> sum(List<SessionUse> uses) {
        NavigableMap<LocalDate, Traffic> days = new TreeMap<>();
        uses.forEach(use -> days.merge(use.day(), new Traffic(use.up(), use.down()), Traffic::plus));
        return days;
    }

    // Access servers

    @Test
    void sessionsOfAServerThatRestartsEnd() {
        tell(
                reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(-20), 10),
                reading(key(AWA, "2"), Status.INTERIM_UPDATE, minute(-20), 10),
                reading(new SessionKey(new NasId("portal-2"), "1", AWA), Status.INTERIM_UPDATE, minute(-20), 10));
        NasEvent restart = new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(-10));

        RecordSessions.NasReport report = school.cartable().recordSessions().record(restart);

        assertThat(report.counted()).isTrue();
        assertThat(report.ended()).hasSize(2);
        assertThat(sessions()).filteredOn(Session::isOpen).hasSize(1);
        assertThat(school.cartable().recordSessions().record(restart))
                .isEqualTo(new RecordSessions.NasReport(null, false, List.of()));
        assertThat(school.cartable()
                        .recordSessions()
                        .record(new NasEvent(NAS, NasEvent.Status.ACCOUNTING_ON, minute(6)))
                        .refused())
                .isEqualTo(Why.IN_THE_FUTURE);
    }

    // Admission

    private Admission admit(UserId user, String session) {
        return school.cartable().admitSession().admit(key(user, session));
    }

    @Test
    void asManySessionsAsAreAllowedAreGrantedAndTheNextIsRefusedWithThem() {
        everybodyHas(simultaneous(2));

        assertThat(admit(JOHN, "1")).isInstanceOf(Admission.Granted.class);
        school.pass(Duration.ofMinutes(1));
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.Granted.class);

        assertThat(admit(JOHN, "3")).isInstanceOfSatisfying(Admission.TooManySessions.class, refused -> {
            assertThat(refused.allowed()).isEqualTo(2);
            assertThat(refused.open())
                    .extracting(session -> session.key().session())
                    .containsExactly("1", "2");
        });
        assertThat(admit(AWA, "3")).isInstanceOf(Admission.Granted.class);
        assertThat(sessions()).hasSize(3);
    }

    @Test
    void aSessionThatIsOpenIsGrantedAgainAndNothingIsWritten() {
        everybodyHas(simultaneous(1));
        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.fresh()).isTrue());
        List<Session> before = sessions();
        school.pass(Duration.ofMinutes(1));

        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.fresh()).isFalse());
        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    void aSessionThatHasStoppedLeavesItsPlace() {
        everybodyHas(simultaneous(1));
        admit(JOHN, "1");
        tell(
                SessionReading.of(key(JOHN, "1"), Status.START, minute(1)),
                reading(key(JOHN, "1"), Status.STOP, minute(2), 5));

        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.Granted.class);
        assertThat(admit(JOHN, "1")).isInstanceOf(Admission.TooManySessions.class);
    }

    @Test
    void anIdThatIsAdmittedAgainAfterItsEndIsAnotherSessionAlsoWhenTheServersClockIsAhead() {
        everybodyHas(simultaneous(1));
        admit(JOHN, "1");
        tell(reading(key(JOHN, "1"), Status.STOP, minute(4), 5));

        assertThat(admit(JOHN, "1")).isInstanceOf(Admission.Granted.class);
        assertThat(sessions()).extracting(Session::isOpen).containsExactly(false, true);
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.TooManySessions.class);
    }

    @Test
    void aSessionThatNobodyAdmittedTakesAPlaceToo() {
        everybodyHas(simultaneous(1));
        tell(SessionReading.of(key(JOHN, "9"), Status.START, minute(0)));

        assertThat(admit(JOHN, "1")).isInstanceOf(Admission.TooManySessions.class);
    }

    @Test
    void staleAndIdleSessionsTakeNoPlaceAlsoBeforeTheyAreClosed() {
        everybodyHas(new SessionRules(null, Duration.ofMinutes(10), 1));
        admit(JOHN, "1");
        school.pass(Duration.ofMinutes(30));
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.TooManySessions.class);
        school.pass(Duration.ofSeconds(1));
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.Granted.class);
        assertThat(admit(JOHN, "3")).isInstanceOf(Admission.TooManySessions.class);

        school.pass(Duration.ofMinutes(12));
        tell(
                reading(key(JOHN, "2"), Status.INTERIM_UPDATE, minute(-11), 0),
                reading(key(JOHN, "2"), Status.INTERIM_UPDATE, minute(0), 0));

        assertThat(admit(JOHN, "3")).isInstanceOf(Admission.Granted.class);
    }

    @Test
    void aStaleSessionThatIsAdmittedAgainTakesItsPlaceAgain() {
        everybodyHas(new SessionRules(null, Duration.ofMinutes(10), 1));
        admit(JOHN, "1");
        tell(reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(1), 5));
        school.pass(Duration.ofMinutes(32));

        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.Granted.class,
                        granted -> assertThat(granted.fresh()).isTrue());
        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.TooManySessions.class);
        assertThat(close().unchanged()).isOne();
    }

    @Test
    void aSessionThatStartsLongAfterItWasAdmittedIsNotIdleYet() {
        everybodyHas(new SessionRules(null, Duration.ofMinutes(10), 1));
        admit(JOHN, "1");
        school.pass(Duration.ofMinutes(15));
        tell(SessionReading.of(key(JOHN, "1"), Status.START, minute(0)));

        assertThat(admit(JOHN, "2")).isInstanceOf(Admission.TooManySessions.class);
    }

    @Test
    void whoMayNotUseTheNetworkIsRefusedWithTheState() {
        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.NotServed.class,
                        refused -> assertThat(refused.allowance().state()).isEqualTo(Allowance.State.NO_PROFILE));
        everybodyHas(simultaneous(1));
        school.use(JOHN, 2L << 30);
        assertThat(admit(JOHN, "1"))
                .isInstanceOfSatisfying(
                        Admission.NotServed.class,
                        refused -> assertThat(refused.allowance().exceeded()).contains(Window.DAY));
        assertThat(sessions()).isEmpty();
        assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> admit(new UserId("nobody"), "1"));
    }

    @Test
    void whoIsAdmittedIsToldWhatTheAccessServerHasToKnow() {
        everybodyHas(new SessionRules(Duration.ofHours(8), Duration.ofMinutes(10), 1));
        school.use(JOHN, 1L << 29);

        assertThat(admit(JOHN, "1")).isInstanceOfSatisfying(Admission.Granted.class, granted -> {
            assertThat(granted.attributes().sessionTimeout()).isEqualTo(Duration.ofHours(8));
            assertThat(granted.attributes().remaining()).isEqualTo(DataSize.ofBytes(1L << 29));
        });
    }

    @Test
    void withoutARuleThereIsNoLimit() {
        everybodyHas(SessionRules.NONE);
        for (int i = 0; i < 20; i++) {
            assertThat(admit(JOHN, "s" + i)).isInstanceOf(Admission.Granted.class);
        }
    }

    @Test
    void eightThreadsAreGrantedNoMoreThanIsAllowed() throws Exception {
        everybodyHas(simultaneous(3));
        Set<String> granted = Collections.synchronizedSet(new HashSet<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String session = "s" + i;
            Thread thread = new Thread(() -> {
                if (admit(JOHN, session) instanceof Admission.Granted) {
                    granted.add(session);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(granted).hasSize(3);
    }

    // Freeing

    private CloseStaleSessions.Counts close() {
        return school.cartable().closeStaleSessions().apply(closing -> {});
    }

    @Test
    void sessionsWithoutAWordAreClosedOnceAndADryRunWritesNothing() {
        everybodyHas(simultaneous(1));
        admit(JOHN, "1");
        tell(SessionReading.of(key(AWA, "2"), Status.START, minute(0)));
        school.pass(Duration.ofMinutes(31));
        tell(SessionReading.of(key(AWA, "3"), Status.START, minute(0)));

        List<Session> planned = new ArrayList<>();
        assertThat(school.cartable().closeStaleSessions().plan(closing -> planned.add(closing.session())))
                .isEqualTo(new CloseStaleSessions.Counts(3, 2, 0, 1, 0));
        assertThat(planned).hasSize(2);
        assertThat(sessions()).allMatch(Session::isOpen);

        assertThat(close()).isEqualTo(new CloseStaleSessions.Counts(3, 2, 0, 1, 0));
        assertThat(close()).isEqualTo(new CloseStaleSessions.Counts(1, 0, 0, 1, 0));
        assertThat(sessions())
                .filteredOn(Session::isOpen)
                .singleElement()
                .returns("3", s -> s.key().session());
        assertThat(sessions())
                .filteredOn(s -> !s.isOpen())
                .allMatch(s -> school.now().equals(s.endedAt()));
    }

    @Test
    void aSessionThatOnlyAppearsWhileARunDecidesIsLeftToTheNextOne() {
        everybodyHas(simultaneous(2));
        tell(SessionReading.of(key(JOHN, "1"), Status.START, minute(0)));
        school.pass(Duration.ofMinutes(40));
        Instant stale = minute(-35);
        InMemoryStores stores = school.stores();
        QuotaPorts ports =
                new QuotaPorts(stores.unitOfWork(), stores.leases(), stores.users(), stores.profiles(), stores.usage());
        InstantSource looking = () -> {
            tell(SessionReading.of(key(JOHN, "2"), Status.START, stale));
            return school.now();
        };

        CloseStaleSessions.Counts done = new CloseStaleSessions(
                        new SessionPorts(ports, stores.sessions(), stores.usageLedger()),
                        QuotaSettings.usual(),
                        WindowCalendar.of(QuotaWorld.ZONE),
                        looking)
                .apply(closing -> {});

        assertThat(done).isEqualTo(new CloseStaleSessions.Counts(1, 1, 0, 0, 0));
        assertThat(close()).isEqualTo(new CloseStaleSessions.Counts(1, 1, 0, 0, 0));
    }

    @Test
    void sessionsInWhichNothingIsUsedForLongerThanTheProfileAllowsAreClosed() {
        everybodyHas(new SessionRules(null, Duration.ofMinutes(10), null));
        tell(
                SessionReading.of(key(JOHN, "1"), Status.START, minute(-20)),
                reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(-10), 50),
                reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(-1), 50));
        assertThat(close().idle()).isZero();
        tell(reading(key(JOHN, "1"), Status.INTERIM_UPDATE, minute(0), 50));

        assertThat(close().idle()).isOne();
        assertThat(sessions()).singleElement().returns(Session.End.IDLE, Session::end);
    }

    @Test
    void aLateReadingOfAFreedSessionCountsAndAStartBeginsAnotherOne() {
        everybodyHas(simultaneous(1));
        SessionKey key = key(JOHN, "1");
        tell(SessionReading.of(key, Status.START, minute(-60)), reading(key, Status.INTERIM_UPDATE, minute(-50), 50));
        close();

        tell(reading(key, Status.INTERIM_UPDATE, minute(-40), 80));
        assertThat(sessions()).singleElement().returns(false, Session::isOpen);
        assertThat(school.used(JOHN, Window.DAY)).isEqualTo(80);

        tell(SessionReading.of(key, Status.START, minute(1)));
        assertThat(sessions()).extracting(Session::isOpen).containsExactly(false, true);
    }

    @Test
    void readingsOfEndedSessionsAreForgottenWhenNothingCanFollowThem() {
        SessionKey key = key(JOHN, "1");
        tell(reading(key, Status.STOP, minute(0), 50));
        school.pass(QuotaSettings.usual().remembered());
        assertThat(close().forgotten()).isZero();
        school.pass(Duration.ofSeconds(1));
        assertThat(close().forgotten()).isOne();

        assertThat(school.stores().sessions().readings(List.of(key))).isEmpty();
        assertThat(sessions()).hasSize(1);
        assertThat(days(JOHN)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 499, 500, 501, 1_203})
    void closingWorksInChunksOfAnyNumber(int number) {
        List<SessionReading> starts = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            starts.add(SessionReading.of(key(i % 2 == 0 ? JOHN : AWA, "s" + i), Status.START, minute(-31)));
        }
        school.cartable().recordSessions().record(starts);

        assertThat(close()).isEqualTo(new CloseStaleSessions.Counts(number, number, 0, 0, 0));
    }
}
