package dev.cartable.cli.message;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code messages letters}: what is for people whom no channel has reached. */
@Command(
        name = "letters",
        subcommands = {ListLettersCommand.class, ExportLettersCommand.class, PrintedLettersCommand.class})
final class LettersCommand extends CommandGroup {}
