package dev.cartable.cli.account;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code accounts}: the parents' accounts. */
@Command(
        name = "accounts",
        subcommands = {
            GenerateCommand.class,
            MigrateCommand.class,
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
public final class AccountsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                Objects.requireNonNull(spec.resourceBundle()).getString("error.no-command"));
    }
}
