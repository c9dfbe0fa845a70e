package dev.cartable.cli.instance;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code instance}: which installation sends messages from the database. */
@Command(
        name = "instance",
        subcommands = {ShowInstanceCommand.class, ClaimInstanceCommand.class})
public final class InstanceCommand extends CommandGroup {}
