package dev.cartable.cli.message;

import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.Columns;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.NoticeStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code messages stats}: messages of today, this week and the last seven days, and what holds up those that wait. */
@picocli.CommandLine.Command(name = "stats")
final class MessageStatsCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            NoticeStatistics found = host.cartable().notices().statistics();
            report.field("day", found.today()).field("weekStart", found.weekStart());
            counts(report.hiddenRows("today"), found.ofToday());
            counts(report.hiddenRows("week"), found.ofThisWeek());
            counts(report.hiddenRows("lastSevenDays"), found.lastSevenDays());
            if (!frame.isJson()) {
                table(frame.words(), found).lines().forEach(report::print);
            }
            waiting(frame, found);
            pauses(frame, found);
            sms(report, found.sms());
            return Exit.DONE;
        }
    }

    private static void counts(Rows rows, List<NoticeStatistics.Count> counts) {
        counts.forEach(count -> rows.add(Row.of("channel", count.channel())
                .and("kind", count.kind().name())
                .and("state", count.state())
                .and("notices", count.notices())));
    }

    private static void waiting(Frame frame, NoticeStatistics found) {
        Instant oldest = found.oldestWaiting();
        long minutes = oldest == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(oldest, frame.around().time().instant())
                                .toMinutes());
        frame.report().field("oldestWaiting", oldest).field("oldestWaitingMinutes", oldest == null ? null : minutes);
        if (oldest != null) {
            frame.report()
                    .afterwards("messages.oldest", Map.of("since", frame.words().time(oldest), "minutes", minutes));
        }
    }

    private static void pauses(Frame frame, NoticeStatistics found) {
        Rows rows = frame.report().hiddenRows("pauses");
        for (NoticeStatistics.Pause pause : found.pauses()) {
            rows.add(Row.of("channel", pause.channel())
                    .and("domain", pause.domain())
                    .and("until", pause.until())
                    .and("reason", pause.reason()));
            frame.report()
                    .afterwards(
                            pause.domain().isEmpty() ? "messages.paused" : "messages.paused-domain",
                            Map.of(
                                    "channel", pause.channel(),
                                    "domain", pause.domain(),
                                    "until", frame.words().time(pause.until()),
                                    "reason", new Answer(pause.reason())));
        }
    }

    private static void sms(Report report, NoticeStatistics.Sms sms) {
        Integer budget = sms.budget();
        report.field("smsBudget", budget).field("smsUsed", sms.used()).field("smsLeft", sms.left());
        if (budget != null) {
            report.afterwards("messages.sms-budget", Map.of("used", sms.used(), "budget", budget));
        }
    }

    /** Totals, then each channel with its kinds in the last seven days. */
    private static Columns table(Words words, NoticeStatistics found) {
        Columns table = new Columns();
        table.line(Stream.concat(
                        Stream.of(""),
                        Stream.of("sent", "waiting", "failed", "suppressed")
                                .map(column -> words.text("reminders.column." + column)))
                .toArray(String[]::new));
        line(table, words, words.text("reminders.today"), found.ofToday());
        line(table, words, words.text("reminders.week"), found.ofThisWeek());
        line(table, words, words.text("reminders.seven"), found.lastSevenDays());
        List<NoticeStatistics.Count> left = new ArrayList<>(found.lastSevenDays());
        while (!left.isEmpty()) {
            NoticeStatistics.Count first = left.get(0);
            Predicate<NoticeStatistics.Count> same = count ->
                    count.channel().equals(first.channel()) && count.kind().equals(first.kind());
            line(
                    table,
                    words,
                    "– " + words.code(first.channel().name()) + ", " + first.kind(),
                    left.stream().filter(same).toList());
            left.removeIf(same);
        }
        return table;
    }

    private static void line(Columns table, Words words, String name, List<NoticeStatistics.Count> counts) {
        List<Long> numbers = List.of(
                sum(counts, NoticeState.SENT, NoticeState.UNCONFIRMED),
                sum(counts, NoticeState.QUEUED, NoticeState.SENDING, NoticeState.HELD),
                sum(counts, NoticeState.FAILED, NoticeState.UNCERTAIN),
                sum(counts, NoticeState.SUPPRESSED, NoticeState.CANCELLED));
        table.line(Stream.concat(Stream.of(name), numbers.stream().map(words::number))
                .toArray(String[]::new));
    }

    private static long sum(List<NoticeStatistics.Count> counts, NoticeState... states) {
        return counts.stream()
                .filter(count -> List.of(states).contains(count.state()))
                .mapToLong(NoticeStatistics.Count::notices)
                .sum();
    }
}
