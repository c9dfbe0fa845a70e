package dev.cartable.cli.care;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sms}: short messages. */
@Command(name = "sms", subcommands = SmsTestCommand.class)
public final class SmsCommand extends CommandGroup {}
