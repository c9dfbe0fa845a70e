package dev.cartable.cli.grade;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.document.ReportCardRequest;
import dev.cartable.school.model.PromotionId;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which report cards a command is about, and whether they are planned or carried out. */
final class ReportCardChoice {
    @Mixin
    private TermChoice term = new TermChoice();

    @Option(names = "--promotion", paramLabel = "PROMOTION")
    private @Nullable String promotion;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    boolean isDryRun() {
        return dryRun;
    }

    /** The plan that a person has approved; null to plan and carry out at once. */
    @Nullable
    PlanDigest approved() {
        return approved;
    }

    ReportCardRequest request(Frame frame, Host host) {
        String of = promotion;
        ReportCardRequest request = new ReportCardRequest(
                term.of(frame, host),
                of == null ? null : CommandException.checked(frame.words(), () -> new PromotionId(of)));
        frame.report()
                .field("term", request.term().name())
                .field("year", request.term().year());
        return request;
    }

    /** Says what was planned and how to approve it. */
    static void show(Report report, Plan<?, ?, ?> plan) {
        report.say("generate.plan");
        report.counts(plan.counts());
        report.field("digest", plan.digest().hex());
        report.afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
    }
}
