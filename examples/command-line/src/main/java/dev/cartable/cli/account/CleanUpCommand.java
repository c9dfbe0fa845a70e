package dev.cartable.cli.account;

import dev.cartable.account.CleanUpOrphans;
import dev.cartable.account.CleanUpPlan;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.roster.RosterFiles;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code accounts cleanup}. */
@picocli.CommandLine.Command(name = "cleanup")
final class CleanUpCommand extends Command {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([dhj]?)");

    @Option(names = "--grace", paramLabel = "SPAN")
    private String grace = "30d";

    @Option(names = "--max", paramLabel = "N")
    private @Nullable Long max;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--max", 0, max);
        CleanUpOrphans.Request request = new CleanUpOrphans.Request(grace(frame), RosterFiles.brake(max));
        boolean plans = dryRun || frame.options().mailTo() != null;
        frame.report().field("dryRun", plans);
        try (Host host = plans ? Host.reading(frame) : Host.changing(frame)) {
            return plans ? plan(frame, host, request) : carryOut(frame, host, request);
        }
    }

    private Duration grace(Frame frame) {
        Matcher span = SPAN.matcher(grace);
        if (!span.matches()) {
            throw CommandException.usage(frame.words().text("error.span", "value", grace));
        }
        long number = Long.parseLong(span.group(1));
        return span.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
    }

    private static Exit plan(Frame frame, Host host, CleanUpOrphans.Request request) {
        var plan = host.cartable().accounts().cleanUp().plan(request);
        try (var steps = plan.steps()) {
            steps.forEach(step -> add(frame.report(), step));
        }
        tell(frame.report(), plan.counts(), plan.digest());
        frame.report().afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
        return Exit.DONE;
    }

    private Exit carryOut(Frame frame, Host host, CleanUpOrphans.Request request) {
        CleanUpOrphans cleanUp = host.cartable().accounts().cleanUp();
        PlanDigest digest = approved;
        if (approved == null && frame.needsConsent()) {
            var plan = cleanUp.plan(request);
            if (!plan.counts().changesNothing()
                    && !frame.consents("cleanup.ask", plan.counts().values())) {
                frame.report().say("not-agreed");
                return Exit.FAILED;
            }
            digest = plan.digest();
        }
        Consumer<CleanUpPlan.Step> listener = step -> add(frame.report(), step);
        RunReport<CleanUpPlan.Counts> done =
                digest == null ? cleanUp.run(request, listener) : cleanUp.apply(request, digest, listener);
        tell(frame.report(), done.counts(), done.digest());
        return Exit.ofFailures(done.counts().failed());
    }

    private static void add(Report report, CleanUpPlan.Step step) {
        switch (step.action()) {
            case KEEP -> {}
            case SKIP ->
                report.rows("skips")
                        .add(Row.of("guardian", step.guardian())
                                .and("reason", step.reason())
                                .and("detail", step.detail())
                                .and("account", step.account()));
            case FAIL ->
                report.rows("errors")
                        .add(Row.error(step.detail(), step.reason()).and("account", step.account()));
            default ->
                report.rows("changes")
                        .add(Row.of("account", step.account())
                                .and("guardian", step.guardian())
                                .and("action", step.action()));
        }
    }

    private static void tell(Report report, CleanUpPlan.Counts counts, PlanDigest digest) {
        report.rows("changes");
        report.rows("skips");
        report.rows("errors");
        report.field("digest", digest.hex());
        report.counts(counts);
    }
}
