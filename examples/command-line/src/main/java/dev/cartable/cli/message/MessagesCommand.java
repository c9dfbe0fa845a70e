package dev.cartable.cli.message;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code messages}: what waits to be sent, and what was. */
@Command(
        name = "messages",
        subcommands = {
            SendCommand.class,
            ListCommand.class,
            ShowCommand.class,
            RetryCommand.class,
            CancelCommand.class,
            ReleaseCommand.class,
            MessageStatsCommand.class,
            LettersCommand.class
        })
public final class MessagesCommand extends CommandGroup {}
