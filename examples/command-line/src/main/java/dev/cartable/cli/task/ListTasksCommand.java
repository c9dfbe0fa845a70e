package dev.cartable.cli.task;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Rows;
import dev.cartable.task.Tasks;
import java.util.Map;

/** {@code tasks list}. */
@picocli.CommandLine.Command(name = "list")
final class ListTasksCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        Rows rows = frame.report().allRows("tasks");
        try (Host host = Host.planning(frame)) {
            Tasks tasks = host.cartable().tasks();
            tasks.list().forEach(task -> rows.add(TaskRows.task(frame, task)));
            frame.report().field("lastTick", tasks.lastTick().orElse(null));
            if (tasks.lastTick().isEmpty()) {
                frame.report().afterwards("tasks.never", Map.of());
            }
            tasks.silentSince().ifPresent(since -> frame.report().afterwards("tasks.silent", Map.of("since", since)));
            return tasks.silentSince().isPresent() ? Exit.FINDING : Exit.DONE;
        }
    }
}
