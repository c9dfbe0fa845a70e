package dev.cartable.cli.record;

import dev.cartable.billing.ResumeNumbers.Missing;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.List;

/** {@code invoices gaps}: numbers that no invoice has, since a restore has lost those that had them. */
@picocli.CommandLine.Command(name = "gaps")
final class NumberGapsCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        frame.report().rows("errors");
        Rows rows = frame.report().allRows("gaps");
        try (Host host = Host.reading(frame)) {
            BillingChoice.requireIssuing(frame);
            List<Missing> missing = host.cartable().billing().numbers().missing();
            missing.forEach(one -> rows.add(Row.of("series", one.gap().series())
                    .and("year", one.gap().year())
                    .and("first", one.first())
                    .and("last", one.last())
                    .and("count", one.gap().count())));
            if (missing.isEmpty()) {
                frame.report().say("invoices.no-gaps");
            }
            return Exit.DONE;
        }
    }
}
