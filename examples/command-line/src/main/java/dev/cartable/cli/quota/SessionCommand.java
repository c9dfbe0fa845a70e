package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code session}: users' sessions on the network, as access servers report them. */
@Command(
        name = "session",
        subcommands = {
            AdmitSessionCommand.class,
            RecordSessionsCommand.class,
            ListSessionsCommand.class,
            CloseStaleSessionsCommand.class
        })
public final class SessionCommand extends CommandGroup {}
