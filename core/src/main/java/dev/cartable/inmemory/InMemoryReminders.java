package dev.cartable.inmemory;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.PupilId;
import dev.cartable.work.Tx;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The ledger of reminders in memory. Safe for use by several threads. */
final class InMemoryReminders implements ReminderStore {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryOutbox outbox;
    private final InMemoryTable<ReminderEntry.Key, ReminderEntry> entries;
    private final InMemoryTable<String, LocalDate> live;

    InMemoryReminders(InMemoryUnitOfWork unitOfWork, InMemoryOutbox outbox) {
        this.unitOfWork = unitOfWork;
        this.outbox = outbox;
        this.entries = new InMemoryTable<>(unitOfWork, Comparator.comparing(InMemoryReminders::text));
        this.live = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
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
    public List<ReminderEntry> about(Kind kind, Collection<Subject> subjects) {
        Set<Subject> wanted = Set.copyOf(subjects);
        return unitOfWork.read(() -> entries.all().stream()
                .filter(entry -> entry.kind().equals(kind) && wanted.contains(entry.subject()))
                .map(this::withState)
                .toList());
    }

    @Override
    public Stream<ReminderEntry> about(PupilId pupil, LocalDate first, LocalDate last) {
        return unitOfWork
                .read(() -> entries.all().stream()
                        .filter(entry -> entry.pupil().equals(pupil))
                        .filter(entry ->
                                !entry.day().isBefore(first) && !entry.day().isAfter(last))
                        .sorted(Comparator.comparing(ReminderEntry::day)
                                .thenComparing(ReminderEntry::decidedAt)
                                .reversed())
                        .map(this::withState)
                        .toList())
                .stream();
    }

    private ReminderEntry withState(ReminderEntry entry) {
        return entry.notice() == null
                ? entry
                : outbox.find(entry.notice())
                        .map(Notice.Entry::state)
                        .map(entry::withState)
                        .orElse(entry);
    }

    @Override
    public Optional<LocalDate> liveSince(Kind kind) {
        return Optional.ofNullable(live.get(kind.name()));
    }

    @Override
    public void save(Tx tx, Collection<ReminderEntry> saved) {
        saved.forEach(entry -> entries.put(tx, entry.key(), entry));
    }

    @Override
    public void goLive(Tx tx, Kind kind, LocalDate day) {
        LocalDate before = live.get(kind.name());
        if (before == null || day.isBefore(before)) {
            live.put(tx, kind.name(), day);
        }
    }
}
