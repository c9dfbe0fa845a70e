package dev.cartable.cli.account;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code accounts}: the parents' accounts. */
@Command(
        name = "accounts",
        subcommands = {
            GenerateCommand.class,
            MigrateAccountsCommand.class,
            ResendCommand.class,
            CheckCommand.class,
            ValidateCommand.class,
            CleanUpCommand.class,
            ReactivateCommand.class,
            StatsCommand.class,
            ExportCommand.class,
            NotifyCommand.class,
            LettersCommand.class,
            FindCommand.class
        })
public final class AccountsCommand extends CommandGroup {}
