package dev.cartable.cli.trail;

import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.model.TrailReport;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code audit verify}: whether the trail is as it was recorded. */
@picocli.CommandLine.Command(name = "verify")
final class VerifyTrailCommand extends Command {
    @Option(names = "--noted", paramLabel = "NUMBER:HASH")
    private @Nullable String noted;

    @Override
    protected Exit run(Frame frame) {
        String end = noted;
        AuditHead before =
                end == null ? null : CommandException.option(frame.words(), "--noted", end, () -> AuditHead.parse(end));
        Rows rows = frame.report().allRows("breaks");
        try (Host host = Host.reading(frame)) {
            TrailReport report = host.cartable().auditTrail().verify(before);
            for (TrailReport.Finding finding : report.findings()) {
                Long last = finding.last();
                rows.add(Row.of("number", finding.number())
                        .and("last", last == null ? finding.number() : last)
                        .and("type", finding.type().name())
                        .and("reason", frame.words().text("trail." + finding.type())));
            }
            frame.report().field("end", report.head().toString());
            frame.report().counts(report.numbers());
            if (host.isEmpty()) {
                return Exit.UNVERIFIED;
            }
            String first = rows.size() == 0
                    ? ""
                    : Long.toString(report.findings().get(0).number());
            frame.report()
                    .afterwards(
                            report.isUnbroken() ? "trail.unbroken" : "trail.broken",
                            Map.of("end", report.head().toString(), "first", first));
            return report.isUnbroken() ? Exit.DONE : Exit.FINDING;
        }
    }
}
