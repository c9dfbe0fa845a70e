package dev.cartable.cli.record;

import static java.util.Objects.requireNonNull;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.document.DocumentAction;
import dev.cartable.document.DocumentCounts;
import dev.cartable.document.GenerateInvoices;
import dev.cartable.document.GenerateInvoices.Step;
import dev.cartable.document.InvoiceRequest;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/** {@code invoices batch}: makes the documents of invoices that are missing, out of date or lost. */
@picocli.CommandLine.Command(name = "batch")
final class GenerateInvoicesCommand extends Command {
    @Mixin
    private InvoiceChoice choice = new InvoiceChoice();

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", choice.isDryRun());
        report.rows("errors");
        InvoiceRequest request = choice.request(frame);
        try (Host host =
                choice.isDryRun() ? Host.reading(frame) : Host.changing(frame).withInvoices()) {
            GenerateInvoices generate = host.cartable().documents().generateInvoices();
            return choice.isDryRun() ? plan(frame, generate, request) : carryOut(frame, generate, request);
        }
    }

    private Exit plan(Frame frame, GenerateInvoices generate, InvoiceRequest request) {
        Plan<InvoiceRequest, DocumentCounts, Step> plan = generate.plan(request);
        plan.digest().requireApprovedBy(choice.approved());
        Rows rows = frame.report().rows("invoiceDocuments");
        try (Stream<Step> all = plan.steps()) {
            all.filter(step -> step.action() != DocumentAction.KEEP)
                    .forEach(step -> rows.add(row(frame.words(), step)));
        }
        InvoiceChoice.show(frame.report(), plan);
        return exit(frame.report(), plan.counts());
    }

    private Exit carryOut(Frame frame, GenerateInvoices generate, InvoiceRequest request) {
        Report report = frame.report();
        Rows rows = report.rows("invoiceDocuments");
        PlanDigest exactly = choice.approved();
        long total = frame.around().progress() ? generate.plan(request).counts().input() : 0;
        AtomicReference<RunReport<DocumentCounts>> done = new AtomicReference<>();
        frame.withProgress("invoices.batch.progress", total, progress -> {
            Consumer<Step> listener = step -> {
                if (step.action() == DocumentAction.FAIL) {
                    report.rows("errors")
                            .add(Row.error(
                                            frame.words()
                                                    .text(
                                                            "invoices.batch.failed",
                                                            Map.of(
                                                                    "number",
                                                                    step.number(),
                                                                    "detail",
                                                                    step.detail() == null ? "" : step.detail())),
                                            "INVOICE_FAILED")
                                    .and("number", step.number()));
                } else if (step.action() != DocumentAction.KEEP) {
                    rows.add(row(frame.words(), step));
                }
                progress.run();
            };
            done.set(exactly == null ? generate.run(request, listener) : generate.apply(request, exactly, listener));
        });
        RunReport<DocumentCounts> result = requireNonNull(done.get(), "done");
        report.counts(result.counts());
        report.field("digest", result.digest().hex());
        return exit(report, result.counts());
    }

    private static Row row(Words words, Step step) {
        return Row.of("kind", step.kind())
                .and("number", step.number())
                .and("pupil", step.pupil())
                .and("payer", step.payer())
                .and("action", step.action())
                .and("revision", step.revision())
                .and("of", words.text("documents.of." + step.kind(), Map.of("number", step.number())))
                .and(
                        "whose",
                        step.payer() == null
                                ? step.pupil().value()
                                : words.text("invoices.payer", Map.of("pupil", step.pupil(), "payer", step.payer())))
                .and("what", words.text("invoices.batch.action." + step.action()));
    }

    private static Exit exit(Report report, DocumentCounts counts) {
        if (counts.input() == 0) {
            report.say("invoices.batch.nothing");
            return Exit.UNVERIFIED;
        }
        return Exit.ofFailures(counts.failed());
    }
}
