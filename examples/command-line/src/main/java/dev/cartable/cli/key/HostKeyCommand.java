package dev.cartable.cli.key;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code host-key}: the secret that links and tombstones are made with. */
@Command(
        name = "host-key",
        subcommands = {
            ShowKeyCommand.class,
            ExportKeyCommand.class,
            ImportKeyCommand.class,
            RotateKeyCommand.class,
            NewKeyCommand.class
        })
public final class HostKeyCommand implements Runnable {
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
