package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code reminders list}: what became of reminders, the latest day first. */
@picocli.CommandLine.Command(name = "list")
final class ListRemindersCommand extends Command {
    private static final int DAYS = 7;

    @Option(names = "--pupil", paramLabel = "ID")
    private @Nullable String pupil;

    @Option(names = "--only", paramLabel = "RULE")
    private @Nullable String only;

    @Option(names = "--since", paramLabel = "DAY")
    private @Nullable LocalDate since;

    @Option(names = "--to", paramLabel = "DAY")
    private @Nullable LocalDate to;

    @Option(names = "--limit", paramLabel = "N")
    private int limit = 100;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--limit", 1, limit);
        LocalDate last = to == null ? RuleChoice.today(frame) : to;
        LocalDate first = since == null ? last.minusDays(DAYS - 1) : since;
        if (first.isAfter(last)) {
            throw CommandException.usage(frame.words().text("error.period", Map.of("from", first, "to", last)));
        }
        Rows rows = frame.report().allRows("reminders");
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            ReminderFilter filter = ReminderFilter.days(first, last)
                    .about(pupil == null ? null : Set.of(new PupilId(pupil)))
                    .of(only == null ? null : kind(frame, host, only));
            try (Stream<ReminderLine> lines =
                    host.cartable().reminders().history().read(Viewer.administrator(), filter)) {
                ReminderRows.sorted(lines.limit(limit)).forEach(line -> rows.add(row(frame, line)));
            }
            if (rows.size() == 0) {
                frame.report().say("reminders.list.none", Map.of("first", first, "last", last));
            }
            return Exit.DONE;
        }
    }

    private static Row row(Frame frame, ReminderLine line) {
        Row row = ReminderRows.row(frame, line);
        return frame.isJson() ? row : row.and("date", line.entry().day());
    }

    private static Kind kind(Frame frame, Host host, String name) {
        return RuleChoice.one(frame, name, RuleChoice.known(host));
    }
}
