package dev.cartable.cli.task;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tasks show}: one task and its runs. */
@picocli.CommandLine.Command(name = "show")
final class ShowTaskCommand extends Command {
    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Option(names = "--limit", paramLabel = "N")
    private int limit = 20;

    @Override
    protected Exit run(Frame frame) {
        CommandException.atLeast(frame.words(), "--limit", 1, limit);
        Rows tasks = frame.report().allRows("tasks");
        Rows runs = frame.report().allRows("runs");
        try (Host host = Host.planning(frame)) {
            Tasks context = host.cartable().tasks();
            TaskName task = TaskRows.named(frame, context, name);
            tasks.add(TaskRows.task(frame, context.find(task)));
            try (Stream<Occurrence> history = context.history(task)) {
                history.limit(limit).forEach(run -> runs.add(TaskRows.run(frame, run)));
            }
            return Exit.DONE;
        }
    }
}
