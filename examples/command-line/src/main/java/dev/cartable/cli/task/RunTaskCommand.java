package dev.cartable.cli.task;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** {@code tasks run}: runs a task now, due or not. */
@picocli.CommandLine.Command(name = "run")
final class RunTaskCommand extends Command {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    protected Exit run(Frame frame) {
        Rows runs = frame.report().allRows("runs");
        try (Host host = Host.ticking(frame)) {
            if (host.isEmpty()) {
                frame.report().afterwards("tick.no-database", Map.of());
                return Exit.UNVERIFIED;
            }
            Tasks tasks = host.cartable().tasks();
            Occurrence run = tasks.run(TaskRows.named(frame, tasks, name));
            runs.add(TaskRows.run(frame, run));
            return run.state() == Occurrence.State.DONE ? Exit.DONE : Exit.FAILED;
        }
    }
}
