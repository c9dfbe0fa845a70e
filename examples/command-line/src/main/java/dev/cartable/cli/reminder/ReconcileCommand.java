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
import dev.cartable.reminder.Reminders;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.reminder.model.ReminderStatistics.ReminderTally;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code reminders reconcile}: of the reminders of a day, what was expected, what was sent, and which are missing. */
@picocli.CommandLine.Command(name = "reconcile")
final class ReconcileCommand extends Command {
    @Option(names = "--day", paramLabel = "DAY")
    private @Nullable LocalDate day;

    @Override
    protected Exit run(Frame frame) {
        LocalDate asked = day == null ? RuleChoice.today(frame).minusDays(1) : day;
        Report report = frame.report();
        Rows kinds = report.hiddenRows("kinds");
        Rows unsent = report.rows("unsent");
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            Reminders reminders = host.cartable().reminders();
            SortedMap<Kind, ReminderTally> tallies = reminders.reconcile(asked);
            tallies.forEach((kind, tally) -> kinds.add(Row.of("kind", kind.name())
                    .and("expected", tally.expected())
                    .and("sent", tally.sent())
                    .and("waiting", tally.waiting())
                    .and("failed", tally.failed())
                    .and("uncertain", tally.uncertain())));
            ReminderTally all = tallies.values().stream().reduce(ReminderTally.NONE, ReminderTally::plus);
            String date = frame.words().date(asked);
            report.field("day", asked)
                    .field("expected", all.expected())
                    .field("sent", all.sent())
                    .field("missing", all.missing());
            report.say(
                    all.expected() == 0 ? "reconcile.none" : "reconcile.day",
                    Map.of("day", date, "expected", all.expected(), "sent", all.sent()));
            if (all.expected() > 0 && !frame.isJson()) {
                table(frame.words(), tallies).lines().forEach(report::print);
            }
            if (all.missing() > 0) {
                try (Stream<ReminderLine> lines = reminders.missing(asked)) {
                    ReminderRows.sorted(lines).forEach(line -> unsent.add(ReminderRows.row(frame, line)));
                }
                report.afterwards("reconcile.missing", Map.of());
            }
            return all.missing() > 0 ? Exit.FINDING : Exit.DONE;
        }
    }

    private static Columns table(Words words, SortedMap<Kind, ReminderTally> tallies) {
        Columns table = new Columns();
        table.line(Stream.of("kind", "expected", "sent", "waiting", "failed", "uncertain")
                .map(column -> words.text("reminders.column." + column))
                .toArray(String[]::new));
        tallies.forEach((kind, tally) -> {
            if (tally.expected() > 0) {
                table.line(Stream.concat(
                                Stream.of(RuleChoice.text(words, kind)),
                                Stream.of(
                                                tally.expected(),
                                                tally.sent(),
                                                tally.waiting(),
                                                tally.failed(),
                                                tally.uncertain())
                                        .map(words::number))
                        .toArray(String[]::new));
            }
        });
        return table;
    }
}
