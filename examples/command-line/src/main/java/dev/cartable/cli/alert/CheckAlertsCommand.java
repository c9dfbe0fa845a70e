package dev.cartable.cli.alert;

import dev.cartable.alert.EvaluateAlerts;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** {@code alerts check}: without {@code --send} it lists and writes nothing. */
@picocli.CommandLine.Command(name = "check")
final class CheckAlertsCommand extends Command {
    @Mixin
    private Sending sending = new Sending();

    @Override
    protected Exit run(Frame frame) {
        boolean writes = sending.begin(frame);
        Report report = frame.report();
        Rows rows = report.allRows("alerts");
        report.rows("errors");
        try (Host host = writes ? Host.changing(frame) : Host.reading(frame)) {
            EvaluateAlerts evaluate = host.cartable().alerts().evaluate();
            Consumer<EvaluateAlerts.Step> each = step -> rows.add(row(step));
            EvaluateAlerts.Counts counts = writes ? evaluate.run(each) : evaluate.plan(each);
            report.counts(counts);
            if (writes) {
                Sending.next(report, counts.queued());
            } else {
                report.afterwards("alerts.nothing-sent", Map.of());
            }
            return Exit.DONE;
        }
    }

    private static Row row(EvaluateAlerts.Step step) {
        return Row.of("user", step.user())
                .and("type", step.crossing().alert().type())
                .and("threshold", step.crossing().alert().threshold())
                .and("percent", step.percent())
                .and("message", step.message())
                .and("window", step.crossing().window())
                .and("alert", step.crossing().alert().id())
                .and("notified", step.notified());
    }
}
