package dev.cartable.cli.grade;

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
import dev.cartable.document.GenerateReportCards;
import dev.cartable.document.GenerateReportCards.Step;
import dev.cartable.document.ReportCardRequest;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/** {@code report-cards generate}: makes the report cards of a term that are missing or out of date. */
@picocli.CommandLine.Command(name = "generate")
final class GenerateReportCardsCommand extends Command {
    @Mixin
    private ReportCardChoice choice = new ReportCardChoice();

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", choice.isDryRun());
        report.rows("errors");
        try (Host host =
                choice.isDryRun() ? Host.reading(frame) : Host.changing(frame).withReportCards()) {
            ReportCardRequest request = choice.request(frame, host);
            GenerateReportCards generate = host.cartable().documents().generateReportCards();
            return choice.isDryRun() ? plan(frame, generate, request) : carryOut(frame, generate, request);
        }
    }

    private Exit plan(Frame frame, GenerateReportCards generate, ReportCardRequest request) {
        Report report = frame.report();
        Plan<ReportCardRequest, DocumentCounts, Step> plan = generate.plan(request);
        plan.digest().requireApprovedBy(choice.approved());
        Rows rows = report.rows("reportCards");
        try (Stream<Step> all = plan.steps()) {
            all.filter(step -> step.action() != DocumentAction.KEEP)
                    .forEach(step -> rows.add(row(frame.words(), step)));
        }
        ReportCardChoice.show(report, plan);
        return exit(report, request, plan.counts());
    }

    private Exit carryOut(Frame frame, GenerateReportCards generate, ReportCardRequest request) {
        Report report = frame.report();
        Rows rows = report.rows("reportCards");
        PlanDigest exactly = choice.approved();
        long total = frame.around().progress() ? generate.plan(request).counts().input() : 0;
        AtomicReference<RunReport<DocumentCounts>> done = new AtomicReference<>();
        frame.withProgress("report-cards.generate.progress", total, progress -> {
            Consumer<Step> listener = step -> {
                if (step.action() == DocumentAction.FAIL) {
                    report.rows("errors")
                            .add(Row.error(
                                            frame.words()
                                                    .text(
                                                            "report-cards.generate.failed",
                                                            Map.of(
                                                                    "pupil",
                                                                    step.pupil(),
                                                                    "detail",
                                                                    step.detail() == null ? "" : step.detail())),
                                            "REPORT_CARD_FAILED")
                                    .and("pupil", step.pupil()));
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
        return exit(report, request, result.counts());
    }

    private static Row row(Words words, Step step) {
        return Row.of("pupil", step.pupil())
                .and("promotion", step.promotion())
                .and("action", step.action())
                .and("revision", step.revision())
                .and("what", words.text("report-cards.action." + step.action()));
    }

    private static Exit exit(Report report, ReportCardRequest request, DocumentCounts counts) {
        if (counts.input() == 0) {
            report.say(
                    "report-cards.check.nothing", Map.of("term", request.term().toString()));
            return Exit.UNVERIFIED;
        }
        return Exit.ofFailures(counts.failed());
    }
}
