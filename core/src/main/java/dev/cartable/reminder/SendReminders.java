package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderRule.BetweenTimes;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.work.Lease;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.BulkRun;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The use case that plans reminders: it asks each rule for its candidates, decides about each of them for each person, and queues what
 * is new. It may be run any number of times; each person gets each reminder once. One run at a time, held by the lease {@value #LEASE}.
 * Safe for use by several threads and nodes.
 */
public final class SendReminders {
    /** The lease that a run holds. */
    public static final String LEASE = "reminder.send";

    /** A time that came into the holidays is made up for so many days later at most. */
    private static final int DAYS_TO_MAKE_UP = 2;

    private static final LocalTime MORNING = LocalTime.of(8, 0);

    private final ReminderParts parts;
    private final Map<Kind, ReminderRule<?>> rules = new TreeMap<>(Comparator.comparing(Kind::name));
    private final AudienceReader audiences;
    private final BulkRun bulk;

    SendReminders(ReminderParts parts, List<ReminderRule<?>> rules, AudienceReader audiences) {
        this.parts = requireNonNull(parts, "parts");
        this.audiences = requireNonNull(audiences, "audiences");
        this.bulk = new BulkRun(parts.transactions(), parts.reminderStores().leases(), LEASE, "sending reminders");
        for (ReminderRule<?> rule : rules) {
            if (this.rules.putIfAbsent(rule.kind(), rule) != null) {
                throw new IllegalArgumentException("two rules have the kind " + rule.kind() + "; leave one");
            }
        }
    }

    /**
     * Which rules to ask.
     *
     * @param kinds the kinds of the rules; empty for all
     * @param at the rules' time; null for the last time of each of today
     * @param between whether only those are asked that are asked between their times, too
     */
    public record Request(Set<Kind> kinds, @Nullable Instant at, boolean between) {
        public Request {
            kinds = Set.copyOf(kinds);
        }

        /** All rules whose time today has come. */
        public static Request due() {
            return new Request(Set.of(), null, false);
        }

        /** These rules, if their time today has come. */
        public static Request only(Set<Kind> kinds) {
            return new Request(kinds, null, false);
        }

        /** One rule, for one of its times. */
        public static Request of(Kind kind, Instant at) {
            return new Request(Set.of(kind), requireNonNull(at, "at"), false);
        }

        /** The rules that are asked between their times: of sessions that appear after it, and of absences at once. */
        public static Request betweenTimes() {
            return new Request(Set.of(), null, true);
        }
    }

    /**
     * A run in numbers; all but the first count a person and a channel.
     *
     * @param candidates what the rules have found
     * @param queued notices that were queued
     * @param unchanged what earlier runs have decided
     * @param suppressed what a rule, a right or a holiday speaks against
     * @param failed candidates that could not be decided about or written
     * @param noChannel people who cannot be reached
     */
    public record Counts(long candidates, long queued, long unchanged, long suppressed, long failed, long noChannel)
            implements dev.cartable.work.Counts {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }

    /**
     * What a run decides about one candidate for one person by one channel.
     *
     * @param unchanged whether an earlier run has decided it
     */
    public record Step(ReminderEntry entry, boolean unchanged) {}

    /** What a run would queue now. Writes nothing, takes no lease. */
    public Plan<Request, Counts, Step> plan(Request request) {
        ReminderPass planned = BulkRun.plan(pass(request));
        return new Plan<>(
                request, planned.counts(), planned.digest(), () -> pass(request).steps());
    }

    /**
     * Carries out the plan with this digest.
     *
     * @param listener is called with each step after the commit of its chunk
     * @throws dev.cartable.work.PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public RunReport<Counts> apply(Request request, PlanDigest approved, Consumer<? super Step> listener) {
        requireNonNull(approved, "approved");
        parts.transactions().requireOwn("sending reminders");
        List<RuleTime<?>> times = times(request);
        goLive(times);
        RunReport<Counts> report = bulk.apply(
                pass(request),
                pass(request),
                approved,
                decision -> decision.steps().forEach(listener));
        madeUp(times);
        return report;
    }

    /** Plans and carries out at once: as {@link #apply} with whatever plan there is. */
    public Counts run(Request request, Consumer<? super Step> listener) {
        parts.transactions().requireOwn("sending reminders");
        List<RuleTime<?>> times = times(request);
        goLive(times);
        Counts counts = bulk.write(pass(request), decision -> decision.steps().forEach(listener));
        madeUp(times);
        return counts;
    }

    /** As {@link #run(Request, Consumer)}, under the lease that the caller has taken. */
    Counts runUnder(Lease lease, Request request, Consumer<? super Step> listener) {
        goLive(times(request));
        return bulk.writeUnder(
                lease, pass(request), decision -> decision.steps().forEach(listener));
    }

    /** Notes for which day each rule is asked: a fact from before the first run of its rule is no news. */
    private void goLive(List<RuleTime<?>> times) {
        ReminderStore store = parts.reminderStores().reminders();
        List<RuleTime<?>> first =
                times.stream()
                        .collect(Collectors.groupingBy(time -> time.occasion().day()))
                        .entrySet()
                        .stream()
                        .flatMap(ofDay -> {
                            Set<Kind> asked = store.askedAt(
                                            ofDay.getValue().stream()
                                                    .map(time -> time.rule().kind())
                                                    .toList(),
                                            ofDay.getKey())
                                    .keySet();
                            return ofDay.getValue().stream()
                                    .filter(time -> !asked.contains(time.rule().kind()));
                        })
                        .toList();
        if (!first.isEmpty()) {
            parts.transactions()
                    .run((Tx tx) -> first.forEach(time -> {
                        Kind kind = time.rule().kind();
                        store.asked(
                                tx, kind, time.occasion().day(), time.occasion().now());
                        store.goLive(tx, kind, time.occasion().day());
                    }));
        }
    }

    /** Notes for which rules a time that came into the holidays is made up for, so that this is done once. */
    private void madeUp(List<RuleTime<?>> times) {
        ReminderStore store = parts.reminderStores().reminders();
        List<RuleTime<?>> done = times.stream()
                .filter(time -> time.occasion().moment() == Occasion.Moment.AFTER_HOLIDAYS)
                .toList();
        if (!done.isEmpty()) {
            parts.transactions()
                    .run((Tx tx) -> done.forEach(time -> {
                        Occasion occasion = time.occasion();
                        store.asked(tx, time.rule().kind(), occasion.today(), occasion.now());
                    }));
        }
    }

    private ReminderPass pass(Request request) {
        AbsenceRule absences = rules.get(ReminderKinds.ABSENCE) instanceof AbsenceRule rule ? rule : null;
        return new ReminderPass(parts, audiences, times(request), AbsenceBrake.of(parts, audiences, absences));
    }

    /** A rule and the time for which it is asked. */
    record RuleTime<T>(ReminderRule<T> rule, Occasion occasion) {}

    private List<RuleTime<?>> times(Request request) {
        Instant now = parts.time().instant();
        List<RuleTime<?>> times = new ArrayList<>();
        for (Kind kind : request.kinds()) {
            if (!rules.containsKey(kind)) {
                throw new UnknownRuleException(kind.name(), rules.keySet());
            }
        }
        Map<Kind, Instant> lastTimes = request.at() == null ? parts.lastTimes(rules.values()) : Map.of();
        rules.forEach((kind, rule) -> {
            if (request.kinds().isEmpty() || request.kinds().contains(kind)) {
                Instant last = lastTimes.get(kind);
                Instant at = at(rule, request, last, now);
                if (at != null) {
                    Occasion occasion =
                            Occasion.planning(at, now, parts.school().zone());
                    times.add(new RuleTime<>(rule, request.between() ? occasion.betweenTimes() : occasion));
                } else if (request.at() == null) {
                    afterHolidays(rule, last, now).ifPresent(occasion -> times.add(new RuleTime<>(rule, occasion)));
                }
            }
        });
        return times;
    }

    /** The time for which a rule is asked; null if it is not. */
    private @Nullable Instant at(ReminderRule<?> rule, Request request, @Nullable Instant last, Instant now) {
        if (request.at() != null) {
            return request.at();
        }
        if (last == null) {
            return null;
        }
        boolean isToday = parts.school().today(last).equals(parts.school().today(now));
        BetweenTimes between = request.between() ? rule.betweenTimes() : BetweenTimes.AFTER_ITS_TIME;
        return switch (between) {
            case NEVER, AFTER_HOLIDAYS -> null;
            case AFTER_ITS_TIME -> isToday ? last : null;
            case ALWAYS -> now;
        };
    }

    /** The last time of a rule, if it is to be made up for now that the holidays are over. */
    private Optional<Occasion> afterHolidays(ReminderRule<?> rule, @Nullable Instant last, Instant now) {
        if (last == null || rule.betweenTimes() != BetweenTimes.AFTER_HOLIDAYS) {
            return Optional.empty();
        }
        ZonedDateTime local = now.atZone(parts.school().zone());
        LocalDate today = local.toLocalDate();
        LocalDate day = parts.school().today(last);
        SchoolCalendar calendar = parts.cachedCalendar().calendar();
        return day.isBefore(today)
                        && !day.plusDays(DAYS_TO_MAKE_UP).isBefore(today)
                        && !local.toLocalTime().isBefore(MORNING)
                        && calendar.isHoliday(today.minusDays(1))
                        && !calendar.isHoliday(today)
                        && parts.reminderStores()
                                .reminders()
                                .askedAt(List.of(rule.kind()), today)
                                .isEmpty()
                ? Optional.of(
                        Occasion.planning(last, now, parts.school().zone()).afterHolidays())
                : Optional.empty();
    }
}
