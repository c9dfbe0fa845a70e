package dev.cartable.cli.alert;

import dev.cartable.alert.SendSummaries;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alerts summary}: notifies supervisors of a day. Without {@code --send} it shows the messages. */
@picocli.CommandLine.Command(name = "summary")
final class SummaryCommand extends Command {
    @Option(names = "--day", paramLabel = "DATE")
    private @Nullable LocalDate day;

    @Mixin
    private Sending sending = new Sending();

    @Override
    protected Exit run(Frame frame) {
        boolean writes = sending.begin(frame);
        Report report = frame.report();
        report.rows("errors");
        report.rows("summaries");
        try (Host host = writes ? Host.changing(frame) : Host.reading(frame)) {
            SendSummaries summaries = host.cartable().alerts().summaries();
            LocalDate of = day == null ? summaries.lastDay() : day;
            AtomicLong queued = new AtomicLong();
            AtomicLong noChannel = new AtomicLong();
            Consumer<SendSummaries.Summary> each = summary -> {
                (summary.queued() ? queued : noChannel).incrementAndGet();
                say(report, summary);
            };
            if (writes) {
                summaries.run(of, each);
            } else {
                summaries.plan(of, each);
            }
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("input", queued.get() + noChannel.get());
            counts.put("noChannel", noChannel.get());
            counts.put("queued", queued.get());
            report.counts(counts);
            if (writes) {
                Sending.next(report, queued.get());
            } else {
                report.afterwards("alerts.summary-not-sent", Map.of());
            }
            return Exit.DONE;
        }
    }

    private static void say(Report report, SendSummaries.Summary summary) {
        report.rows("summaries")
                .add(Row.of("promotion", summary.promotion().name())
                        .and("supervisor", summary.supervisor().id())
                        .and("day", summary.day())
                        .and("lines", summary.lines())
                        .and("queued", summary.queued()));
    }
}
