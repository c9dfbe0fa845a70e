package dev.cartable.cli.message;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code bounces}: mail that came back, and the addresses that get none because of it. */
@Command(
        name = "bounces",
        subcommands = {ReadBouncesCommand.class, ListBouncesCommand.class, LiftBounceCommand.class})
public final class BouncesCommand extends CommandGroup {}
