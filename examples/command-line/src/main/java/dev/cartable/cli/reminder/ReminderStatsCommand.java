package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Columns;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.model.ReminderStatistics;
import dev.cartable.reminder.model.ReminderStatistics.ReminderTally;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code reminders stats}: reminders of today, this week and the last seven days, and of each day. */
@picocli.CommandLine.Command(name = "stats")
final class ReminderStatsCommand extends Command {
    private static final int DAYS_SHOWN = 7;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            ReminderStatistics statistics = host.cartable().reminders().statistics();
            report.field("day", statistics.today()).field("weekStart", statistics.weekStart());
            kinds(report.hiddenRows("today"), statistics.ofToday());
            kinds(report.hiddenRows("week"), statistics.ofThisWeek());
            kinds(report.hiddenRows("lastSevenDays"), statistics.ofLastSevenDays());
            Rows days = report.hiddenRows("days");
            statistics.perDay().forEach((day, tally) -> days.add(numbers(Row.of("day", day), tally)));
            if (!frame.isJson()) {
                table(frame.words(), statistics).lines().forEach(report::print);
            }
            return Exit.DONE;
        }
    }

    private static void kinds(Rows rows, Map<Kind, ReminderTally> tallies) {
        tallies.forEach((kind, tally) -> rows.add(numbers(Row.of("kind", kind.name()), tally)));
    }

    private static Row numbers(Row row, ReminderTally tally) {
        tally.values().forEach(row::and);
        return row;
    }

    /** Totals, then each kind and each day of the last seven. */
    private static Columns table(Words words, ReminderStatistics statistics) {
        Columns table = new Columns();
        table.line(Stream.concat(
                        Stream.of(""),
                        Stream.of("sent", "waiting", "failed", "suppressed", "noChannel")
                                .map(column -> words.text("reminders.column." + column)))
                .toArray(String[]::new));
        line(table, words, words.text("reminders.today"), sum(statistics.ofToday()));
        line(table, words, words.text("reminders.week"), sum(statistics.ofThisWeek()));
        line(table, words, words.text("reminders.seven"), sum(statistics.ofLastSevenDays()));
        statistics
                .ofLastSevenDays()
                .forEach((kind, tally) -> line(table, words, "– " + RuleChoice.text(words, kind), tally));
        LocalDate first = statistics.today().minusDays(DAYS_SHOWN - 1);
        statistics.perDay().tailMap(first).forEach((day, tally) -> line(table, words, words.shortDate(day), tally));
        return table;
    }

    private static ReminderTally sum(Map<Kind, ReminderTally> kinds) {
        return kinds.values().stream().reduce(ReminderTally.NONE, ReminderTally::plus);
    }

    private static void line(Columns table, Words words, String name, ReminderTally tally) {
        List<Long> numbers = List.of(
                tally.sent(),
                tally.waiting(),
                tally.failed() + tally.uncertain(),
                tally.suppressed() + tally.cancelled() + tally.held() + tally.discarded(),
                tally.noChannel());
        table.line(Stream.concat(Stream.of(name), numbers.stream().map(words::number))
                .toArray(String[]::new));
    }
}
