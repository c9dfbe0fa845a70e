package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.AuditUsage;
import dev.cartable.school.model.UserId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code quota repair}: mends what {@code quota audit} finds. */
@picocli.CommandLine.Command(name = "repair")
final class RepairCommand extends Command {
    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Override
    protected Exit run(Frame frame) {
        frame.report().field("dryRun", dryRun);
        AuditRows rows = new AuditRows(frame.report());
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            AuditUsage audit = host.cartable().quotas().audit();
            UserId only = user == null ? null : Targets.user(frame, host, user).id();
            if (!dryRun && frame.asks() && !agreed(frame, audit.plan(only, finding -> {}))) {
                frame.report().say("not-agreed");
                return Exit.FAILED;
            }
            AuditUsage.Counts counts = dryRun ? audit.plan(only, rows) : audit.run(only, frame.actor(), rows);
            frame.report().counts(counts);
            if (AuditRows.isClean(counts)) {
                frame.report().afterwards("audit.clean", Map.of());
            } else if (dryRun) {
                frame.report().afterwards("nothing-written", Map.of());
            }
            return Exit.ofFailures(counts.skipped());
        }
    }

    private static boolean agreed(Frame frame, AuditUsage.Counts found) {
        return AuditRows.isClean(found)
                || frame.agreed("repair.ask", Map.of("wrong", found.wrong(), "behind", found.behind()));
    }
}
