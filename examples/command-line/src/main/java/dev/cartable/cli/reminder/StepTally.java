package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Columns;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.SendReminders.Step;
import dev.cartable.reminder.model.ReminderEntry;
import dev.cartable.reminder.model.ReminderEntry.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The steps of a run, listed, and counted by kind and by reason. Used by one thread. */
final class StepTally {
    private static final List<Column> COLUMNS =
            List.of(Column.QUEUED, Column.UNCHANGED, Column.SUPPRESSED, Column.HELD, Column.NO_CHANNEL, Column.FAILED);

    private final Frame frame;
    private final Rows steps;
    private final Map<Kind, Map<Column, Long>> byKind = new TreeMap<>(Comparator.comparing(Kind::name));
    private final Map<String, Long> byReason = new TreeMap<>();
    private boolean held;

    StepTally(Frame frame) {
        this.frame = frame;
        this.steps = frame.report().rows("reminders");
    }

    /** What became of a step, as the counts have it. */
    private enum Column {
        QUEUED,
        UNCHANGED,
        SUPPRESSED,
        HELD,
        NO_CHANNEL,
        FAILED
    }

    /** Takes a step. People see what is new alone. */
    void add(Step step) {
        ReminderEntry entry = step.entry();
        held |= entry.outcome() == Outcome.HELD;
        Column column = step.unchanged() ? Column.UNCHANGED : column(entry.outcome());
        byKind.computeIfAbsent(entry.kind(), kind -> new TreeMap<>()).merge(column, 1L, Long::sum);
        if (!step.unchanged() && entry.reason() != null) {
            byReason.merge(entry.reason(), 1L, Long::sum);
        }
        if (frame.isJson() || !step.unchanged()) {
            steps.add(ReminderRows.row(frame, entry).and("unchanged", step.unchanged()));
        }
    }

    private static Column column(Outcome outcome) {
        return switch (outcome) {
            case QUEUED -> Column.QUEUED;
            case NO_CHANNEL -> Column.NO_CHANNEL;
            case HELD -> Column.HELD;
            case FAILED -> Column.FAILED;
            case SUPPRESSED, DISCARDED, IMPORTED -> Column.SUPPRESSED;
        };
    }

    /** Whether the brake holds some of it, from this run or an earlier one. */
    boolean isHeld() {
        return held;
    }

    /** Reports the numbers. A table is shown where there are several kinds. */
    void tell() {
        Report report = frame.report();
        Rows kinds = report.hiddenRows("kinds");
        byKind.forEach((kind, counts) -> {
            Row row = Row.of("kind", kind.name());
            COLUMNS.forEach(column -> row.and(name(column), counts.getOrDefault(column, 0L)));
            kinds.add(row);
        });
        Rows reasons = report.allRows("reasons");
        byReason.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(reason -> reasons.add(Row.of(
                                "reason",
                                frame.isJson() ? reason.getKey() : ReminderRows.reason(frame.words(), reason.getKey()))
                        .and("number", reason.getValue())));
        if (byKind.size() > 1 && !frame.isJson()) {
            table(frame.words()).lines().forEach(report::print);
        }
    }

    private static String name(Column column) {
        return switch (column) {
            case QUEUED -> "queued";
            case UNCHANGED -> "unchanged";
            case SUPPRESSED -> "suppressed";
            case HELD -> "held";
            case NO_CHANNEL -> "noChannel";
            case FAILED -> "failed";
        };
    }

    private Columns table(Words words) {
        List<Column> shown = COLUMNS.stream()
                .filter(column -> byKind.values().stream().anyMatch(counts -> counts.containsKey(column)))
                .toList();
        Columns table = new Columns();
        table.line(Stream.concat(
                        Stream.of(words.text("reminders.column.kind")),
                        shown.stream().map(column -> words.text("reminders.column." + name(column))))
                .toArray(String[]::new));
        byKind.forEach((kind, counts) -> table.line(Stream.concat(
                        Stream.of(RuleChoice.text(words, kind)),
                        shown.stream().map(column -> words.number(counts.getOrDefault(column, 0L))))
                .toArray(String[]::new)));
        return table;
    }
}
