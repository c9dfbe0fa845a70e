package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.AudienceReader.Member;
import dev.cartable.reminder.AudienceReader.People;
import dev.cartable.reminder.ReminderDraft.Line;
import dev.cartable.reminder.ReminderPass.Candidate;
import dev.cartable.reminder.ReminderPass.Planned;
import dev.cartable.reminder.SendReminders.RuleTime;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderRule.About;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the candidates of some rules and decides about them, a chunk at a time: who is reminded by which channel, or why no person is. Writes
 * nothing. Used once, by one thread at a time.
 */
final class ReminderPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(ReminderPlanner.class);
    private static final String RULE_FAILED = "RULE_FAILED";

    /** What was suppressed, or has failed, is looked at for so many days. */
    private static final int DAYS_OF_SUPPRESSED = 31;

    private final ReminderParts parts;
    private final AudienceReader audiences;
    private final List<RuleTime<?>> times;
    private final RunBrake brake;
    private final Set<String> openHolds;
    private final Map<Kind, Optional<Hold>> holding = new ConcurrentHashMap<>();
    private final Map<Kind, Set<Channel>> channels = new HashMap<>();
    private final SchoolCalendar calendar;
    private final Instant now;

    ReminderPlanner(ReminderParts parts, AudienceReader audiences, List<RuleTime<?>> times, RunBrake brake) {
        this.parts = requireNonNull(parts, "parts");
        this.audiences = requireNonNull(audiences, "audiences");
        this.times = List.copyOf(times);
        this.brake = requireNonNull(brake, "brake");
        this.openHolds = ReleaseHolds.open(parts).stream().map(Hold::reason).collect(Collectors.toSet());
        this.calendar = parts.calendarSource().calendar();
        this.now = parts.time().instant();
        Set<Channel> here = parts.channels();
        times.forEach(time -> {
            Set<Channel> all = new HashSet<>(time.rule().channels());
            all.retainAll(here);
            channels.put(time.rule().kind(), all);
        });
    }

    /** The holds of the runs that were read. */
    Collection<Optional<Hold>> holds() {
        return holding.values();
    }

    /** The candidates of all rules, one rule after the other. Close it. */
    CandidateReader candidates() {
        return new CandidateReader(times, time -> {
            holding.put(time.rule().kind(), brake.holds(time));
            return brake.candidates(time);
        });
    }

    /** What is decided about candidates, a chunk at a time, when it is asked for. */
    Stream<List<Planned>> planned(CandidateReader candidates, int chunk) {
        return Chunks.<Candidate<?>>stream(candidates, chunk).map(this::plan);
    }

    /**
     * Decides about a chunk, perhaps while the one before is written. What that one writes and this one does not see is not queued
     * again: the key of a notice is taken then.
     */
    private List<Planned> plan(List<Candidate<?>> chunk) {
        List<Decided> decided = chunk.stream().<Decided>map(this::decision).toList();
        Map<Kind, Map<Subject, List<ReminderEntry>>> known = known(decided);
        People people = audiences.read(
                decided.stream()
                        .flatMap(one -> Stream.ofNullable(one.decision()))
                        .filter(decision -> decision.skipped() == null)
                        .toList(),
                parts.school().today(now));
        Addressing addressing =
                parts.addressing().forPage(people.all().map(Member::person).toList());
        Set<PupilId> erased = parts.erasedPeople()
                .pupils(decided.stream()
                        .flatMap(one -> Stream.ofNullable(one.about()))
                        .map(About::pupil)
                        .collect(Collectors.toSet()));
        return decided.stream()
                .map(one -> planned(one, people, addressing, erased, known))
                .toList();
    }

    private Planned planned(
            Decided decided,
            People people,
            Addressing addressing,
            Set<PupilId> erased,
            Map<Kind, Map<Subject, List<ReminderEntry>>> known) {
        Candidate<?> candidate = decided.candidate();
        Decision decision = decided.decision();
        About about = decided.about();
        if (about == null) {
            return Planned.failed(candidate, List.of());
        }
        Kind kind = candidate.time().rule().kind();
        List<ReminderEntry> ofIt =
                known.getOrDefault(kind, Map.of()).getOrDefault(subject(kind, about.id()), List.of());
        if (erased.contains(about.pupil())) {
            return new Planned(candidate, null, List.of(), List.of(), decision == null);
        }
        if (decision == null) {
            ReminderEntry entry = failure(candidate, about, RULE_FAILED, decided.cause());
            return Planned.failed(
                    candidate,
                    List.of(ofIt.stream()
                            .filter(old -> old.key().equals(entry.key())
                                    && old.outcome() == Outcome.FAILED
                                    && Objects.equals(old.reason(), entry.reason()))
                            .findFirst()
                            .map(old -> new Line(old, null, true))
                            .orElseGet(() -> new Line(entry, null, false))));
        }
        List<ReminderEntry> retried = ofIt.stream()
                .filter(old -> old.outcome() == Outcome.FAILED)
                .map(old -> old.decided(Outcome.SUPPRESSED, SuppressReason.RETRIED.name(), old.decidedAt()))
                .toList();
        return new Planned(
                candidate,
                people.pupil(decision.pupil()),
                lines(candidate.time(), decision, people, addressing, ofIt),
                retried,
                false);
    }

    /** That a run has failed on a candidate: once for each day. */
    ReminderEntry failure(Candidate<?> candidate, About about, String code, String cause) {
        Kind kind = candidate.time().rule().kind();
        LocalDate day = candidate.time().occasion().day();
        return new ReminderEntry(
                kind,
                about.pupil(),
                subject(kind, about.id()),
                "",
                day.toString(),
                null,
                null,
                null,
                Outcome.FAILED,
                code + ": " + cause,
                null,
                null,
                day,
                now);
    }

    /**
     * What a rule says about a candidate.
     *
     * @param decision null if the rule has failed: the others go on
     * @param about null if the rule has failed and does not say what the candidate is about
     * @param cause the type of what the rule has thrown; its message may name people
     */
    private record Decided(
            Candidate<?> candidate,
            @Nullable Decision decision,
            @Nullable About about,
            String cause) {}

    private <T> Decided decision(Candidate<T> candidate) {
        ReminderRule<T> rule = candidate.time().rule();
        try {
            Decision decision = obeyingSchool(candidate, candidate.decide());
            return new Decided(candidate, decision, new About(decision.pupil(), decision.id()), "");
        } catch (RuntimeException e) {
            LOG.warn("the rule {} has failed on a candidate, which is left out", rule.kind(), e);
            return new Decided(candidate, null, about(candidate), e.getClass().getSimpleName());
        }
    }

    private static <T> @Nullable About about(Candidate<T> candidate) {
        try {
            return candidate.time().rule().about(candidate.value()).orElse(null);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Skipped in holidays and while the brake holds. */
    private Decision obeyingSchool(Candidate<?> candidate, Decision decision) {
        ReminderRule<?> rule = candidate.time().rule();
        if (decision.skipped() != null) {
            return decision;
        }
        Occasion occasion = candidate.time().occasion();
        boolean isAfterHolidays = occasion.moment() == Occasion.Moment.AFTER_HOLIDAYS;
        if (!rule.inHolidays() && calendar.isHoliday(isAfterHolidays ? occasion.today() : occasion.day())) {
            return Decision.skip(decision.pupil(), decision.id(), SuppressReason.HOLIDAY.name());
        }
        return rule instanceof ThresholdRule && isHeld(candidate.time())
                ? Decision.skip(decision.pupil(), decision.id(), SuppressReason.ABSENCES_HELD.name())
                : decision;
    }

    /** What reminders of a kind are about. */
    static Subject subject(Kind kind, String id) {
        return new Subject(kind.name().substring(kind.name().lastIndexOf('.') + 1), id);
    }

    private boolean isHeld(RuleTime<?> time) {
        return holding.getOrDefault(time.rule().kind(), Optional.empty()).isPresent();
    }

    /** What the ledger has about the subjects of a chunk: one query for each kind. */
    private Map<Kind, Map<Subject, List<ReminderEntry>>> known(List<Decided> decided) {
        Map<Kind, Set<Subject>> subjects = new LinkedHashMap<>();
        for (Decided one : decided) {
            if (one.about() != null) {
                Kind kind = one.candidate().time().rule().kind();
                subjects.computeIfAbsent(kind, some -> new HashSet<>())
                        .add(subject(kind, one.about().id()));
            }
        }
        LocalDate since = decided.stream()
                .map(one -> one.candidate().time().occasion().day())
                .min(Comparator.naturalOrder())
                .map(day -> day.minusDays(DAYS_OF_SUPPRESSED))
                .orElse(null);
        Map<Kind, Map<Subject, List<ReminderEntry>>> known = new HashMap<>();
        subjects.forEach((kind, some) -> known.put(
                kind,
                parts.reminderStores().reminders().about(kind, some, since).stream()
                        .collect(Collectors.groupingBy(ReminderEntry::subject))));
        return known;
    }

    private List<Line> lines(
            RuleTime<?> time, Decision decision, People people, Addressing addressing, List<ReminderEntry> known) {
        Kind kind = time.rule().kind();
        ReminderDraft draft =
                new ReminderDraft(parts, addressing, now, time, channels.getOrDefault(kind, Set.of()), decision, known);
        if (decision.skipped() != null) {
            return List.of(draft.suppressed(null, decision.skipped()));
        }
        List<Line> decided = draft.alreadyDecided(openHolds);
        if (!decided.isEmpty()) {
            return decided;
        }
        if (people.pupil(decision.pupil()) == null) {
            return List.of(draft.suppressed(null, SuppressReason.PUPIL_LEFT.name()));
        }
        List<Member> members = people.of(decision);
        if (members.isEmpty()) {
            return List.of(draft.suppressed(null, SuppressReason.NO_GUARDIAN.name()));
        }
        List<Line> lines =
                members.stream().flatMap(member -> draft.lines(member).stream()).toList();
        Hold hold = holding.getOrDefault(kind, Optional.empty()).orElse(null);
        return hold == null
                ? lines
                : lines.stream().map(line -> line.heldBy(hold)).toList();
    }
}
