package dev.cartable.inmemory;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.Hold;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger of reminders in memory. Safe for use by several threads. */
final class InMemoryReminders implements ReminderStore {
    /** What is noted anew each day. */
    private static final Set<Outcome> OF_A_DAY = EnumSet.of(Outcome.SUPPRESSED, Outcome.FAILED);

    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryOutbox outbox;
    private final InMemoryTable<ReminderEntry.Key, ReminderEntry> entries;
    private final InMemoryTable<String, LocalDate> live;
    private final InMemoryTable<String, Hold> holds;
    private final InMemoryTable<String, Run> runs;

    InMemoryReminders(InMemoryUnitOfWork unitOfWork, InMemoryOutbox outbox) {
        this.unitOfWork = unitOfWork;
        this.outbox = outbox;
        this.entries = new InMemoryTable<>(unitOfWork, Comparator.comparing(InMemoryReminders::text));
        this.live = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.holds = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.runs = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    private static String text(ReminderEntry.Key key) {
        return String.join(
                "\u0000",
                key.kind().name(),
                key.subject().toString(),
                key.revision(),
                key.slot(),
                Objects.toString(key.recipient(), ""),
                Objects.toString(key.channel(), ""));
    }

    @Override
    public List<ReminderEntry> about(Kind kind, Collection<Subject> subjects, @Nullable LocalDate since) {
        Set<Subject> wanted = Set.copyOf(subjects);
        return unitOfWork.read(() -> entries.all().stream()
                .filter(entry -> entry.kind().equals(kind) && wanted.contains(entry.subject()))
                .filter(entry -> !OF_A_DAY.contains(entry.outcome())
                        || (since != null && !entry.day().isBefore(since)))
                .map(this::withState)
                .toList());
    }

    @Override
    public Stream<ReminderLine> history(ReminderFilter filter) {
        return unitOfWork
                .read(() -> entries.all().stream()
                        .filter(filter::matches)
                        .sorted(Comparator.comparing(ReminderEntry::day)
                                .thenComparing(ReminderEntry::decidedAt)
                                .thenComparing(entry -> entry.key().hex())
                                .reversed())
                        .map(this::line)
                        .toList())
                .stream();
    }

    @Override
    public Stream<Subject> subjects(ReminderFilter filter, Set<Outcome> outcomes) {
        return unitOfWork
                .read(() -> entries.all().stream()
                        .filter(entry -> outcomes.contains(entry.outcome()) && filter.matches(entry))
                        .map(ReminderEntry::subject)
                        .distinct()
                        .sorted(Comparator.comparing(Subject::toString))
                        .toList())
                .stream();
    }

    @Override
    public List<ReminderStatistics.Count> counts(LocalDate first, LocalDate last) {
        return unitOfWork.read(() -> count(entries.all().stream()
                .filter(ReminderFilter.days(first, last)::matches)
                .map(this::withState)));
    }

    @Override
    public List<ReminderStatistics.Count> countsByPerson(LocalDate day) {
        return unitOfWork.read(() -> count(entries.all().stream()
                .filter(ReminderFilter.days(day, day)::matches)
                .map(this::withState)
                .collect(Collectors.groupingBy(
                        entry -> Map.entry(entry.withoutChannel(), entry.outcome()),
                        Collectors.minBy(Comparator.comparingInt(ReminderEntry::distance))))
                .values()
                .stream()
                .flatMap(Optional::stream)));
    }

    private static List<ReminderStatistics.Count> count(Stream<ReminderEntry> counted) {
        return counted
                .collect(Collectors.groupingBy(
                        entry -> new ReminderStatistics.Count(
                                entry.day(), entry.kind(), entry.outcome(), entry.state(), 0),
                        Collectors.counting()))
                .entrySet()
                .stream()
                .map(group -> new ReminderStatistics.Count(
                        group.getKey().day(),
                        group.getKey().kind(),
                        group.getKey().outcome(),
                        group.getKey().state(),
                        group.getValue()))
                .sorted(Comparator.comparing(ReminderStatistics.Count::day)
                        .thenComparing(count -> count.kind().name())
                        .thenComparing(count -> count.outcome().name())
                        .thenComparing(count -> Objects.toString(count.state(), "")))
                .toList();
    }

    private ReminderLine line(ReminderEntry entry) {
        return notice(entry)
                .map(notice -> new ReminderLine(
                        entry.withState(notice.state()), notice.reason(), notice.changedAt(), notice.text()))
                .orElseGet(() -> new ReminderLine(entry, null, null, null));
    }

    private ReminderEntry withState(ReminderEntry entry) {
        return notice(entry).map(Notice.Entry::state).map(entry::withState).orElse(entry);
    }

    private Optional<Notice.Entry> notice(ReminderEntry entry) {
        return entry.notice() == null ? Optional.empty() : outbox.find(entry.notice());
    }

    @Override
    public Map<Kind, LocalDate> liveSince(Collection<Kind> kinds) {
        Map<Kind, LocalDate> since = new HashMap<>();
        for (Kind kind : kinds) {
            LocalDate day = live.get(kind.name());
            if (day != null) {
                since.put(kind, day);
            }
        }
        return since;
    }

    @Override
    public void save(Tx tx, Collection<ReminderEntry> saved) {
        saved.forEach(entry -> entries.put(tx, entry.key(), entry));
    }

    /** The notices that were queued about a pupil. */
    Set<NoticeId> noticesAbout(PupilId pupil) {
        return entries.all().stream()
                .filter(entry -> entry.pupil().equals(pupil))
                .flatMap(entry -> Stream.ofNullable(entry.notice()))
                .collect(Collectors.toSet());
    }

    /** Removes the entries about a pupil. Returns how many there were. */
    int forget(Tx tx, PupilId pupil) {
        return entries.removeWhere(tx, entry -> entry.pupil().equals(pupil), Integer.MAX_VALUE);
    }

    /** Changes the reasons of all entries. */
    void redact(Tx tx, UnaryOperator<String> change) {
        entries.all().stream()
                .filter(entry -> entry.reason() != null)
                .forEach(entry -> entries.put(tx, entry.key(), entry.withReason(change.apply(entry.reason()))));
    }

    @Override
    public Map<Kind, Instant> askedAt(Collection<Kind> kinds, LocalDate day) {
        Map<Kind, Instant> asked = new HashMap<>();
        kinds.forEach(
                kind -> Optional.ofNullable(runs.get(key(kind, day))).ifPresent(run -> asked.put(kind, run.at())));
        return asked;
    }

    @Override
    public void asked(Tx tx, Kind kind, LocalDate day, Instant at) {
        runs.putIfAbsent(tx, key(kind, day), new Run(day, at));
    }

    /** When a rule was asked first for a day. */
    record Run(LocalDate day, Instant at) {}

    private static String key(Kind kind, LocalDate day) {
        return kind + "/" + day;
    }

    @Override
    public void goLive(Tx tx, Kind kind, LocalDate day) {
        LocalDate before = live.get(kind.name());
        if (before == null || day.isBefore(before)) {
            live.put(tx, kind.name(), day);
        }
    }

    @Override
    public void saveHold(Tx tx, Hold hold) {
        holds.put(tx, hold.run(), hold);
    }

    @Override
    public boolean decide(Tx tx, Hold decided) {
        Hold hold = holds.get(decided.run());
        if (hold == null || hold.state() != Hold.State.OPEN) {
            return false;
        }
        holds.put(tx, decided.run(), decided);
        return true;
    }

    @Override
    public int settle(Tx tx, Hold hold, Outcome outcome, String reason, Instant at, int max) {
        List<ReminderEntry> some = entries.all().stream()
                .filter(entry -> entry.outcome() == Outcome.HELD
                        && entry.kind().equals(hold.kind())
                        && entry.day().equals(hold.day())
                        && hold.reason().equals(entry.reason()))
                .limit(max)
                .toList();
        some.forEach(entry -> entries.put(tx, entry.key(), entry.decided(outcome, reason, at)));
        return some.size();
    }

    @Override
    public Optional<Hold> hold(String run) {
        return Optional.ofNullable(holds.get(run));
    }

    @Override
    public List<Hold> holds(LocalDate first) {
        return unitOfWork.read(() -> holds.all().stream()
                .filter(hold -> hold.state() == Hold.State.OPEN || !hold.day().isBefore(first))
                .toList());
    }
}
