package dev.cartable.cli.task;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.task.Tasks;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Schedule.InvalidScheduleException;
import dev.cartable.task.model.TaskName;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tasks at}: changes when a task runs. */
@picocli.CommandLine.Command(name = "at")
final class ChangeTimeCommand extends Command {
    /** The word that takes a change back. */
    private static final String DEFAULT = "default";

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "WHEN")
    private List<String> when = new ArrayList<>();

    @Option(names = "--in", paramLabel = "ZONE")
    private @Nullable String in;

    @Override
    protected Exit run(Frame frame) {
        String text = String.join(" ", when);
        ZoneId zone = in == null ? null : CommandException.option(frame.words(), "--in", in, () -> ZoneId.of(in));
        try (Host host = Host.writing(frame)) {
            Tasks tasks = host.cartable().tasks();
            TaskName task = TaskRows.named(frame, tasks, name);
            Schedule schedule = text.equals(DEFAULT) ? null : Schedule.parse(text);
            frame.report().allRows("tasks").add(TaskRows.task(frame, tasks.at(task, schedule, zone)));
            return Exit.DONE;
        } catch (InvalidScheduleException e) {
            throw CommandException.usage(frame.words().text("error.INVALID_SCHEDULE", Map.of("schedule", text)));
        }
    }
}
