package dev.cartable.cli.task;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code tasks}: which task runs when. */
@Command(
        name = "tasks",
        subcommands = {
            ListTasksCommand.class,
            ShowTaskCommand.class,
            RunTaskCommand.class,
            SwitchOnCommand.class,
            SwitchOffCommand.class,
            ChangeTimeCommand.class,
            InstallCommand.class
        })
public final class TasksCommand extends CommandGroup {}
