package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code history}: what an older system has reminded people of. */
@Command(name = "history", subcommands = ImportHistoryCommand.class)
public final class HistoryCommand extends CommandGroup {}
