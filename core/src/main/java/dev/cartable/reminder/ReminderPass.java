package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.AudienceReader.Member;
import dev.cartable.reminder.AudienceReader.People;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.RuleTime;
import dev.cartable.reminder.SendReminders.Step;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over the candidates of some rules. */
final class ReminderPass implements BulkPass<ReminderPass.Candidate<?>, ReminderPass.Planned, Counts> {
    private static final Logger LOG = LoggerFactory.getLogger(ReminderPass.class);

    /** For so many days, an address that arrives later gets what is still true. */
    private static final int DAYS_FOR_A_NEW_ADDRESS = 3;

    private final ReminderParts parts;
    private final AudienceReader audiences;
    private final List<RuleTime<?>> times;
    private final Addressing addressing;
    private final Set<Channel> available;
    private final SchoolCalendar calendar;
    private final Instant now;
    private final ContentDigest digest = new ContentDigest();
    private Counts counts = Counts.NONE;

    ReminderPass(ReminderParts parts, AudienceReader audiences, List<RuleTime<?>> times) {
        this.parts = requireNonNull(parts, "parts");
        this.audiences = requireNonNull(audiences, "audiences");
        this.times = List.copyOf(times);
        this.addressing = parts.addressing();
        this.available = parts.channels();
        this.calendar = parts.calendarSource().calendar();
        this.now = parts.time().instant();
        times.forEach(time -> digest.add(time.rule().kind(), time.occasion().day()));
    }

    /** What a rule has found. */
    record Candidate<T>(RuleTime<T> time, T value) {
        Decision decide(SchoolCalendar calendar) {
            ReminderRule<T> rule = time.rule();
            Occasion occasion = time.occasion();
            Decision decision = rule.decide(value, occasion);
            boolean silent = !rule.inHolidays()
                    && decision.skipped() == null
                    && calendar.holidayAt(occasion.day()).isPresent();
            return silent ? Decision.skip(decision.pupil(), decision.id(), SuppressReason.HOLIDAY.name()) : decision;
        }
    }

    /**
     * What is to be written about a person and a channel.
     *
     * @param notice null if none is queued
     */
    private record Line(ReminderEntry entry, @Nullable Notice notice, boolean unchanged) {}

    /**
     * What is decided about a candidate.
     *
     * @param failed whether it could not be decided or written
     */
    record Planned(RuleTime<?> time, List<Line> lines, boolean failed) {
        List<Step> steps() {
            return lines.stream()
                    .map(line -> new Step(line.entry(), line.unchanged()))
                    .toList();
        }
    }

    /** A candidate is small, and each chunk asks the store five times: twice as many as usual. */
    @Override
    public int chunk() {
        return 2 * BulkRun.CHUNK;
    }

    @Override
    public void read(Consumer<? super Candidate<?>> items) {
        times.forEach(time -> read(time, items));
    }

    private <T> void read(RuleTime<T> time, Consumer<? super Candidate<?>> items) {
        try (Stream<T> candidates = time.rule().candidates(time.occasion())) {
            candidates.forEach(value -> items.accept(new Candidate<>(time, value)));
        }
    }

    @Override
    public List<Planned> decide(List<Candidate<?>> chunk) {
        List<@Nullable Decision> decisions = new ArrayList<>();
        chunk.forEach(candidate -> decisions.add(decision(candidate)));
        List<Decision> made = decisions.stream().filter(Objects::nonNull).toList();
        Map<Kind, Map<Subject, List<ReminderEntry>>> known = known(chunk, decisions);
        People people = audiences.read(
                made.stream().filter(decision -> decision.skipped() == null).toList(),
                parts.school().today(now));
        Set<PupilId> erased =
                parts.erasedPupils().among(made.stream().map(Decision::pupil).collect(Collectors.toSet()));
        List<Planned> planned = new ArrayList<>();
        for (int i = 0; i < chunk.size(); i++) {
            RuleTime<?> time = chunk.get(i).time();
            Decision decision = decisions.get(i);
            if (decision != null && erased.contains(decision.pupil())) {
                planned.add(new Planned(time, List.of(), false));
                continue;
            }
            planned.add(
                    decision == null
                            ? new Planned(time, List.of(), true)
                            : new Planned(time, lines(time, decision, people, known), false));
        }
        return planned;
    }

    /** Null if the rule fails on this candidate: the others go on. */
    private @Nullable Decision decision(Candidate<?> candidate) {
        try {
            return candidate.decide(calendar);
        } catch (RuntimeException e) {
            LOG.warn(
                    "the rule {} has failed on a candidate, which is left out",
                    candidate.time().rule().kind(),
                    e);
            return null;
        }
    }

    private static Subject subject(RuleTime<?> time, Decision decision) {
        return subject(time.rule().kind(), decision.id());
    }

    /** What reminders of a kind are about. */
    static Subject subject(Kind kind, String id) {
        return new Subject(kind.name().substring(kind.name().lastIndexOf('.') + 1), id);
    }

    /** What the ledger has about the subjects of a chunk: one query for each kind. */
    private Map<Kind, Map<Subject, List<ReminderEntry>>> known(
            List<Candidate<?>> chunk, List<@Nullable Decision> decisions) {
        Map<Kind, Set<Subject>> subjects = new LinkedHashMap<>();
        for (int i = 0; i < chunk.size(); i++) {
            Decision decision = decisions.get(i);
            if (decision != null) {
                RuleTime<?> time = chunk.get(i).time();
                subjects.computeIfAbsent(time.rule().kind(), kind -> new HashSet<>())
                        .add(subject(time, decision));
            }
        }
        Map<Kind, Map<Subject, List<ReminderEntry>>> known = new HashMap<>();
        subjects.forEach((kind, some) -> {
            Map<Subject, List<ReminderEntry>> bySubject = new HashMap<>();
            parts.reminderStores()
                    .reminders()
                    .about(kind, some)
                    .forEach(entry -> bySubject
                            .computeIfAbsent(entry.subject(), subject -> new ArrayList<>())
                            .add(entry));
            known.put(kind, bySubject);
        });
        return known;
    }

    private List<Line> lines(
            RuleTime<?> time, Decision decision, People people, Map<Kind, Map<Subject, List<ReminderEntry>>> known) {
        Draft draft = new Draft(
                time,
                decision,
                known.getOrDefault(time.rule().kind(), Map.of()).getOrDefault(subject(time, decision), List.of()));
        if (decision.skipped() != null) {
            return List.of(draft.suppressed(null, decision.skipped()));
        }
        if (people.pupil(decision.pupil()) == null) {
            return List.of(draft.suppressed(null, SuppressReason.PUPIL_LEFT.name()));
        }
        List<Member> members = people.of(decision);
        return members.isEmpty()
                ? List.of(draft.suppressed(null, SuppressReason.NO_GUARDIAN.name()))
                : members.stream()
                        .flatMap(member -> draft.lines(member).stream())
                        .toList();
    }

    /** Makes the lines of one decision. */
    private final class Draft {
        private final RuleTime<?> time;
        private final Decision decision;
        private final List<ReminderEntry> known;

        Draft(RuleTime<?> time, Decision decision, List<ReminderEntry> known) {
            this.time = time;
            this.decision = decision;
            this.known = known;
        }

        List<Line> lines(Member member) {
            Recipient recipient = member.person().recipient();
            List<ReminderEntry> theirs = known.stream()
                    .filter(entry -> entry.recipient() == null || recipient.equals(entry.recipient()))
                    .toList();
            List<Line> settled = theirs.stream()
                    .filter(this::settles)
                    .map(entry -> new Line(entry, null, true))
                    .toList();
            if (!settled.isEmpty()) {
                return settled;
            }
            if (recipient.toString().equals(decision.except())) {
                return List.of(suppressed(recipient, SuppressReason.ENTERED_BY_RECIPIENT.name()));
            }
            ReminderEntry unreached = theirs.stream()
                    .filter(entry -> entry.outcome() == Outcome.NO_CHANNEL && isSameState(entry))
                    .findFirst()
                    .orElse(null);
            if (unreached != null
                    && unreached
                            .day()
                            .plusDays(DAYS_FOR_A_NEW_ADDRESS)
                            .isBefore(parts.school().today(now))) {
                return List.of(new Line(unreached, null, true));
            }
            Set<Channel> channels = new HashSet<>(time.rule().channels());
            channels.retainAll(available);
            Addressing.Result result =
                    addressing.of(member.person(), time.rule().kind(), channels);
            if (result instanceof Addressing.Unaddressed unaddressed) {
                return List.of(
                        unaddressed.reason() == Addressing.Reason.BARRED
                                ? suppressed(recipient, unaddressed.reason().name())
                                : line(
                                        recipient,
                                        Outcome.NO_CHANNEL,
                                        unaddressed.reason().name()));
            }
            return queued((Addressing.Addressed) result, theirs);
        }

        private List<Line> queued(Addressing.Addressed to, List<ReminderEntry> theirs) {
            int before = (int) theirs.stream()
                    .filter(entry -> entry.state() == NoticeState.SUPPRESSED && isSameState(entry))
                    .map(ReminderEntry::revision)
                    .distinct()
                    .count();
            String revision = ReminderNotice.revision(decision.revision(), before);
            Notice.Draft draft = Notice.draft(time.rule().kind(), subject(time, decision), now)
                    .revision(revision)
                    .slot(decision.slot())
                    .variables(ReminderNotice.kept(time.occasion()));
            return to.notices(draft).stream()
                    .map(notice -> new Line(
                            entry(
                                    revision,
                                    decision.slot(),
                                    notice.recipient(),
                                    notice.channel(),
                                    Outcome.QUEUED,
                                    null,
                                    notice.id()),
                            notice,
                            false))
                    .toList();
        }

        private boolean settles(ReminderEntry entry) {
            return entry.settles()
                    && (decision.once()
                            || isSameState(entry)
                            || isImportedInAnyState(entry)
                            || (decision.daysBetween() > 0
                                    && entry.day()
                                            .plusDays(decision.daysBetween())
                                            .isAfter(time.occasion().day())));
        }

        private boolean isImportedInAnyState(ReminderEntry entry) {
            return entry.outcome() == Outcome.IMPORTED
                    && entry.revision().isEmpty()
                    && entry.slot().equals(decision.slot());
        }

        private boolean isSameState(ReminderEntry entry) {
            return ReminderNotice.isRevision(entry.revision(), decision.revision())
                    && entry.slot().equals(decision.slot());
        }

        /** Each day for itself, since the reason may be another one tomorrow. */
        Line suppressed(@Nullable Recipient recipient, String reason) {
            return line(entry(
                    decision.revision(),
                    time.occasion().day().toString(),
                    recipient,
                    null,
                    Outcome.SUPPRESSED,
                    reason,
                    null));
        }

        private Line line(Recipient recipient, Outcome outcome, String reason) {
            return line(entry(decision.revision(), decision.slot(), recipient, null, outcome, reason, null));
        }

        private Line line(ReminderEntry entry) {
            boolean same = known.stream()
                    .anyMatch(old -> old.key().equals(entry.key())
                            && old.outcome() == entry.outcome()
                            && Objects.equals(old.reason(), entry.reason()));
            return new Line(entry, null, same);
        }

        private ReminderEntry entry(
                String revision,
                String slot,
                @Nullable Recipient recipient,
                @Nullable Channel channel,
                Outcome outcome,
                @Nullable String reason,
                @Nullable NoticeId notice) {
            return new ReminderEntry(
                    time.rule().kind(),
                    decision.pupil(),
                    subject(time, decision),
                    revision,
                    slot,
                    recipient,
                    channel,
                    outcome,
                    reason,
                    notice,
                    null,
                    time.occasion().day(),
                    now);
        }
    }

    @Override
    public boolean writes(Planned planned) {
        return planned.lines().stream().anyMatch(line -> !line.unchanged());
    }

    @Override
    public boolean keeps(Planned planned) {
        return !planned.failed() && !writes(planned);
    }

    @Override
    public List<Planned> write(List<Planned> planned, UnitOfWork transactions) {
        return transactions.call(tx -> {
            List<Notice> notices = planned.stream()
                    .flatMap(one -> one.lines().stream())
                    .flatMap(line -> Stream.ofNullable(line.notice()))
                    .toList();
            Set<NoticeId> added =
                    notices.isEmpty() ? Set.of() : parts.noticeQueue().add(tx, notices);
            List<Planned> done = planned.stream().map(one -> done(one, added)).toList();
            List<ReminderEntry> entries = done.stream()
                    .flatMap(one -> one.lines().stream())
                    .filter(line -> !line.unchanged())
                    .map(Line::entry)
                    .toList();
            if (!entries.isEmpty()) {
                parts.reminderStores().reminders().save(tx, entries);
            }
            return done;
        });
    }

    /** A notice whose key was queued before is left as it is. */
    private static Planned done(Planned planned, Set<NoticeId> added) {
        return new Planned(
                planned.time(),
                planned.lines().stream()
                        .map(line -> line.notice() == null
                                        || added.contains(line.notice().id())
                                ? line
                                : new Line(line.entry(), null, true))
                        .toList(),
                planned.failed());
    }

    @Override
    public Planned failed(Planned planned, RuntimeException failure) {
        LOG.warn(
                "a reminder of the rule {} could not be queued",
                planned.time().rule().kind(),
                failure);
        return new Planned(planned.time(), List.of(), true);
    }

    @Override
    public void take(Planned planned) {
        long queued = 0;
        long unchanged = 0;
        long suppressed = 0;
        long noChannel = 0;
        for (Line line : planned.lines()) {
            ReminderEntry entry = line.entry();
            if (line.unchanged()) {
                unchanged++;
                continue;
            }
            switch (entry.outcome()) {
                case QUEUED -> queued++;
                case NO_CHANNEL -> noChannel++;
                default -> suppressed++;
            }
            digest.add(
                    entry.kind(),
                    entry.subject(),
                    entry.revision(),
                    entry.slot(),
                    entry.recipient(),
                    entry.channel(),
                    entry.outcome(),
                    entry.reason());
        }
        counts = new Counts(
                counts.candidates() + 1,
                counts.queued() + queued,
                counts.unchanged() + unchanged,
                counts.suppressed() + suppressed,
                counts.failed() + (planned.failed() ? 1 : 0),
                counts.noChannel() + noChannel);
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public PlanDigest digest() {
        return digest.digest();
    }
}
