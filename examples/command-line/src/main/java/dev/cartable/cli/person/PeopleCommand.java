package dev.cartable.cli.person;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code people}: what is kept about one person. */
@Command(
        name = "people",
        subcommands = {ErasePersonCommand.class, ExportPersonCommand.class})
public final class PeopleCommand extends CommandGroup {}
