package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.quota.ResetUsage;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Window;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quota reset}: windows roll over by themselves, so only {@code --user} and {@code --force} take use away. */
@picocli.CommandLine.Command(name = "reset")
final class ResetCommand extends Command {
    /** What is reset. */
    enum Which {
        DAILY,
        WEEKLY,
        MONTHLY,
        ALL;

        Set<Window> windows() {
            return switch (this) {
                case DAILY -> EnumSet.of(Window.DAY);
                case WEEKLY -> EnumSet.of(Window.WEEK);
                case MONTHLY -> EnumSet.of(Window.MONTH);
                case ALL -> EnumSet.allOf(Window.class);
            };
        }
    }

    @Parameters(paramLabel = "daily|weekly|monthly|all")
    private Which which = Which.ALL;

    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--force")
    private boolean force;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        boolean running = force || user != null;
        report.field("dryRun", dryRun).field("running", running);
        Rows rows = report.rows("resets");
        report.rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            ResetUsage.Request request = new ResetUsage.Request(
                    which.windows(),
                    user == null ? null : Targets.user(frame, host, user).id(),
                    running,
                    frame.actor());
            ResetUsage reset = host.cartable().quotas().reset();
            Consumer<ResetUsage.Step> each = step -> rows.add(row(step));
            if (!dryRun && running && !agreed(frame, reset, request)) {
                report.say("not-agreed");
                return Exit.FAILED;
            }
            ResetUsage.Counts counts = dryRun ? reset.plan(request, each) : reset.run(request, each);
            report.counts(counts);
            report.say(!running ? "reset.rolled-over" : dryRun ? "reset.would-run" : "reset.running");
            if (dryRun) {
                report.afterwards("nothing-written", Map.of());
            }
            return Exit.DONE;
        }
    }

    private static boolean agreed(Frame frame, ResetUsage reset, ResetUsage.Request request) {
        if (!frame.needsConsent()) {
            return true;
        }
        long changed = reset.plan(request, step -> {}).reset();
        return changed == 0 || frame.consents("reset.ask", Map.of("reset", changed));
    }

    /** What the counters said before. */
    private static Row row(ResetUsage.Step step) {
        Usage before = step.before();
        return Row.of("user", step.user())
                .and("dayBytes", before.counters().day().traffic().total().bytes())
                .and("weekBytes", before.counters().week().traffic().total().bytes())
                .and("monthBytes", before.counters().month().traffic().total().bytes())
                .and("cycleBytes", before.counters().cycle().traffic().total().bytes());
    }
}
