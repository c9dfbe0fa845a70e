package dev.cartable.cli.person;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code preferences}: what one person wants. */
@Command(
        name = "preferences",
        subcommands = {ShowPreferencesCommand.class, SetPreferencesCommand.class})
public final class PreferencesCommand extends CommandGroup {}
