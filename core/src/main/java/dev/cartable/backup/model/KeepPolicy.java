package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which backups are kept. Each rule keeps the newest backup of so many days, weeks, months or years that have one; a day without a
 * backup uses up nothing. Days begin at midnight in the school's zone, weeks on Monday (ISO 8601). Only backups that count (verified, or
 * degraded and accepted) are counted, and backups that hold different parts of the school are counted apart.
 *
 * <p>Whatever the rules say, these are kept: the newest of each kind that counts; what could not be verified or is damaged, until a person
 * has looked at it; a degraded one for 30 days, and the newest of those; and one that is dated in the future, because the clock was wrong.
 *
 * @param last so many of the newest; each number is 0 (the rule keeps none) to 10,000
 * @param daily the newest of so many days
 * @param weekly the newest of so many weeks
 * @param monthly the newest of so many months
 * @param yearly the newest of so many years
 */
public record KeepPolicy(int last, int daily, int weekly, int monthly, int yearly) {
    /** No rule: nothing may be deleted by it. */
    public static final KeepPolicy NONE = new KeepPolicy(0, 0, 0, 0, 0);

    private static final int MOST = 10_000;
    private static final Duration DEGRADED_KEPT = Duration.ofDays(30);

    private static final Comparator<Candidate> NEWEST_FIRST = Comparator.comparing(Candidate::createdAt)
            .thenComparing(Candidate::file)
            .reversed();

    public KeepPolicy {
        for (int number : new int[] {last, daily, weekly, monthly, yearly}) {
            if (number < 0 || number > MOST) {
                throw new IllegalArgumentException(number + " is no number of backups to keep; give 0 to " + MOST);
            }
        }
    }

    /**
     * Reads the text form, such as {@code daily=7,weekly=5,monthly=12}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static KeepPolicy parse(String text) {
        Map<String, Integer> rules = new LinkedHashMap<>();
        for (String rule : text.split(",", -1)) {
            String[] parts = rule.strip().split("=", 2);
            boolean isKnown = NONE.rules().containsKey(parts[0].strip());
            if (parts.length != 2 || !isKnown || !parts[1].strip().matches("\\d{1,5}")) {
                throw new IllegalArgumentException(
                        "\"" + rule + "\" is no rule of what to keep; write daily=7,weekly=5,monthly=12");
            }
            if (rules.put(parts[0].strip(), Integer.valueOf(parts[1].strip())) != null) {
                throw new IllegalArgumentException("the rule " + parts[0].strip() + " stands there twice");
            }
        }
        return new KeepPolicy(
                rules.getOrDefault("last", 0),
                rules.getOrDefault("daily", 0),
                rules.getOrDefault("weekly", 0),
                rules.getOrDefault("monthly", 0),
                rules.getOrDefault("yearly", 0));
    }

    private Map<String, Integer> rules() {
        Map<String, Integer> rules = new LinkedHashMap<>();
        rules.put("last", last);
        rules.put("daily", daily);
        rules.put("weekly", weekly);
        rules.put("monthly", monthly);
        rules.put("yearly", yearly);
        return rules;
    }

    /** Whether no rule keeps anything. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * What becomes of each backup.
     *
     * @param zone the school's zone, in which days begin
     * @return the newest first
     * @throws IllegalArgumentException if the policy is empty
     */
    public List<PruneDecision> decide(Collection<Candidate> candidates, ZoneId zone, Instant now) {
        if (isEmpty()) {
            throw new IllegalArgumentException("an empty policy would keep nothing but the last backup");
        }
        Map<BackupName, Set<PruneReason>> reasons = new LinkedHashMap<>();
        candidates.forEach(one -> reasons.put(one.file(), EnumSet.noneOf(PruneReason.class)));
        for (Scope held : Scope.values()) {
            List<Candidate> kind = candidates.stream()
                    .filter(one -> one.holds() == held && !one.createdAt().isAfter(now))
                    .sorted(NEWEST_FIRST)
                    .toList();
            List<Candidate> counting = kind.stream().filter(Candidate::counts).toList();
            keep(counting, zone)
                    .forEach((file, kept) -> reasonsOf(reasons, file).addAll(kept));
            counting.stream()
                    .findFirst()
                    .ifPresent(newest -> reasonsOf(reasons, newest.file()).add(PruneReason.NEWEST));
            kind.stream()
                    .filter(KeepPolicy::isDegraded)
                    .findFirst()
                    .ifPresent(newest -> reasonsOf(reasons, newest.file()).add(PruneReason.DEGRADED_NEWEST));
        }
        return candidates.stream()
                .sorted(NEWEST_FIRST)
                .map(one -> decision(one, reasonsOf(reasons, one.file()), now))
                .toList();
    }

    private static Set<PruneReason> reasonsOf(Map<BackupName, Set<PruneReason>> reasons, BackupName file) {
        return requireNonNull(reasons.get(file), "reasons");
    }

    private static boolean isDegraded(Candidate candidate) {
        return candidate.state() == BackupState.DEGRADED && !candidate.counts();
    }

    private static PruneDecision decision(Candidate one, Set<PruneReason> reasons, Instant now) {
        if (one.createdAt().isAfter(now)) {
            reasons.add(PruneReason.FUTURE);
        } else if (isDegraded(one)) {
            boolean isRecent = Duration.between(one.createdAt(), now).compareTo(DEGRADED_KEPT) < 0;
            if (isRecent) {
                reasons.add(PruneReason.DEGRADED_RECENT);
            }
        } else if (!one.counts()) {
            reasons.add(PruneReason.UNVERIFIED);
        }
        if (reasons.isEmpty()) {
            reasons.add(isDegraded(one) ? PruneReason.DEGRADED_OLD : PruneReason.NOT_NEEDED);
        }
        return new PruneDecision(one.file(), one.createdAt(), one.bytes(), reasons);
    }

    /** What the rules keep. */
    private Map<BackupName, Set<PruneReason>> keep(List<Candidate> newestFirst, ZoneId zone) {
        Map<PruneReason, Function<LocalDate, @Nullable Object>> periods = new EnumMap<>(PruneReason.class);
        periods.put(PruneReason.DAILY, day -> day);
        periods.put(PruneReason.WEEKLY, day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
        periods.put(PruneReason.MONTHLY, YearMonth::from);
        periods.put(PruneReason.YEARLY, LocalDate::getYear);
        Map<BackupName, Set<PruneReason>> kept = new LinkedHashMap<>();
        newestFirst.stream()
                .limit(last)
                .forEach(one -> kept.computeIfAbsent(one.file(), file -> EnumSet.noneOf(PruneReason.class))
                        .add(PruneReason.LAST));
        periods.forEach((reason, period) -> {
            int left = number(reason);
            Object before = null;
            for (Candidate one : newestFirst) {
                Object of = period.apply(LocalDate.ofInstant(one.createdAt(), zone));
                if (left == 0) {
                    break;
                }
                if (!requireNonNull(of, "period").equals(before)) {
                    kept.computeIfAbsent(one.file(), file -> EnumSet.noneOf(PruneReason.class))
                            .add(reason);
                    before = of;
                    left--;
                }
            }
        });
        return kept;
    }

    private int number(PruneReason reason) {
        return rules().getOrDefault(reason.name().toLowerCase(Locale.ROOT), 0);
    }

    /** The text form: the rules that keep something. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        rules().forEach((name, number) -> {
            if (number > 0) {
                parts.add(name + "=" + number);
            }
        });
        return parts.stream().collect(Collectors.joining(","));
    }

    /**
     * A backup to decide about.
     *
     * @param holds which parts of the school it has
     * @param counts whether it is verified, or degraded and accepted
     */
    public record Candidate(
            BackupName file, Instant createdAt, long bytes, BackupState state, boolean counts, Scope holds) {
        public Candidate {
            requireNonNull(file, "file");
            requireNonNull(createdAt, "createdAt");
            requireNonNull(state, "state");
            requireNonNull(holds, "holds");
        }
    }
}
