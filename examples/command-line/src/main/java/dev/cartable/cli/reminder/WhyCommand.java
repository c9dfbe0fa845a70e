package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.reminder.ReadHistory.Explanation;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reminders why}: why people were reminded about a pupil on a day, or were not. */
@picocli.CommandLine.Command(name = "why")
final class WhyCommand extends Command {
    @Parameters(paramLabel = "PUPIL")
    private String pupil = "";

    @Option(names = "--day", paramLabel = "DAY")
    private @Nullable LocalDate day;

    @Override
    protected Exit run(Frame frame) {
        LocalDate asked = day == null ? RuleChoice.today(frame) : day;
        Report report = frame.report();
        Rows rows = report.allRows("reminders");
        Rows silent = report.allRows("silent");
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            PupilId id = new PupilId(pupil);
            Explanation why = host.cartable().reminders().history().why(Viewer.administrator(), id, asked);
            if (!why.enrolled()
                    && why.lines().isEmpty()
                    && host.roster().pupils(Set.of(id)).isEmpty()) {
                throw CommandException.failed("UNKNOWN_PUPIL", frame.words().text("error.UNKNOWN_PUPIL", "pupil", id));
            }
            report.field("pupil", id).field("day", asked).field("enrolled", why.enrolled());
            report.say(
                    why.enrolled() ? "reminders.why" : "reminders.why.left",
                    Map.of(
                            "pupil",
                            Objects.requireNonNull(report.named(id)),
                            "day",
                            frame.words().date(asked)));
            ReminderRows.sorted(why.lines().stream()).forEach(line -> rows.add(ReminderRows.row(frame, line)));
            why.silent()
                    .forEach((kind, reason) -> silent.add(Row.of("kind", kind.name())
                            .and("reason", reason)
                            .and("what", RuleChoice.text(frame.words(), kind))
                            .and("why", frame.words().text("silent." + reason))));
            return Exit.DONE;
        }
    }
}
