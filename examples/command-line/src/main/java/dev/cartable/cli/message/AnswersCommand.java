package dev.cartable.cli.message;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code answers}: what people have answered to notices, such as the reason for an absence. */
@Command(
        name = "answers",
        subcommands = {ListAnswersCommand.class, DecideAnswersCommand.Accept.class, DecideAnswersCommand.Reject.class})
public final class AnswersCommand extends CommandGroup {}
