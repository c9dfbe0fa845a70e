package dev.cartable.cli.person;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code retention}: how long data about people is kept. */
@Command(
        name = "retention",
        subcommands = {ApplyRetentionCommand.class})
public final class RetentionCommand extends CommandGroup {}
