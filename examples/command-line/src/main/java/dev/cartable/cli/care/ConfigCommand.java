package dev.cartable.cli.care;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code config}: the settings that commands find. */
@Command(name = "config", subcommands = ShowConfigCommand.class)
public final class ConfigCommand extends CommandGroup {}
