package dev.cartable.cli.task;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.task.model.Occurrence;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code tick}: runs what is due. What cron calls once a minute. */
@picocli.CommandLine.Command(name = "tick")
public final class TickCommand extends Command {
    private static final Set<Occurrence.State> GOOD = Set.of(Occurrence.State.DONE, Occurrence.State.UNFINISHED);

    @Option(names = "--log-file", paramLabel = "FILE")
    private @Nullable String logFile;

    @Override
    protected Exit run(Frame frame) throws IOException {
        Rows rows = frame.report().allRows("runs");
        frame.report().rows("errors");
        try (RunLog log = logFile == null
                        ? null
                        : RunLog.open(frame, frame.around().path(logFile));
                Host host = Host.ticking(frame)) {
            if (host.isEmpty()) {
                frame.report().afterwards("tick.no-database", Map.of());
                return Exit.UNVERIFIED;
            }
            List<Occurrence> runs = host.cartable().tasks().tick();
            runs.forEach(run -> rows.add(TaskRows.run(frame, run)));
            if (log != null) {
                log(frame, log, runs);
            }
            if (runs.isEmpty()) {
                frame.report().say("tick.none");
            }
            Silence silence = host.cartable().notices().silence().orElse(null);
            frame.report().field("silence", silence == null ? null : silence.reason());
            if (silence != null) {
                frame.report().afterwards("silence." + silence.reason(), Map.of());
            }
            return exit(runs, silence, host.hasCourier());
        }
    }

    /** The tasks have run, so that a disk that is full now is reported and ends nothing. */
    private void log(Frame frame, RunLog log, List<Occurrence> runs) {
        try {
            log.add(runs);
        } catch (IOException e) {
            frame.report()
                    .warn(
                            "warn.tick-log",
                            Map.of("file", String.valueOf(logFile), "detail", String.valueOf(e.getMessage())));
        }
    }

    private static Exit exit(List<Occurrence> runs, @Nullable Silence silence, boolean sends) {
        if (!runs.stream().map(Occurrence::state).allMatch(GOOD::contains)) {
            return Exit.PARTLY;
        }
        if (silence != null) {
            return silence.reason() == Silence.Reason.SPEAK_OFF ? Exit.DONE : Exit.HELD;
        }
        return sends ? Exit.DONE : Exit.DEGRADED;
    }
}
