package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Words;
import dev.cartable.quota.model.Consumption;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.school.csv.CsvList;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code quota record}. */
@picocli.CommandLine.Command(name = "record")
final class RecordCommand extends Command {
    @Option(names = "--user", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--bytes", paramLabel = "N")
    private @Nullable String bytes;

    @Option(names = "--up", paramLabel = "N")
    private @Nullable String up;

    @Option(names = "--down", paramLabel = "N")
    private @Nullable String down;

    @Option(names = "--event", paramLabel = "ID")
    private @Nullable String event;

    @Option(names = "--at", paramLabel = "T")
    private @Nullable Instant at;

    @Option(names = "--file", paramLabel = "FILE")
    private @Nullable String file;

    @Option(names = "--strict")
    private boolean strict;

    @Override
    protected Exit run(Frame frame) {
        if ((user == null) == (file == null)) {
            throw CommandException.usage(frame.words().text("error.one-of", "options", "--user, --file"));
        }
        return user == null ? all(frame) : one(frame, user);
    }

    private Exit one(Frame frame, String named) {
        Traffic traffic = traffic(frame.words());
        if (strict && at != null) {
            throw CommandException.usage(frame.words().text("error.strict-now"));
        }
        Instant when = at == null ? frame.around().time().instant() : at;
        String id = event == null ? UUID.randomUUID().toString() : event;
        EventId eventId = CommandException.option(frame.words(), "--event", id, () -> new EventId(id));
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            if (strict) {
                return strictly(frame, host, Targets.user(frame, host, named).id(), traffic, eventId);
            }
            UsageEvent used =
                    new UsageEvent(eventId, Targets.user(frame, host, named).id(), traffic, when);
            UsageReport done = host.cartable().quotas().record(used);
            for (UsageReport.Refusal refusal : done.refused()) {
                if (at == null && UsageFile.isRepetition(refusal)) {
                    continue;
                }
                throw CommandException.failed(
                        refusal.problem().name(),
                        frame.words().text("error.not-counted", "reason", UsageFile.reason(frame, refusal)));
            }
            frame.report().field("event", eventId);
            frame.report().counts(CountedFile.counts(1, done.counted().size(), 0));
            return Exit.DONE;
        }
    }

    /** Only if there is room for it. */
    private static Exit strictly(Frame frame, Host host, UserId of, Traffic traffic, EventId event) {
        Consumption answer = host.cartable().quotas().consume(of, traffic, event);
        if (answer instanceof Consumption.Denied denied) {
            String windows = denied.windows().stream()
                    .map(window -> frame.words().code(window.name()))
                    .collect(Collectors.joining(", "));
            throw CommandException.failed(
                    "DENIED",
                    frame.words()
                            .text(
                                    windows.isEmpty() ? "error.not-served" : "error.no-room",
                                    Map.of(
                                            "windows",
                                            windows,
                                            "state",
                                            frame.words()
                                                    .code("STATE_"
                                                            + denied.allowance().state()))));
        }
        if (answer instanceof Consumption.Conflict conflict) {
            throw CommandException.failed(
                    "CONFLICT",
                    frame.words()
                            .text(
                                    "error.not-counted",
                                    "reason",
                                    UsageFile.conflict(frame, conflict.earlier(), traffic)));
        }
        frame.report().field("event", event);
        boolean repeated = answer instanceof Consumption.Granted granted && granted.repeated();
        frame.report().counts(CountedFile.counts(1, repeated ? 0 : 1, 0));
        return Exit.DONE;
    }

    private Exit all(Frame frame) {
        if (strict || bytes != null || up != null || down != null || event != null || at != null) {
            throw CommandException.usage(frame.words().text("error.file-alone"));
        }
        CsvList list = CsvFiles.open(frame, String.valueOf(file), List.of("user", "bytes", "event"), List.of("at"));
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            UsageFile events = new UsageFile(frame, host);
            list.read(events);
            events.record();
            frame.report().counts(events.counts());
            return Exit.ofFailures(events.refused());
        }
    }

    /** Bytes without a direction count as down. */
    private Traffic traffic(Words words) {
        Values values = new Values(words);
        Long all = size(values, "--bytes", bytes);
        Long sent = size(values, "--up", up);
        Long received = size(values, "--down", down);
        if (all == null && sent == null && received == null) {
            throw CommandException.usage(words.text("error.missing", "missing", "--bytes"));
        }
        long upwards = sent != null ? sent : all == null || received == null ? 0 : all - received;
        long downwards = received != null ? received : all == null ? 0 : all - upwards;
        if (all != null && (upwards < 0 || downwards < 0 || upwards != all - downwards)) {
            throw CommandException.usage(words.text("error.bytes-sum"));
        }
        return CommandException.option(words, "--bytes", String.valueOf(bytes), () -> new Traffic(upwards, downwards));
    }

    private static @Nullable Long size(Values values, String option, @Nullable String text) {
        return text == null ? null : Long.valueOf(values.size(option, text).bytes());
    }
}
