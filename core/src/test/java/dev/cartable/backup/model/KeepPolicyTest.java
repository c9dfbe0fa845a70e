package dev.cartable.backup.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.model.KeepPolicy.Candidate;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepPolicyTest {
    private static final ZoneId CONAKRY = ZoneId.of("Africa/Conakry");
    private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");

    private static Candidate good(String at) {
        return candidate(at, BackupState.VERIFIED, Scope.ALL);
    }

    private static Candidate candidate(String at, BackupState state, Scope holds) {
        Instant createdAt = Instant.parse(at);
        return new Candidate(BackupName.of(createdAt), createdAt, 10, state, state == BackupState.VERIFIED, holds);
    }

    private static List<String> kept(KeepPolicy policy, List<Candidate> candidates, ZoneId zone, Instant now) {
        return policy.decide(candidates, zone, now).stream()
                .filter(PruneDecision::isKept)
                .map(one -> one.createdAt().toString())
                .toList();
    }

    @Test
    void theNewestOfSoManyPeriodsThatHaveOneAreKept() {
        List<Candidate> all = List.of(
                good("2024-02-29T02:00:00Z"),
                good("2025-12-31T02:00:00Z"),
                good("2026-11-01T02:00:00Z"),
                good("2026-11-20T02:00:00Z"),
                good("2026-11-27T02:00:00Z"),
                good("2026-11-27T14:00:00Z"),
                good("2026-11-28T02:00:00Z"));

        assertThat(kept(KeepPolicy.parse("daily=2"), all, CONAKRY, NOW))
                .containsExactly("2026-11-28T02:00:00Z", "2026-11-27T14:00:00Z");
        assertThat(kept(KeepPolicy.parse("weekly=2"), all, CONAKRY, NOW))
                .containsExactly("2026-11-28T02:00:00Z", "2026-11-20T02:00:00Z");
        assertThat(kept(KeepPolicy.parse("monthly=2"), all, CONAKRY, NOW))
                .containsExactly("2026-11-28T02:00:00Z", "2025-12-31T02:00:00Z");
        assertThat(kept(KeepPolicy.parse("yearly=9"), all, CONAKRY, NOW))
                .containsExactly("2026-11-28T02:00:00Z", "2025-12-31T02:00:00Z", "2024-02-29T02:00:00Z");
        assertThat(kept(KeepPolicy.parse("last=3"), all, CONAKRY, NOW))
                .containsExactly("2026-11-28T02:00:00Z", "2026-11-27T14:00:00Z", "2026-11-27T02:00:00Z");
    }

    /** 23:30 and 00:30 of one UTC day are two days in a zone behind it, and the other way round. */
    @Test
    void aDayIsOneOfTheSchool() {
        List<Candidate> all = List.of(good("2026-11-27T04:30:00Z"), good("2026-11-27T05:30:00Z"));

        assertThat(kept(KeepPolicy.parse("daily=5"), all, CONAKRY, NOW)).containsExactly("2026-11-27T05:30:00Z");
        assertThat(kept(KeepPolicy.parse("daily=5"), all, ZoneId.of("America/Port-au-Prince"), NOW))
                .hasSize(2);
    }

    @Test
    void aWeekGoesOnOverTheNewYear() {
        List<Candidate> all = List.of(good("2026-12-28T02:00:00Z"), good("2027-01-03T02:00:00Z"));

        assertThat(kept(KeepPolicy.parse("weekly=5"), all, CONAKRY, Instant.parse("2027-01-10T00:00:00Z")))
                .containsExactly("2027-01-03T02:00:00Z");
    }

    @Test
    void whatDoesNotCountUsesUpNothing() {
        List<Candidate> all = List.of(
                good("2026-10-01T02:00:00Z"),
                candidate("2026-11-26T02:00:00Z", BackupState.INVALID, Scope.ALL),
                candidate("2026-11-27T02:00:00Z", BackupState.COULD_NOT_VERIFY, Scope.ALL),
                candidate("2026-11-28T02:00:00Z", BackupState.DEGRADED, Scope.ALL));

        List<PruneDecision> decisions = KeepPolicy.parse("last=1").decide(all, CONAKRY, NOW);

        assertThat(decisions)
                .extracting(PruneDecision::reasons)
                .containsExactly(
                        List.of(PruneReason.DEGRADED_RECENT, PruneReason.DEGRADED_NEWEST),
                        List.of(PruneReason.UNVERIFIED),
                        List.of(PruneReason.UNVERIFIED),
                        List.of(PruneReason.LAST, PruneReason.NEWEST));
    }

    @Test
    void aDegradedOneGoesAfterThirtyDaysUnlessItIsTheNewestOfThem() {
        List<Candidate> all = List.of(
                good("2026-11-28T02:00:00Z"),
                candidate("2026-10-29T20:00:01Z", BackupState.DEGRADED, Scope.MEDIA),
                candidate("2026-10-29T20:00:00Z", BackupState.DEGRADED, Scope.MEDIA),
                candidate("2026-09-01T02:00:00Z", BackupState.DEGRADED, Scope.ALL),
                candidate("2026-08-01T02:00:00Z", BackupState.DEGRADED, Scope.ALL));

        assertThat(KeepPolicy.parse("last=1").decide(all, CONAKRY, NOW))
                .extracting(PruneDecision::reasons)
                .containsExactly(
                        List.of(PruneReason.LAST, PruneReason.NEWEST),
                        List.of(PruneReason.DEGRADED_RECENT, PruneReason.DEGRADED_NEWEST),
                        List.of(PruneReason.DEGRADED_OLD),
                        List.of(PruneReason.DEGRADED_NEWEST),
                        List.of(PruneReason.DEGRADED_OLD));
    }

    @Test
    void backupsOfTheDatabaseAloneDoNotPushOutWholeOnes() {
        List<Candidate> all = List.of(
                good("2026-11-01T02:00:00Z"),
                candidate("2026-11-20T02:00:00Z", BackupState.VERIFIED, Scope.MEDIA),
                candidate("2026-11-27T02:00:00Z", BackupState.VERIFIED, Scope.DATABASE),
                candidate("2026-11-28T02:00:00Z", BackupState.VERIFIED, Scope.DATABASE));

        assertThat(kept(KeepPolicy.parse("last=1"), all, CONAKRY, NOW))
                .containsExactly("2026-11-28T02:00:00Z", "2026-11-20T02:00:00Z", "2026-11-01T02:00:00Z");
    }

    /** The clock was a year ahead for one night: that backup must not push out those that are made after it. */
    @Test
    void aBackupFromTheFutureStaysAndIsNotCounted() {
        List<Candidate> all =
                List.of(good("2027-11-28T02:00:00Z"), good("2026-11-28T02:00:00Z"), good("2026-11-27T02:00:00Z"));

        assertThat(KeepPolicy.parse("last=1").decide(all, CONAKRY, NOW))
                .extracting(PruneDecision::reasons)
                .containsExactly(
                        List.of(PruneReason.FUTURE),
                        List.of(PruneReason.LAST, PruneReason.NEWEST),
                        List.of(PruneReason.NOT_NEEDED));
    }

    @Test
    void anEmptyPolicyIsRefused() {
        assertThatThrownBy(() -> KeepPolicy.NONE.decide(List.of(), CONAKRY, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "daily=7,weekly=5|daily=7,weekly=5",
                " last = 3 |last=3",
                "yearly=0,last=1|last=1",
                "daily=10000|daily=10000"
            })
    void theTextFormIsRead(String text, String expected) {
        assertThat(KeepPolicy.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "daily",
                "daily=",
                "daily=-1",
                "hourly=3",
                "daily=1,daily=2",
                "daily=10001",
                "daily=1;weekly=1"
            })
    void anotherTextIsRefused(String text) {
        assertThatThrownBy(() -> KeepPolicy.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Against a calculation that goes through the calendar, period by period. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Africa/Conakry",
                "Europe/Paris",
                "Africa/Cairo",
                "Asia/Beirut",
                "America/Sao_Paulo",
                "Pacific/Apia",
                "Australia/Lord_Howe",
                "Africa/Casablanca"
            })
    void whatStaysIsWhatTheCalendarSays(String zoneId) {
        ZoneId zone = ZoneId.of(zoneId);
        Random random = new Random(zoneId.hashCode());
        for (int round = 0; round < 150; round++) {
            KeepPolicy policy = new KeepPolicy(
                    random.nextInt(4), random.nextInt(8), random.nextInt(5), random.nextInt(6), random.nextInt(4));
            if (policy.isEmpty()) {
                continue;
            }
            // Around the end of February 2028, DST nights and the new year, with gaps of minutes to months.
            Instant at = Instant.parse("2028-04-02T00:00:00Z").plusSeconds(random.nextInt(60 * 86_400));
            Instant now = at;
            List<Candidate> all = new ArrayList<>();
            int backups = 1 + random.nextInt(60);
            for (int i = 0; i < backups; i++) {
                boolean counts = random.nextInt(6) > 0;
                all.add(new Candidate(
                        BackupName.of(at),
                        at,
                        1,
                        counts ? BackupState.VERIFIED : BackupState.INVALID,
                        counts,
                        Scope.ALL));
                at = at.minusSeconds(1 + random.nextInt(random.nextInt(5) == 0 ? 60 * 86_400 : 40 * 3600));
            }
            String context = "zone " + zone + ", round " + round + ", " + policy;

            Set<Instant> deleted = policy.decide(all, zone, now).stream()
                    .filter(one -> !one.isKept())
                    .map(PruneDecision::createdAt)
                    .collect(Collectors.toCollection(TreeSet::new));

            Set<Instant> expected = new TreeSet<>();
            all.stream().filter(Candidate::counts).map(Candidate::createdAt).forEach(expected::add);
            expected.removeAll(byCalendar(policy, all, zone, now));
            assertThat(deleted).as(context).isEqualTo(expected);

            Instant yearAhead = now.plus(Duration.ofDays(366));
            assertThat(kept(policy, all, zone, yearAhead))
                    .as("a clock a year ahead, " + context)
                    .isEqualTo(kept(policy, all, zone, now));
        }
    }

    private static Set<Instant> byCalendar(KeepPolicy policy, List<Candidate> all, ZoneId zone, Instant now) {
        List<Instant> good = all.stream()
                .filter(Candidate::counts)
                .map(Candidate::createdAt)
                .sorted(Comparator.reverseOrder())
                .toList();
        Set<Instant> kept = new HashSet<>(good.subList(0, Math.min(policy.last(), good.size())));
        LocalDate today = now.atZone(zone).toLocalDate().plusDays(1);
        keep(kept, good, zone, policy.daily(), today, day -> day.minusDays(1));
        LocalDate nextWeek = today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        keep(kept, good, zone, policy.weekly(), nextWeek, day -> day.minusWeeks(1));
        keep(kept, good, zone, policy.monthly(), today.withDayOfMonth(1).plusMonths(1), day -> day.minusMonths(1));
        keep(kept, good, zone, policy.yearly(), today.withDayOfYear(1).plusYears(1), day -> day.minusYears(1));
        return kept;
    }

    /** Walks back from the end of the current period, and keeps the newest within each until there are enough. */
    private static void keep(
            Set<Instant> kept,
            List<Instant> newestFirst,
            ZoneId zone,
            int number,
            LocalDate endOfPeriod,
            Function<LocalDate, LocalDate> before) {
        int left = number;
        LocalDate end = endOfPeriod;
        while (left > 0 && end.getYear() > 2018) {
            Instant from = before.apply(end).atStartOfDay(zone).toInstant();
            Instant to = end.atStartOfDay(zone).toInstant();
            var newest = newestFirst.stream()
                    .filter(one -> !one.isBefore(from) && one.isBefore(to))
                    .findFirst();
            if (newest.isPresent()) {
                kept.add(newest.get());
                left--;
            }
            end = before.apply(end);
        }
    }
}
