package dev.cartable.cli.record;

import dev.cartable.billing.IssueInvoices;
import dev.cartable.billing.IssueInvoices.Action;
import dev.cartable.billing.IssueInvoices.Counts;
import dev.cartable.billing.IssueInvoices.Request;
import dev.cartable.billing.IssueInvoices.Step;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code invoices issue}: makes invoices of drafts, and gives them their numbers. */
@picocli.CommandLine.Command(name = "issue")
final class IssueInvoicesCommand extends Command {
    @Parameters(paramLabel = "DRAFT", arity = "0..*")
    private List<String> drafts = new ArrayList<>();

    @Option(names = "--date", paramLabel = "DATE")
    private @Nullable LocalDate date;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", dryRun);
        report.rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            BillingChoice.requireIssuing(frame);
            IssueInvoices issue = host.cartable().billing().issue();
            LocalDate on = date == null ? issue.everything().date() : date;
            Request request = new Request(Set.copyOf(drafts), on);
            report.field("date", on);
            return dryRun ? plan(frame, issue, request) : carryOut(frame, issue, request);
        }
    }

    private Exit plan(Frame frame, IssueInvoices issue, Request request) {
        Report report = frame.report();
        Plan<Request, Counts, Step> plan = issue.plan(request);
        plan.digest().requireApprovedBy(approved);
        Consumer<Step> rows = rows(frame);
        try (Stream<Step> all = plan.steps()) {
            all.forEach(rows);
        }
        report.say("generate.plan");
        report.counts(plan.counts());
        report.field("digest", plan.digest().hex());
        report.afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
        return exit(report, plan.counts());
    }

    private Exit carryOut(Frame frame, IssueInvoices issue, Request request) {
        PlanDigest exactly = approved;
        Consumer<Step> rows = rows(frame);
        RunReport<Counts> done = exactly == null ? issue.run(request, rows) : issue.apply(request, exactly, rows);
        frame.report().counts(done.counts());
        frame.report().field("digest", done.digest().hex());
        return exit(frame.report(), done.counts());
    }

    private static Consumer<Step> rows(Frame frame) {
        Rows issued = frame.report().rows("issued");
        Rows errors = frame.report().rows("errors");
        return step -> {
            if (step.action() == Action.ISSUE) {
                issued.add(Row.of("draft", step.draft())
                        .and("pupil", step.pupil())
                        .and("number", step.number())
                        .and("what", step.number() == null ? frame.words().text("invoices.to-issue") : step.number()));
            } else {
                String code = step.code() == null ? "INVOICE_FAILED" : step.code();
                Map<String, Object> facts = new HashMap<>();
                facts.put("draft", step.draft());
                facts.put(
                        "detail",
                        step.code() == null
                                ? String.valueOf(step.detail())
                                : frame.words().code(code));
                errors.add(Row.error(frame.words().text("invoices.refused", facts), code)
                        .and("draft", step.draft())
                        .and("pupil", step.pupil()));
            }
        };
    }

    private static Exit exit(Report report, Counts counts) {
        if (counts.input() == 0) {
            report.say("invoices.no-drafts");
        }
        return Exit.ofFailures(counts.refused() + counts.failed());
    }
}
