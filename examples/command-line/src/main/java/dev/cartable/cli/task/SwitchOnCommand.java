package dev.cartable.cli.task;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.task.Tasks;
import picocli.CommandLine.Parameters;

/** {@code tasks on}. */
@picocli.CommandLine.Command(name = "on")
final class SwitchOnCommand extends Command {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    protected Exit run(Frame frame) {
        try (Host host = Host.writing(frame)) {
            Tasks tasks = host.cartable().tasks();
            frame.report().allRows("tasks").add(TaskRows.task(frame, tasks.on(TaskRows.named(frame, tasks, name))));
            return Exit.DONE;
        }
    }
}
