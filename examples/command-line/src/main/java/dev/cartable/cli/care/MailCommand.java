package dev.cartable.cli.care;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code mail}: the mail settings. */
@Command(name = "mail", subcommands = MailTestCommand.class)
public final class MailCommand extends CommandGroup {}
