package dev.cartable.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Stores;
import dev.cartable.quota.AuditUsage;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.AuditFinding;
import dev.cartable.quota.model.AuditFinding.WrongFigure;
import dev.cartable.quota.model.AuditFinding.WrongFigure.Figure;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.QuotaSettings.CounterPolicy;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That whatever happens in a school, its counters are proven by its ledger, and that what is not is found and mended. */
public abstract class AuditUsageContract extends StoresContract<Stores> {
    private static final Duration REMEMBERED = QuotaSettings.defaults().remembered();
    private static final Traffic MORE = new Traffic(100_000, 200_000);

    @Test
    void whateverHappensTheLedgerProvesEveryCounter() {
        provesEveryCounter(settings(CounterPolicy.RESET, REMEMBERED));
    }

    @Test
    void whateverHappensTheLedgerProvesEveryCounterThatProfilesKeep() {
        provesEveryCounter(settings(CounterPolicy.KEEP, REMEMBERED));
    }

    @Test
    void whateverHappensTheLedgerProvesEveryCounterThatProfilesProrate() {
        provesEveryCounter(settings(CounterPolicy.PRORATE, REMEMBERED));
    }

    @Test
    void whateverIsForgottenMeanwhileTheLedgerProvesEveryCounter() {
        provesEveryCounter(settings(CounterPolicy.RESET, Duration.ofDays(8)));
    }

    private void provesEveryCounter(QuotaSettings settings) {
        long seed = new Random().nextLong();
        RandomSchool school = new RandomSchool(stores(), seed, settings);
        for (int round = 0; round < 30; round++) {
            school.live(12);
            assertThat(wrong(school)).as("round %d, seed %d", round, seed).isEmpty();
        }
        audit(school).run(null, "test", finding -> {});
        assertThat(findings(school)).as("after a repair, seed %d", seed).isEmpty();
    }

    private static QuotaSettings settings(CounterPolicy policy, Duration remembered) {
        QuotaSettings usual = QuotaSettings.defaults();
        return new QuotaSettings(
                usual.levels(), usual.firstDay(), policy, usual.lateness(), remembered, usual.staleAfter());
    }

    @Test
    void whateverHappensEveryDayIsWhatWasToldOfIt() {
        long seed = new Random().nextLong();
        // Nothing is forgotten, so that days can be worked out anew.
        RandomSchool school = new RandomSchool(stores(), seed, settings(CounterPolicy.RESET, Duration.ofDays(10_000)));
        school.live(350);

        List<UserId> users = school.users().stream().map(User::id).toList();
        assertThat(school.usage().days(users, LocalDate.EPOCH, LocalDate.of(2100, 1, 1)))
                .as("seed %d", seed)
                .isEqualTo(school.days());
    }

    @Test
    void aCounterThatWasTamperedWithIsFoundAndMendedAndASecondRepairDoesNothing() {
        long seed = new Random().nextLong();
        RandomSchool school = new RandomSchool(stores(), seed);
        school.live(200);
        audit(school).run(null, "test", finding -> {});
        Map<Figure, Usage> before = tamper(school);

        assertThat(wrong(school))
                .as("seed %d", seed)
                .extracting(found -> found.user() + " " + found.figure())
                .containsAll(before.entrySet().stream()
                        .map(entry -> entry.getValue().user() + " " + entry.getKey())
                        .toList());
        List<AuditFinding> mended = new ArrayList<>();
        AuditUsage.Counts counts = audit(school).run(null, "director", mended::add);
        assertThat(counts.wrong()).isPositive().isEqualTo(mended.size());
        assertThat(counts.skipped()).isZero();
        assertThat(findings(school)).as("seed %d", seed).isEmpty();
        before.values().forEach(usage -> assertThat(usage(usage.user())).isEqualTo(usage));

        String after = Writes.everything(stores());
        assertThat(audit(school).run(null, "director", mended::add).wrong()).isZero();
        assertThat(Writes.everything(stores())).isEqualTo(after);
        UserId first = before.values().iterator().next().user();
        try (var history = school.cartable().quotas().history(Holder.of(first), null)) {
            assertThat(history.findFirst().orElseThrow())
                    .matches(change -> change.type().name().equals("REPAIRED"))
                    .matches(change -> change.actor().equals("director"));
        }
    }

    @Test
    void whatSessionsHaveUsedIsPartOfTheLedger() {
        RandomSchool school = new RandomSchool(stores(), 7);
        UserId user = school.users().get(0).id();
        Session.Key key = new Session.Key(new NasId("ap-1"), "0001", user);
        Instant start = school.now().minus(Duration.ofHours(40));
        school.cartable()
                .quotas()
                .recordSessions(List.of(
                        reading(key, SessionReading.Status.START, start, 0),
                        reading(key, SessionReading.Status.STOP, school.now(), 4_000_001)));
        school.cartable().quotas().record(new UsageEvent(new EventId("besides"), user, MORE, school.now()));

        assertThat(wrong(school)).isEmpty();
        school.cartable()
                .quotas()
                .recordSession(
                        reading(key, SessionReading.Status.INTERIM_UPDATE, start.plus(Duration.ofHours(1)), 3_000_000));
        assertThat(wrong(school)).as("after a late reading").isEmpty();

        Usage usage = usage(user);
        write(tx -> {
            stores().usage().lock(tx, List.of(user));
            stores().usage().put(tx, List.of(more(usage, Window.DAY)));
        });
        assertThat(wrong(school))
                .singleElement()
                .satisfies(found -> assertThat(found.figure()).isEqualTo(Figure.DAY));
        audit(school).run(null, "test", finding -> {});
        assertThat(usage(user)).isEqualTo(usage);
    }

    @Test
    void whatIsUsedAfterAResetCountsInFullThoughWhatWasResetTurnsOutToBeYesterdays() {
        RandomSchool school = new RandomSchool(stores(), 7);
        UserId user = school.users().get(0).id();
        Session.Key key = new Session.Key(new NasId("ap-1"), "0001", user);
        Instant start = school.now().minus(Duration.ofHours(14));
        record(school, reading(key, SessionReading.Status.START, start, 0));
        record(school, reading(key, SessionReading.Status.STOP, school.now(), 1_400));
        assertThat(usage(user).traffic(Window.DAY)).isEqualTo(new Traffic(0, 1_150));
        school.cartable()
                .quotas()
                .reset()
                .run(new ResetUsage.Request(EnumSet.of(Window.DAY, Window.WEEK), user, true, "director"), step -> {});

        record(school, reading(key, SessionReading.Status.INTERIM_UPDATE, start.plus(Duration.ofHours(1)), 1_400));
        school.cartable()
                .quotas()
                .record(new UsageEvent(new EventId("afterwards"), user, new Traffic(0, 30), school.now()));

        assertThat(usage(user).traffic(Window.DAY)).isEqualTo(new Traffic(0, 30));
        assertThat(usage(user).traffic(Window.WEEK)).isEqualTo(new Traffic(0, 30));
        assertThat(usage(user).traffic(Window.MONTH)).isEqualTo(new Traffic(0, 1_430));
        assertThat(wrong(school)).isEmpty();
        List<UsageAdjustment> given = SampleSchool.read(stores().usage().adjustments(user)).stream()
                .filter(adjustment -> adjustment.amount().down().signum() > 0)
                .toList();
        assertThat(given)
                .singleElement()
                .matches(adjustment -> adjustment.key().window() == Window.DAY
                        && adjustment.amount().equals(TrafficSum.of(0, 1_150)));
    }

    @Test
    void aCycleLosesWhatTurnsOutToBeOlderThanItAlsoWhenItServesNoMore() {
        RandomSchool school = new RandomSchool(stores(), 7);
        UserId user = school.users().get(0).id();
        Profile month = school.cartable()
                .quotas()
                .profiles()
                .add("From now on", profile -> profile.validity(Validity.days(30)));
        Session.Key key = new Session.Key(new NasId("ap-1"), "0001", user);
        Instant midnight = Instant.parse("2026-10-20T22:00:00Z");
        school.set(midnight.plus(Duration.ofMinutes(30)));
        school.cartable().quotas().assign(Holder.of(user), month.id(), "director");
        school.set(midnight.plus(Duration.ofHours(2)));
        record(school, reading(key, SessionReading.Status.START, midnight.minus(Duration.ofHours(4)), 0));
        record(school, reading(key, SessionReading.Status.STOP, school.now(), 600));
        assertThat(usage(user).traffic(Window.CYCLE)).isEqualTo(new Traffic(0, 150));
        school.cartable().quotas().unassign(Holder.of(user), "director");

        record(school, reading(key, SessionReading.Status.INTERIM_UPDATE, midnight.minus(Duration.ofHours(1)), 600));

        assertThat(usage(user).traffic(Window.CYCLE)).isEqualTo(Traffic.NONE);
        assertThat(wrong(school)).isEmpty();
    }

    private static void record(RandomSchool school, SessionReading reading) {
        assertThat(school.cartable().quotas().recordSession(reading).counted()).hasSize(1);
    }

    private static SessionReading reading(Session.Key key, SessionReading.Status status, Instant at, long down) {
        return new SessionReading(key, status, at, Octets.full(0), Octets.full(down), null);
    }

    /** Makes the day's, the week's and the month's counter of three users greater, and a day of a fourth. */
    private Map<Figure, Usage> tamper(RandomSchool school) {
        List<Usage> all = SampleSchool.read(stores().usage().all());
        assertThat(all).as("enough has happened").hasSizeGreaterThan(3);
        Usage day = all.get(0);
        Usage week = all.get(1);
        Usage month = all.get(2);
        write(tx -> {
            stores().usage().lock(tx, List.of(day.user(), week.user(), month.user()));
            stores().usage()
                    .put(tx, List.of(more(day, Window.DAY), more(week, Window.WEEK), more(month, Window.MONTH)));
            LocalDate today = LocalDate.ofInstant(school.now(), RandomSchool.ZONE);
            stores().usageLedger().putDays(tx, Map.of(all.get(3).user(), Map.of(today, MORE)));
        });
        return Map.of(Figure.DAY, day, Figure.WEEK, week, Figure.MONTH, month, Figure.DAYS, all.get(3));
    }

    private static Usage more(Usage usage, Window window) {
        return usage.with(PerWindow.of(each -> {
            Counter counter = usage.counter(each);
            return each == window ? new Counter(counter.key(), counter.traffic().plus(MORE)) : counter;
        }));
    }

    @Test
    void whatIsCountedWhileCountersAreMendedIsNotLost() {
        assumeSideBySide();
        RandomSchool school = new RandomSchool(stores(), 7);
        List<UserId> users = school.users().stream().map(User::id).toList();
        int events = 300;
        AtomicBoolean done = new AtomicBoolean();
        Together.Running<Integer> mending = Together.start(() -> {
            int runs = 0;
            while (!done.get() || runs == 0) {
                tamperOne(users.get(runs % users.size()));
                audit(school).run(null, "test", finding -> {});
                runs++;
            }
            return runs;
        });
        Together.run(3, thread -> {
            for (int i = 0; i < events; i++) {
                school.cartable()
                        .quotas()
                        .record(new UsageEvent(
                                new EventId(thread + "-" + i),
                                users.get(i % users.size()),
                                new Traffic(1, 2),
                                school.now()));
            }
            return thread;
        });
        done.set(true);
        assertThat(mending.result()).isPositive();
        audit(school).run(null, "test", finding -> {});

        assertThat(wrong(school)).isEmpty();
        assertThat(users.stream()
                        .map(this::usage)
                        .mapToLong(usage -> usage.counters().day().traffic().up())
                        .sum())
                .isEqualTo(3L * events);
    }

    private void tamperOne(UserId user) {
        write(tx -> stores().usage()
                .lock(tx, List.of(user))
                .values()
                .forEach(usage -> stores().usage().put(tx, List.of(more(usage, Window.DAY)))));
    }

    private Usage usage(UserId user) {
        return SampleSchool.read(stores().usage().all()).stream()
                .filter(usage -> usage.user().equals(user))
                .findFirst()
                .orElseThrow();
    }

    private static AuditUsage audit(RandomSchool school) {
        return school.cartable().quotas().audit();
    }

    private static List<AuditFinding> findings(RandomSchool school) {
        List<AuditFinding> found = new ArrayList<>();
        audit(school).plan(null, found::add);
        return found;
    }

    private static List<WrongFigure> wrong(RandomSchool school) {
        return findings(school).stream()
                .flatMap(found -> found instanceof WrongFigure wrong ? Stream.of(wrong) : Stream.empty())
                .toList();
    }

    @Test
    void oneUserAloneIsAuditedAndMended() {
        RandomSchool school = new RandomSchool(stores(), 11);
        school.live(150);
        audit(school).run(null, "test", finding -> {});
        List<Usage> all = SampleSchool.read(stores().usage().all());
        UserId first = all.get(0).user();
        UserId second = all.get(1).user();
        tamperOne(first);
        tamperOne(second);

        assertThat(audit(school).plan(first, finding -> {}).wrong()).isEqualTo(1);
        assertThat(audit(school).run(first, "test", finding -> {}).wrong()).isEqualTo(1);
        assertThat(wrong(school)).extracting(AuditFinding::user).containsExactly(second);
        assertThat(usage(first).traffic(Window.DAY)).isEqualTo(all.get(0).traffic(Window.DAY));
    }
}
