package dev.cartable.cli.quota;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code session}: users' sessions on the network, as access servers tell of them. */
@Command(
        name = "session",
        subcommands = {
            AdmitSessionCommand.class,
            RecordSessionsCommand.class,
            ListSessionsCommand.class,
            CloseStaleSessionsCommand.class
        })
public final class SessionCommand implements Runnable {
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
