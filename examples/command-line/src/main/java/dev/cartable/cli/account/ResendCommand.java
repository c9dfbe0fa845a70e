package dev.cartable.cli.account;

import dev.cartable.account.AccountPlan;
import dev.cartable.account.ResendCredentials;
import dev.cartable.account.model.AccountStep;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code accounts resend}. */
@picocli.CommandLine.Command(name = "resend")
final class ResendCommand extends Command {
    @Parameters(paramLabel = "ID", arity = "0..*")
    private List<String> named = new ArrayList<>();

    @Option(names = "--guardian", paramLabel = "ID")
    private List<String> guardians = new ArrayList<>();

    @Option(names = "--new-password")
    private boolean newPassword;

    @Option(names = "--never-activated")
    private boolean neverActivated;

    @Option(names = "--expired")
    private boolean expired;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "DIGEST")
    private @Nullable PlanDigest approved;

    @Override
    protected Exit run(Frame frame) {
        boolean plans = dryRun || frame.options().mailTo() != null;
        frame.report().field("dryRun", plans);
        try (Host host = plans ? Host.reading(frame) : Host.changing(frame)) {
            ResendCredentials.Request request = request(frame, host);
            return plans ? plan(frame, host, request) : carryOut(frame, host, request);
        }
    }

    private ResendCredentials.Request request(Frame frame, Host host) {
        List<String> all = new ArrayList<>(named);
        all.addAll(guardians);
        return new ResendCredentials.Request(
                new TreeSet<>(Targets.guardians(frame, host, all)), newPassword, neverActivated, expired);
    }

    private static Exit plan(Frame frame, Host host, ResendCredentials.Request request) {
        var plan = host.cartable().accounts().resend().plan(request);
        StepRows rows = new StepRows(frame.report());
        frame.report().hiddenRows("steps");
        try (var steps = plan.steps()) {
            steps.forEach(rows::planned);
        }
        frame.report().counts(plan.counts());
        frame.report().field("digest", plan.digest().hex());
        String mailTo = frame.options().mailTo();
        if (mailTo != null) {
            TestDeliveries.ofSteps(frame, host, plan.steps(), mailTo);
        }
        frame.report().afterwards("plan.nothing-written", Map.of("digest", plan.digest()));
        return Exit.DONE;
    }

    /** Links that were sent before die, so that all accounts together are renewed only with consent. */
    private boolean agreed(Frame frame, AccountPlan.Counts counts, boolean everyone) {
        Map<String, Long> values = Map.of("renewed", counts.renewed(), "queued", counts.queued());
        if (newPassword) {
            return frame.consents("resend.ask-password", values);
        }
        return everyone ? frame.consents("resend.ask", values) : frame.agreed("resend.ask", values);
    }

    private Exit carryOut(Frame frame, Host host, ResendCredentials.Request request) {
        Report report = frame.report();
        ResendCredentials resend = host.cartable().accounts().resend();
        PlanDigest digest = approved;
        long total = 0;
        boolean everyone = named.isEmpty() && guardians.isEmpty();
        boolean asks = approved == null && (frame.asks() || ((everyone || newPassword) && frame.needsConsent()));
        if (asks || frame.around().progress()) {
            var plan = resend.plan(request);
            total = plan.counts().input();
            if (asks && plan.counts().renewed() > 0 && !agreed(frame, plan.counts(), everyone)) {
                report.say("not-agreed");
                return Exit.FAILED;
            }
            digest = approved == null ? plan.digest() : approved;
        }
        StepRows rows = new StepRows(report);
        PlanDigest exactly = digest;
        AtomicReference<RunReport<AccountPlan.Counts>> result = new AtomicReference<>();
        frame.withProgress("generate.progress", total, step -> {
            Consumer<AccountStep> listener = decided -> {
                rows.add(decided);
                step.run();
            };
            result.set(exactly == null ? resend.run(request, listener) : resend.apply(request, exactly, listener));
        });
        RunReport<AccountPlan.Counts> done = Objects.requireNonNull(result.get(), "a run ends with a report");
        report.counts(done.counts());
        report.field("digest", done.digest().hex());
        report.afterwards(
                done.counts().queued() > 0 ? "generate.next" : "generate.nothing-to-send",
                Map.of("queued", done.counts().queued()));
        return done.counts().failed() > 0 ? Exit.PARTLY : Exit.DONE;
    }
}
