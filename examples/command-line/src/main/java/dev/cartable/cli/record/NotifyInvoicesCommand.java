package dev.cartable.cli.record;

import static java.util.Objects.requireNonNull;

import dev.cartable.cli.frame.Answer;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.document.InvoiceRequest;
import dev.cartable.document.NotifiedPerson;
import dev.cartable.document.NotifyInvoices;
import dev.cartable.document.NotifyInvoices.Counts;
import dev.cartable.document.NotifyInvoices.Step;
import dev.cartable.notice.model.Channel;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/** {@code invoices notify}: notifies the people who pay of invoices whose document is stored. */
@picocli.CommandLine.Command(name = "notify")
final class NotifyInvoicesCommand extends Command {
    @Mixin
    private InvoiceChoice choice = new InvoiceChoice();

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", choice.isDryRun());
        report.rows("errors");
        InvoiceRequest request = choice.request(frame);
        try (Host host = choice.isDryRun() ? Host.reading(frame) : Host.changing(frame)) {
            NotifyInvoices notify = host.cartable().documents().notifyInvoices();
            return choice.isDryRun() ? plan(report, notify, request) : carryOut(report, notify, request);
        }
    }

    private Exit plan(Report report, NotifyInvoices notify, InvoiceRequest request) {
        Plan<InvoiceRequest, Counts, Step> plan = notify.plan(request);
        plan.digest().requireApprovedBy(choice.approved());
        Rows rows = report.rows("notifiedPayers");
        try (Stream<Step> all = plan.steps()) {
            all.forEach(step -> add(rows, step));
        }
        InvoiceChoice.show(report, plan);
        return exit(report, plan.counts());
    }

    private Exit carryOut(Report report, NotifyInvoices notify, InvoiceRequest request) {
        Rows rows = report.rows("notifiedPayers");
        PlanDigest exactly = choice.approved();
        RunReport<Counts> done = exactly == null
                ? notify.run(request, step -> add(rows, step))
                : notify.apply(request, exactly, step -> add(rows, step));
        report.counts(requireNonNull(done, "done").counts());
        report.field("digest", done.digest().hex());
        return exit(report, done.counts());
    }

    private static void add(Rows rows, Step step) {
        for (NotifiedPerson person : step.people()) {
            String channels =
                    new TreeSet<>(person.channels()).stream().map(Channel::name).collect(Collectors.joining(", "));
            String reason = person.reason() == null ? null : person.reason().name();
            rows.add(Row.of("kind", step.kind())
                    .and("number", step.number())
                    .and("pupil", step.pupil())
                    .and("recipient", person.recipient())
                    .and("channels", channels)
                    .and("reason", reason)
                    .and("how", reason == null ? channels : Answer.of(reason)));
        }
    }

    private static Exit exit(Report report, Counts counts) {
        if (counts.input() == 0) {
            report.say("invoices.notify.none");
            return Exit.UNVERIFIED;
        }
        return Exit.ofFailures(counts.failed());
    }
}
