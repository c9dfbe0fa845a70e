package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.quota.AuditUsage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code quota audit}: compares counters with the ledger and writes nothing. */
@picocli.CommandLine.Command(name = "audit")
final class AuditCommand extends Command {
    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Override
    protected Exit run(Frame frame) {
        AuditRows rows = new AuditRows(frame.report());
        try (Host host = Host.reading(frame)) {
            AuditUsage audit = host.cartable().quotas().audit();
            AuditUsage.Counts counts = audit.plan(
                    user == null ? null : Targets.user(frame, host, user).id(), rows);
            frame.report().field("provenFrom", audit.provableFrom());
            frame.report().counts(counts);
            frame.report().say("audit.proven", Map.of("day", audit.provableFrom()));
            if (host.isEmpty()) {
                return Exit.UNVERIFIED;
            }
            frame.report().afterwards(AuditRows.isClean(counts) ? "audit.clean" : "audit.repair", Map.of());
            return counts.wrong() > 0 ? Exit.FINDING : Exit.DONE;
        }
    }
}
