package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.LegacyReminder;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.port.LegacyReminders;
import dev.cartable.reminder.port.LegacyReminders.LegacyRow;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that takes over what an older system has reminded people of, so that they are not reminded of it again. Sends nothing. A
 * second run changes nothing, and one that a crash has ended goes on when it is run again. Holds the lease of {@link SendReminders}; safe
 * for use by several threads and nodes.
 */
public final class ImportHistory {
    private final ReminderParts parts;
    private final Set<Kind> kinds;
    private final BulkRun bulk;

    ImportHistory(ReminderParts parts, Set<Kind> kinds) {
        this.parts = requireNonNull(parts, "parts");
        this.kinds = Set.copyOf(kinds);
        this.bulk = new BulkRun(
                parts.transactions(),
                parts.reminderStores().leases(),
                SendReminders.LEASE,
                "importing the history of reminders");
    }

    /**
     * A run in numbers: {@code input = imported + unchanged + failed}.
     *
     * @param input rows
     * @param imported reminders that were taken over
     * @param unchanged reminders that had been taken over before
     * @param failed rows with an error
     */
    public record Counts(long input, long imported, long unchanged, long failed) implements dev.cartable.work.Counts {
        static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    /** What a run would take over. Writes nothing, takes no lease. */
    public RunReport<Counts> plan(LegacyReminders source, Consumer<? super RowError> errors) {
        Pass survey = BulkRun.plan(new Pass(source), row -> row.report(errors));
        return new RunReport<>(survey.counts(), survey.digest());
    }

    /**
     * Takes over what the source has, if the plan is still the approved one.
     *
     * @param errors is called with each row that cannot be used, after the commit of its chunk
     * @throws dev.cartable.work.PlanChangedException if the plan is another now; nothing is written
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public RunReport<Counts> apply(LegacyReminders source, PlanDigest approved, Consumer<? super RowError> errors) {
        return carryOut(source, requireNonNull(approved, "approved"), errors);
    }

    /** Plans and carries out at once: as {@link #apply} with whatever plan there is. */
    public RunReport<Counts> run(LegacyReminders source, Consumer<? super RowError> errors) {
        return carryOut(source, null, errors);
    }

    private RunReport<Counts> carryOut(
            LegacyReminders source, @Nullable PlanDigest approved, Consumer<? super RowError> errors) {
        return bulk.apply(new Pass(source), new Pass(source), approved, row -> row.report(errors));
    }

    /** A row that was decided about: an entry, or why there is none. */
    private record Decided(
            @Nullable ReminderEntry entry,
            boolean unchanged,
            @Nullable RowError error) {
        boolean imports() {
            return entry != null && !unchanged;
        }

        void report(Consumer<? super RowError> errors) {
            if (error != null) {
                errors.accept(error);
            }
        }
    }

    private final class Pass implements BulkPass<LegacyRow, Decided, Counts> {
        private final LegacyReminders source;
        private final Instant now = parts.time().instant();
        private final LocalDate today = parts.school().today(now);
        private final ReminderStore store = parts.reminderStores().reminders();
        private final ContentDigest digest = new ContentDigest();
        private Counts counts = Counts.NONE;

        Pass(LegacyReminders source) {
            this.source = requireNonNull(source, "source");
            digest.add("import the history of reminders");
        }

        @Override
        public void read(Consumer<? super LegacyRow> items) {
            source.read(items);
        }

        @Override
        public List<Decided> decide(List<LegacyRow> chunk) {
            Map<Kind, Set<Subject>> subjects = new HashMap<>();
            chunk.stream()
                    .flatMap(ImportHistory::reminder)
                    .forEach(reminder -> subjects.computeIfAbsent(reminder.kind(), kind -> new HashSet<>())
                            .add(ReminderPass.subject(reminder.kind(), reminder.id())));
            Set<ReminderEntry.Key> known = subjects.entrySet().stream()
                    .flatMap(entry -> store.about(entry.getKey(), entry.getValue()).stream())
                    .filter(entry -> entry.outcome() == Outcome.IMPORTED)
                    .map(ReminderEntry::key)
                    .collect(Collectors.toSet());
            List<Decided> decided = new ArrayList<>();
            for (LegacyRow row : chunk) {
                Decided one = decide(row, known);
                if (one.entry() != null) {
                    known.add(one.entry().key());
                }
                decided.add(one);
            }
            return decided;
        }

        private Decided decide(LegacyRow row, Set<ReminderEntry.Key> known) {
            if (row instanceof LegacyRow.Usable usable) {
                LegacyReminder reminder = usable.reminder();
                if (!kinds.contains(reminder.kind())) {
                    return error(usable, "kind", "UNKNOWN_KIND", reminder.kind().name());
                }
                if (reminder.day().isAfter(today)) {
                    return error(usable, "day", "FUTURE_DAY", reminder.day().toString());
                }
                ReminderEntry entry = entry(reminder);
                return new Decided(entry, known.contains(entry.key()), null);
            }
            return new Decided(null, false, ((LegacyRow.Unusable) row).error());
        }

        private Decided error(LegacyRow.Usable row, String column, String code, String value) {
            return new Decided(
                    null, false, new RowError(source.name(), row.line(), column, code, Map.of("value", value)));
        }

        private ReminderEntry entry(LegacyReminder reminder) {
            return new ReminderEntry(
                    reminder.kind(),
                    reminder.pupil(),
                    ReminderPass.subject(reminder.kind(), reminder.id()),
                    reminder.revision(),
                    reminder.slot(),
                    reminder.recipient(),
                    null,
                    Outcome.IMPORTED,
                    null,
                    null,
                    null,
                    reminder.day(),
                    now);
        }

        @Override
        public boolean writes(Decided decided) {
            return decided.imports();
        }

        @Override
        public boolean keeps(Decided decided) {
            return decided.unchanged();
        }

        @Override
        public List<Decided> write(List<Decided> decided, UnitOfWork transactions) {
            List<ReminderEntry> entries = decided.stream()
                    .filter(Decided::imports)
                    .flatMap(one -> Stream.ofNullable(one.entry()))
                    .toList();
            transactions.run(tx -> store.save(tx, entries));
            return decided;
        }

        @Override
        public void take(Decided decided) {
            ReminderEntry entry = decided.entry();
            counts = new Counts(
                    counts.input() + 1,
                    counts.imported() + (decided.imports() ? 1 : 0),
                    counts.unchanged() + (decided.unchanged() ? 1 : 0),
                    counts.failed() + (decided.error() != null ? 1 : 0));
            if (entry != null && decided.imports()) {
                digest.add(
                        entry.kind(),
                        entry.pupil(),
                        entry.subject(),
                        entry.revision(),
                        entry.slot(),
                        entry.recipient(),
                        entry.day());
            }
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

    private static Stream<LegacyReminder> reminder(LegacyRow row) {
        return row instanceof LegacyRow.Usable usable ? Stream.of(usable.reminder()) : Stream.empty();
    }
}
