package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code quota}: what users may use, and what they have used. */
@Command(
        name = "quota",
        subcommands = {
            ProfileCommand.class,
            AssignCommand.class,
            RecordCommand.class,
            ShowCommand.class,
            HistoryCommand.class,
            ResetCommand.class,
            MigrateUsageCommand.class,
            QuotaStatsCommand.class,
            AuditCommand.class,
            RepairCommand.class
        })
public final class QuotaCommand extends CommandGroup {}
