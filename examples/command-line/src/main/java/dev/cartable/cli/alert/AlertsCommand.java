package dev.cartable.cli.alert;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code alerts}: what users are notified of about their quota. */
@Command(
        name = "alerts",
        subcommands = {
            AddAlertCommand.class,
            EditAlertCommand.class,
            DeactivateAlertCommand.class,
            ListAlertsCommand.class,
            CheckAlertsCommand.class,
            SuperviseCommand.class,
            SummaryCommand.class
        })
public final class AlertsCommand extends CommandGroup {}
