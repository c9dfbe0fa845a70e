package dev.cartable.cli.alert;

import dev.cartable.alert.SendDigests;
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

/** {@code alerts summary}: tells supervisors of a day. Without {@code --send} it shows what would be told. */
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
            SendDigests digests = host.cartable().alerts().digests();
            LocalDate of = day == null ? digests.lastDay() : day;
            AtomicLong told = new AtomicLong();
            AtomicLong noChannel = new AtomicLong();
            Consumer<SendDigests.Digest> each = digest -> {
                (digest.queued() ? told : noChannel).incrementAndGet();
                say(report, digest);
            };
            if (writes) {
                digests.run(of, each);
            } else {
                digests.plan(of, each);
            }
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("input", told.get() + noChannel.get());
            counts.put("noChannel", noChannel.get());
            counts.put("queued", told.get());
            report.counts(counts);
            if (writes) {
                Sending.next(report, told.get());
            } else {
                report.afterwards("alerts.summary-not-sent", Map.of());
            }
            return Exit.DONE;
        }
    }

    private static void say(Report report, SendDigests.Digest digest) {
        report.rows("summaries")
                .add(Row.of("promotion", digest.promotion().name())
                        .and("supervisor", digest.supervisor().id())
                        .and("day", digest.day())
                        .and("lines", digest.lines())
                        .and("queued", digest.queued()));
    }
}
