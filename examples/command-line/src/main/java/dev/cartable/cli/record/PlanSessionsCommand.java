package dev.cartable.cli.record;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.PlanSessions;
import dev.cartable.reminder.PlanSessions.Counts;
import dev.cartable.reminder.PlanSessions.Outcome;
import dev.cartable.reminder.PlanSessions.Step;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.work.Plan;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code sessions plan}: programs study sessions from weekly plans. */
@picocli.CommandLine.Command(name = "plan")
final class PlanSessionsCommand extends Command {
    private static final int LONGEST = 366;

    @Option(names = "--days", paramLabel = "N")
    private @Nullable Integer days;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Override
    protected Exit run(Frame frame) {
        CommandException.range(frame.words(), "--days", 1, LONGEST, days);
        int ahead = days == null ? ReminderSettings.defaults().planningDays() : days;
        Report report = frame.report();
        report.field("dryRun", dryRun).field("daysAhead", ahead);
        Rows sessions = report.rows("studySessions");
        report.rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            if (host.isEmpty()) {
                return Exit.UNVERIFIED;
            }
            PlanSessions use = host.cartable().reminders().planSessions();
            Counts counts;
            if (dryRun) {
                Plan<Integer, Counts, Step> plan = use.plan(ahead);
                try (Stream<Step> steps = plan.steps()) {
                    steps.forEach(step -> add(frame, sessions, step));
                }
                counts = plan.counts();
                report.afterwards("nothing-written", Map.of());
            } else {
                counts = use.run(ahead, step -> add(frame, sessions, step));
            }
            if (counts.candidates() == 0) {
                report.say("sessions.plan.none", Map.of("days", (long) ahead));
            }
            report.counts(counts);
            return Exit.DONE;
        }
    }

    /** People see what is new alone. */
    private static void add(Frame frame, Rows rows, Step step) {
        if (frame.isJson() || step.outcome() == Outcome.PLANNED) {
            rows.add(Row.of("session", step.session().id())
                    .and(
                            "pupil",
                            frame.isJson()
                                    ? step.session().pupil()
                                    : Recipient.pupil(step.session().pupil()))
                    .and("topic", step.session().topic())
                    .and("startsAt", step.session().startsAt())
                    .and("minutes", step.session().minutes())
                    .and("outcome", step.outcome())
                    .and("day", frame.words().date(step.session().startsAt().toLocalDate()))
                    .and("time", step.session().startsAt().toLocalTime()));
        }
    }
}
