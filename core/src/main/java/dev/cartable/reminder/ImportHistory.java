package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.Decision;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import dev.cartable.reminder.port.LegacyReminders;
import dev.cartable.reminder.port.LegacyReminders.LegacyReminder;
import dev.cartable.reminder.port.LegacyReminders.LegacyRow;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.RowError;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.ContentDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that takes over what an older system has reminded people of, so that they are not reminded of it again. What a row leaves
 * out is found by the rule of its kind ({@link LegacyReminder}), so the roster, the sessions and the invoices are imported first; a row
 * about a pupil or a thing that is not there is an error and not taken over. Sends nothing. A second run changes nothing, and one that a crash has ended goes on when it is run again. Holds the lease of {@link SendReminders}; safe
 * for use by several threads and nodes.
 */
public final class ImportHistory {
    private final ReminderParts parts;
    private final Map<Kind, ReminderRule<?>> rules = new HashMap<>();
    private final BulkRun bulk;

    ImportHistory(ReminderParts parts, Collection<ReminderRule<?>> rules) {
        this.parts = requireNonNull(parts, "parts");
        rules.forEach(rule -> this.rules.put(rule.kind(), rule));
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
     * @param unchanged reminders that had been taken over before, and those of people who were erased
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

    /** A row that was decided about: its entries, of which all may be there already, or why there is none. */
    private record Decided(
            List<ReminderEntry> entries,
            boolean unchanged,
            @Nullable RowError error) {
        Decided {
            entries = List.copyOf(entries);
        }

        boolean imports() {
            return error == null && !unchanged;
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
            People people = new People(chunk);
            List<Decided> decided =
                    chunk.stream().map(row -> decide(row, people)).toList();
            Map<Kind, Set<Subject>> subjects = new HashMap<>();
            decided.stream()
                    .flatMap(one -> one.entries().stream())
                    .forEach(entry -> subjects.computeIfAbsent(entry.kind(), kind -> new HashSet<>())
                            .add(entry.subject()));
            Set<ReminderEntry.Key> known = subjects.entrySet().stream()
                    .flatMap(entry -> store.about(entry.getKey(), entry.getValue(), null).stream())
                    .filter(entry -> entry.outcome() == Outcome.IMPORTED)
                    .map(ReminderEntry::key)
                    .collect(Collectors.toSet());
            return decided.stream().map(one -> without(known, one)).toList();
        }

        /** Without the entries that are known, to which the others are added. */
        private static Decided without(Set<ReminderEntry.Key> known, Decided decided) {
            List<ReminderEntry> added = decided.entries().stream()
                    .filter(entry -> known.add(entry.key()))
                    .toList();
            return new Decided(added, decided.error() == null && added.isEmpty(), decided.error());
        }

        private Decided decide(LegacyRow row, People people) {
            if (row instanceof LegacyRow.Unusable unusable) {
                return new Decided(List.of(), false, unusable.error());
            }
            LegacyRow.Usable usable = (LegacyRow.Usable) row;
            LegacyReminder reminder = usable.reminder();
            if (!rules.containsKey(reminder.kind())) {
                return error(usable, "kind", "UNKNOWN_KIND", reminder.kind().name());
            }
            if (reminder.day().isAfter(today)) {
                return error(usable, "day", "FUTURE_DAY", reminder.day().toString());
            }
            if (people.isErased(reminder)) {
                return new Decided(List.of(), true, null);
            }
            if (!people.pupils().containsKey(reminder.pupil())) {
                return error(usable, "pupil", "UNKNOWN_PUPIL", reminder.pupil().value());
            }
            List<LegacyReminder> named;
            try {
                named = people.named(reminder);
            } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
                return reminder.slot().isEmpty()
                        ? error(usable, "id", "UNKNOWN_SUBJECT", reminder.id())
                        : error(usable, "slot", "BAD_SLOT", reminder.slot());
            }
            if (named.isEmpty()) {
                return error(usable, "id", "UNKNOWN_SUBJECT", reminder.id());
            }
            return named.stream().allMatch(one -> one.pupil().equals(reminder.pupil()))
                    ? new Decided(named.stream().map(this::entry).toList(), false, null)
                    : error(usable, "pupil", "OTHER_PUPIL", reminder.pupil().value());
        }

        private Decided error(LegacyRow.Usable row, String column, String code, String value) {
            return new Decided(
                    List.of(),
                    false,
                    new RowError(source.name(), row.line(), column, code, Map.of("value", value, "pupil", value)));
        }

        private ReminderEntry entry(LegacyReminder reminder) {
            return new ReminderEntry(
                    reminder.kind(),
                    reminder.pupil(),
                    ReminderPlanner.subject(reminder.kind(), reminder.id()),
                    reminder.revision(),
                    reminder.slot(),
                    reminder.recipient(),
                    null,
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
            List<ReminderEntry> entries =
                    decided.stream().flatMap(one -> one.entries().stream()).toList();
            transactions.run(tx -> store.save(tx, entries));
            return decided;
        }

        @Override
        public void take(Decided decided) {
            counts = new Counts(
                    counts.input() + 1,
                    counts.imported() + (decided.imports() ? 1 : 0),
                    counts.unchanged() + (decided.unchanged() ? 1 : 0),
                    counts.failed() + (decided.error() != null ? 1 : 0));
            decided.entries()
                    .forEach(entry -> digest.add(
                            entry.kind(),
                            entry.pupil(),
                            entry.subject(),
                            entry.revision(),
                            entry.slot(),
                            entry.recipient(),
                            entry.day()));
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

    /** What the rows of a chunk are about, read once for all of them. */
    private final class People {
        private final Map<PupilId, Pupil> pupils;
        private final Set<PupilId> erasedPupils;
        private final Set<GuardianId> erasedGuardians;
        private final Map<Kind, Function<LegacyReminder, List<LegacyReminder>>> forms = new HashMap<>();

        People(List<LegacyRow> chunk) {
            List<LegacyReminder> reminders =
                    chunk.stream().flatMap(ImportHistory::reminder).toList();
            Set<PupilId> ids = reminders.stream().map(LegacyReminder::pupil).collect(Collectors.toSet());
            this.pupils = parts.roster().pupils(ids);
            this.erasedPupils = parts.erasedPeople().pupils(ids);
            this.erasedGuardians = parts.erasedPeople()
                    .guardians(
                            reminders.stream().flatMap(ImportHistory::guardian).collect(Collectors.toSet()));
            reminders.stream()
                    .filter(reminder -> rules.containsKey(reminder.kind()))
                    .collect(Collectors.groupingBy(LegacyReminder::kind))
                    .forEach((kind, some) -> forms.put(kind, forms(requireNonNull(rules.get(kind)), some)));
        }

        Map<PupilId, Pupil> pupils() {
            return pupils;
        }

        boolean isErased(LegacyReminder reminder) {
            return erasedPupils.contains(reminder.pupil()) || guardian(reminder).anyMatch(erasedGuardians::contains);
        }

        private Function<LegacyReminder, List<LegacyReminder>> forms(
                ReminderRule<?> rule, List<LegacyReminder> reminders) {
            return rule instanceof LegacyForms own
                    ? own.legacy(reminders)
                    : reminder -> List.of(asDecided(rule, reminder));
        }

        /** What the reminder was about, as its rule names it; empty if the rule knows nothing of it. */
        List<LegacyReminder> named(LegacyReminder reminder) {
            return forms.getOrDefault(reminder.kind(), List::of).apply(reminder).stream()
                    .map(ImportHistory::withRevision)
                    .toList();
        }
    }

    private static Stream<GuardianId> guardian(LegacyReminder reminder) {
        Recipient recipient = reminder.recipient();
        return recipient != null && recipient.equals(Recipient.guardian(new GuardianId(recipient.id())))
                ? Stream.of(new GuardianId(recipient.id()))
                : Stream.empty();
    }

    /** A reminder as its rule decides about its subject on the day of the reminder, or now; as it is if the rule skips it both times. */
    private <T> LegacyReminder asDecided(ReminderRule<T> rule, LegacyReminder reminder) {
        T candidate = rule.stillTrue(reminder.id()).orElse(null);
        if (candidate == null || !reminder.revision().isEmpty()) {
            return reminder;
        }
        Instant now = parts.time().instant();
        Instant then = reminder.day()
                .plusDays(1)
                .atStartOfDay(parts.school().zone())
                .minusNanos(1)
                .toInstant();
        return Stream.of(then.isBefore(now) ? then : now, now)
                .map(at -> rule.decide(
                        candidate, Occasion.planning(at, at, parts.school().zone())))
                .filter(decision -> decision.skipped() == null)
                .findFirst()
                .map(decision -> reminder.named(
                        decision.pupil(),
                        decision.id(),
                        decision.revision(),
                        reminder.slot().isEmpty() ? decision.slot() : reminder.slot()))
                .orElse(reminder);
    }

    /** What has no revision has one state alone. */
    private static LegacyReminder withRevision(LegacyReminder reminder) {
        return reminder.revision().isEmpty()
                ? reminder.named(
                        reminder.pupil(),
                        reminder.id(),
                        Decision.remind(reminder.pupil(), reminder.id()).revision(),
                        reminder.slot())
                : reminder;
    }
}
