package dev.cartable.cli.key;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code host-key}: the secret that links and tombstones are made with. */
@Command(
        name = "host-key",
        subcommands = {
            ShowKeyCommand.class,
            ExportKeyCommand.class,
            ImportKeyCommand.class,
            RotateKeyCommand.class,
            NewKeyCommand.class
        })
public final class HostKeyCommand extends CommandGroup {}
