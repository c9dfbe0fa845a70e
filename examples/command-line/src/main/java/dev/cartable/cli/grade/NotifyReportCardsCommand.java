package dev.cartable.cli.grade;

import static java.util.Objects.requireNonNull;

import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.document.NotifiedPerson;
import dev.cartable.document.NotifyReportCards;
import dev.cartable.document.NotifyReportCards.Counts;
import dev.cartable.document.NotifyReportCards.Step;
import dev.cartable.document.ReportCardRequest;
import dev.cartable.notice.model.Channel;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/** {@code report-cards notify}: notifies families of report cards that are stored and released. */
@picocli.CommandLine.Command(name = "notify")
final class NotifyReportCardsCommand extends Command {
    @Mixin
    private ReportCardChoice choice = new ReportCardChoice();

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", choice.isDryRun());
        report.rows("errors");
        try (Host host = choice.isDryRun() ? Host.reading(frame) : Host.changing(frame)) {
            ReportCardRequest request = choice.request(frame, host);
            NotifyReportCards notify = host.cartable().documents().notifyReportCards();
            return choice.isDryRun() ? plan(report, notify, request) : carryOut(report, notify, request);
        }
    }

    private Exit plan(Report report, NotifyReportCards notify, ReportCardRequest request) {
        Plan<ReportCardRequest, Counts, Step> plan = notify.plan(request);
        plan.digest().requireApprovedBy(choice.approved());
        Rows rows = report.rows("people");
        try (Stream<Step> all = plan.steps()) {
            all.forEach(step -> add(rows, step));
        }
        ReportCardChoice.show(report, plan);
        return exit(report, request, plan.counts());
    }

    private Exit carryOut(Report report, NotifyReportCards notify, ReportCardRequest request) {
        Rows rows = report.rows("people");
        PlanDigest exactly = choice.approved();
        RunReport<Counts> done = exactly == null
                ? notify.run(request, step -> add(rows, step))
                : notify.apply(request, exactly, step -> add(rows, step));
        report.counts(requireNonNull(done, "done").counts());
        report.field("digest", done.digest().hex());
        return exit(report, request, done.counts());
    }

    private static void add(Rows rows, Step step) {
        for (NotifiedPerson person : step.people()) {
            String channels =
                    new TreeSet<>(person.channels()).stream().map(Channel::name).collect(Collectors.joining(", "));
            String reason = person.reason() == null ? null : person.reason().name();
            rows.add(Row.of("pupil", step.pupil())
                    .and("promotion", step.promotion())
                    .and("revision", step.revision())
                    .and("recipient", person.recipient())
                    .and("channels", channels)
                    .and("reason", reason)
                    .and("how", reason == null ? channels : Answer.of(reason)));
        }
    }

    private static Exit exit(Report report, ReportCardRequest request, Counts counts) {
        if (counts.input() == 0) {
            report.say("report-cards.list.none", Map.of("term", request.term().toString()));
            return Exit.UNVERIFIED;
        }
        if (counts.unreleased() > 0) {
            report.say("report-cards.notify.unreleased", Map.of("count", counts.unreleased()));
        }
        return Exit.ofFailures(counts.failed());
    }
}
