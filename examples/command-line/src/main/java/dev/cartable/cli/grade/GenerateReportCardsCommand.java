package dev.cartable.cli.grade;

import static java.util.Objects.requireNonNull;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.document.GenerateReportCards;
import dev.cartable.document.GenerateReportCards.Action;
import dev.cartable.document.GenerateReportCards.Counts;
import dev.cartable.document.GenerateReportCards.Request;
import dev.cartable.document.GenerateReportCards.Step;
import dev.cartable.school.model.PromotionId;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanChangedException;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report-cards generate}: makes the report cards of a term that are missing or out of date. */
@picocli.CommandLine.Command(name = "generate")
final class GenerateReportCardsCommand extends Command {
    @Mixin
    private TermChoice term = new TermChoice();

    @Option(names = "--promotion", paramLabel = "PROMOTION")
    private @Nullable String promotion;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", dryRun);
        report.rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame).withReportCards()) {
            String of = promotion;
            Request request = new Request(
                    term.of(frame, host),
                    of == null ? null : CommandException.checked(frame.words(), () -> new PromotionId(of)));
            report.field("term", request.term().name())
                    .field("year", request.term().year());
            GenerateReportCards generate = host.cartable().documents().generateReportCards();
            return dryRun ? plan(frame, generate, request) : carryOut(frame, generate, request);
        }
    }

    private Exit plan(Frame frame, GenerateReportCards generate, Request request) {
        Report report = frame.report();
        Plan<Request, Counts, Step> plan = generate.plan(request);
        if (approved != null && !plan.digest().isApprovedBy(approved)) {
            throw new PlanChangedException(approved, plan.digest());
        }
        Rows rows = report.rows("reportCards");
        try (Stream<Step> all = plan.steps()) {
            all.filter(step -> step.action() != Action.KEEP).forEach(step -> rows.add(row(frame.words(), step)));
        }
        report.say("generate.plan");
        report.counts(plan.counts());
        report.field("digest", plan.digest().hex());
        report.afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
        return exit(report, request, plan.counts());
    }

    private Exit carryOut(Frame frame, GenerateReportCards generate, Request request) {
        Report report = frame.report();
        Rows rows = report.rows("reportCards");
        PlanDigest exactly = approved;
        long total = frame.around().progress() ? generate.plan(request).counts().input() : 0;
        AtomicReference<RunReport<Counts>> done = new AtomicReference<>();
        frame.withProgress("report-cards.generate.progress", total, progress -> {
            Consumer<Step> listener = step -> {
                if (step.action() == Action.FAIL) {
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
                } else if (step.action() != Action.KEEP) {
                    rows.add(row(frame.words(), step));
                }
                progress.run();
            };
            done.set(exactly == null ? generate.run(request, listener) : generate.apply(request, exactly, listener));
        });
        RunReport<Counts> result = requireNonNull(done.get(), "done");
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

    private static Exit exit(Report report, Request request, Counts counts) {
        if (counts.input() == 0) {
            report.say(
                    "report-cards.check.nothing", Map.of("term", request.term().toString()));
            return Exit.UNVERIFIED;
        }
        return Exit.ofFailures(counts.failed());
    }
}
