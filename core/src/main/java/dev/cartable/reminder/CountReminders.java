package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.internal.ReminderParts;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.reminder.model.ReminderStatistics.ReminderTally;
import dev.cartable.reminder.port.ReminderStore;
import dev.cartable.work.internal.Chunks;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts reminders by day, kind and outcome. */
final class CountReminders {
    private static final int DAYS = 30;

    private static final int AT_ONCE = 500;

    private final ReminderParts parts;
    private final ReminderStore store;

    CountReminders(ReminderParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.store = parts.reminderStores().reminders();
    }

    ReminderStatistics statistics() {
        LocalDate today = parts.school().today(parts.time().instant());
        LocalDate first = today.minusDays(DAYS - 1);
        return new ReminderStatistics(
                today,
                today.with(TemporalAdjusters.previousOrSame(parts.firstDayOfWeek())),
                first,
                store.counts(first, today));
    }

    SortedMap<Kind, ReminderTally> reconcile(LocalDate day) {
        return ReminderStatistics.byKind(store.countsByPerson(day));
    }

    Stream<ReminderLine> missing(LocalDate day) {
        Stream<ReminderLine> lines = store.history(ReminderFilter.days(day, day));
        return Chunks.stream(lines.filter(line -> line.entry().isMissing()), AT_ONCE)
                .flatMap(chunk -> missing(chunk, day))
                .onClose(lines::close);
    }

    private Stream<ReminderLine> missing(List<ReminderLine> some, LocalDate day) {
        Map<ReminderEntry.Key, ReminderEntry> closest = some.stream()
                .map(ReminderLine::entry)
                .collect(Collectors.groupingBy(
                        ReminderEntry::kind, Collectors.mapping(ReminderEntry::subject, Collectors.toSet())))
                .entrySet()
                .stream()
                .flatMap(kind -> store.about(kind.getKey(), kind.getValue(), day).stream())
                .filter(entry -> entry.day().equals(day))
                .collect(Collectors.toMap(
                        ReminderEntry::withoutChannel,
                        Function.identity(),
                        BinaryOperator.minBy(Comparator.comparingInt(ReminderEntry::distance))));
        return some.stream()
                .filter(line -> line.entry().equals(closest.get(line.entry().withoutChannel())));
    }
}
