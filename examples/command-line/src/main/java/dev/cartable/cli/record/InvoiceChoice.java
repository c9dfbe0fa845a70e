package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Report;
import dev.cartable.document.InvoiceRequest;
import dev.cartable.work.Plan;
import dev.cartable.work.PlanDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which invoices a command is about, and whether they are planned or carried out. */
final class InvoiceChoice {
    @Parameters(paramLabel = "NUMBER", arity = "0..*")
    private List<String> numbers = new ArrayList<>();

    @Option(names = "--since", paramLabel = "DAY")
    private @Nullable String since;

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

    InvoiceRequest request(Frame frame) {
        String day = since;
        return new InvoiceRequest(
                day == null ? null : CommandException.option(frame.words(), "--since", day, () -> LocalDate.parse(day)),
                Set.copyOf(numbers));
    }

    /** Says what was planned and how to approve it. */
    static void show(Report report, Plan<?, ?, ?> plan) {
        report.say("generate.plan");
        report.counts(plan.counts());
        report.field("digest", plan.digest().hex());
        report.afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
    }
}
