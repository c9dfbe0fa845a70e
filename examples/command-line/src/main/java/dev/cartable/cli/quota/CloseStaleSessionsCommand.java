package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Rows;
import dev.cartable.quota.CloseStaleSessions;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** {@code session close-stale}. */
@picocli.CommandLine.Command(name = "close-stale")
final class CloseStaleSessionsCommand extends Command {
    @Option(names = "--dry-run")
    private boolean dryRun;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.field("dryRun", dryRun);
        Rows rows = report.rows("sessions");
        report.rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            CloseStaleSessions sessions = host.cartable().quotas().closeStaleSessions();
            Consumer<CloseStaleSessions.Closing> each =
                    closing -> rows.add(SessionRows.row(closing.session()).and("end", closing.why()));
            report.counts(dryRun ? sessions.plan(each) : sessions.run(each));
            if (dryRun) {
                report.afterwards("nothing-written", Map.of());
            }
            return Exit.DONE;
        }
    }
}
