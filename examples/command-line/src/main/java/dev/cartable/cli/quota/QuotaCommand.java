package dev.cartable.cli.quota;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
            MigrateCommand.class,
            QuotaStatsCommand.class,
            AuditCommand.class,
            RepairCommand.class
        })
public final class QuotaCommand implements Runnable {
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
