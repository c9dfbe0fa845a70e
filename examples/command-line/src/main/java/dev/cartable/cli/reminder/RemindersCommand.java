package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code reminders}: what people are reminded of, and what became of it. */
@Command(
        name = "reminders",
        subcommands = {
            SendRemindersCommand.class,
            ListRemindersCommand.class,
            WhyCommand.class,
            ReminderStatsCommand.class,
            ReconcileCommand.class,
            BursarCommand.class,
            ManualReminderCommand.class,
            TestReminderCommand.class,
            PrintReminderLettersCommand.class,
            DecideRunCommand.Release.class,
            DecideRunCommand.Discard.class
        })
public final class RemindersCommand extends CommandGroup {}
