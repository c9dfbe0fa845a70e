package dev.cartable.cli.alert;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alerts}: what users are told of their quota. */
@Command(
        name = "alerts",
        subcommands = {
            AddAlertCommand.class,
            EditAlertCommand.class,
            DeactivateAlertCommand.class,
            ListAlertsCommand.class,
            CheckAlertsCommand.class,
            SuperviseCommand.class,
            DigestCommand.class
        })
public final class AlertsCommand implements Runnable {
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
