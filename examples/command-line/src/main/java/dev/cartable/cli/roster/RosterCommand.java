package dev.cartable.cli.roster;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code roster}: the school's pupils and guardians. */
@Command(name = "roster", subcommands = ImportCommand.class)
public final class RosterCommand extends CommandGroup {}
