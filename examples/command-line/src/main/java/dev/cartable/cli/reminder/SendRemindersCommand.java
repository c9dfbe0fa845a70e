package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.notice.model.Kind;
import dev.cartable.reminder.Reminders;
import dev.cartable.reminder.SendReminders;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.reminder.SendReminders.Step;
import dev.cartable.reminder.port.ReminderRule;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code reminders send}: queues what people are to be reminded of now. */
@picocli.CommandLine.Command(name = "send")
final class SendRemindersCommand extends Command {
    @Option(names = "--only", paramLabel = "RULE", split = ",")
    private List<String> only = new ArrayList<>();

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    @Override
    protected Exit run(Frame frame) {
        if (frame.options().mailTo() != null) {
            throw CommandException.usage(frame.words().text("error.reminders-mail-to"));
        }
        frame.report().field("dryRun", dryRun);
        frame.report().rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            if (host.isEmpty()) {
                return Exit.UNVERIFIED;
            }
            Reminders reminders = host.cartable().reminders();
            Request request = Request.only(kinds(frame, reminders));
            return dryRun ? plan(frame, reminders.send(), request) : carryOut(frame, reminders.send(), request);
        }
    }

    private Set<Kind> kinds(Frame frame, Reminders reminders) {
        List<Kind> known =
                reminders.rules().stream().<Kind>map(ReminderRule::kind).toList();
        Set<Kind> kinds = new HashSet<>();
        only.forEach(name -> kinds.addAll(RuleChoice.named(frame, name, known)));
        return kinds;
    }

    private Exit plan(Frame frame, SendReminders send, Request request) {
        Plan<Request, Counts, Step> plan = send.plan(request);
        plan.digest().requireApprovedBy(approved);
        StepTally tally = new StepTally(frame);
        try (Stream<Step> steps = plan.steps()) {
            steps.forEach(tally::add);
        }
        frame.report().field("digest", plan.digest().hex());
        frame.report().afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
        return tell(frame, tally, plan.counts());
    }

    private Exit carryOut(Frame frame, SendReminders send, Request request) {
        StepTally tally = new StepTally(frame);
        Counts counts;
        if (approved == null) {
            counts = send.run(request, tally::add);
        } else {
            RunReport<Counts> done = send.apply(request, approved, tally::add);
            frame.report().field("digest", done.digest().hex());
            counts = done.counts();
        }
        frame.report()
                .afterwards(
                        counts.queued() > 0 ? "generate.next" : "generate.nothing-to-send",
                        Map.of("queued", counts.queued()));
        return tell(frame, tally, counts);
    }

    private static Exit tell(Frame frame, StepTally tally, Counts counts) {
        Report report = frame.report();
        if (counts.candidates() == 0) {
            report.say("reminders.none");
        }
        tally.tell();
        report.counts(counts);
        if (tally.isHeld()) {
            report.afterwards("reminders.held", Map.of());
        }
        return tally.isHeld() ? Exit.HELD : Exit.ofFailures(counts.failed());
    }
}
