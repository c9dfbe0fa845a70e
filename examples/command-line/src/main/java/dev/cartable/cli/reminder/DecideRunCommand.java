package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.reminder.ReleaseHolds;
import dev.cartable.reminder.ReleaseHolds.AlreadyDecided;
import dev.cartable.reminder.ReleaseHolds.Discarded;
import dev.cartable.reminder.ReleaseHolds.Released;
import dev.cartable.reminder.ReleaseHolds.Result;
import dev.cartable.reminder.model.Hold;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** {@code reminders release} and {@code reminders discard}: what becomes of a run that the brake holds. Without a run they list. */
abstract class DecideRunCommand extends Command {
    @Parameters(paramLabel = "RUN", arity = "0..1")
    private @Nullable String run;

    /** Decides about a run. */
    abstract Result decide(Frame frame, ReleaseHolds holds, String name);

    /** Lets a run go on. */
    @picocli.CommandLine.Command(name = "release")
    static final class Release extends DecideRunCommand {
        @Override
        Result decide(Frame frame, ReleaseHolds holds, String name) {
            StepTally tally = new StepTally(frame);
            Result result = holds.release(name, tally::add);
            if (result instanceof Released released) {
                tally.tell();
                frame.report().counts(released.counts());
            }
            return result;
        }
    }

    /** Gives a run up. */
    @picocli.CommandLine.Command(name = "discard")
    static final class Discard extends DecideRunCommand {
        @Override
        Result decide(Frame frame, ReleaseHolds holds, String name) {
            return holds.discard(name);
        }
    }

    @Override
    protected final Exit run(Frame frame) {
        String named = run;
        frame.report().rows("errors");
        try (Host host = named == null ? Host.reading(frame) : Host.changing(frame)) {
            ReleaseHolds holds = host.cartable().reminders().holds();
            return named == null ? list(frame, holds.open()) : tell(frame, named, decide(frame, holds, named));
        }
    }

    private static Exit list(Frame frame, List<Hold> open) {
        Rows rows = frame.report().allRows("holds");
        open.forEach(hold -> rows.add(row(frame, hold)));
        if (open.isEmpty()) {
            frame.report().say("holds.none");
        }
        return open.isEmpty() ? Exit.DONE : Exit.HELD;
    }

    private static Exit tell(Frame frame, String name, Result result) {
        Report report = frame.report();
        if (result instanceof Released released) {
            report.field("hold", row(frame, released.hold()));
            report.afterwards(
                    released.counts().queued() > 0 ? "generate.next" : "generate.nothing-to-send",
                    Map.of("queued", released.counts().queued()));
            return Exit.ofFailures(released.counts().failed());
        }
        if (result instanceof Discarded discarded) {
            report.field("hold", row(frame, discarded.hold()));
            report.counts(Map.of("discarded", discarded.entries()));
            report.say("holds.discarded", Map.of("run", name));
            return Exit.DONE;
        }
        boolean decided = result instanceof AlreadyDecided;
        String key = decided ? "error.RUN_DECIDED" : "error.UNKNOWN_RUN";
        String state = decided ? ((AlreadyDecided) result).hold().state().name() : "";
        throw CommandException.failed(
                decided ? "RUN_DECIDED" : "UNKNOWN_RUN",
                frame.words()
                        .text(
                                key,
                                Map.of(
                                        "run",
                                        name,
                                        "state",
                                        decided ? frame.words().text("hold." + state) : "")));
    }

    private static Row row(Frame frame, Hold hold) {
        Row row = Row.of("run", hold.run())
                .and("kind", hold.kind().name())
                .and("day", hold.absentOn())
                .and("promotion", hold.promotion())
                .and("absent", hold.absent())
                .and("enrolled", hold.enrolled())
                .and("percent", hold.percent())
                .and("state", hold.state());
        return frame.isJson() ? row : row.and("when", frame.words().date(hold.absentOn()));
    }
}
