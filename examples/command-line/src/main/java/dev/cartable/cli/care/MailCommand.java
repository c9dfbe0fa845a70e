package dev.cartable.cli.care;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mail}: the mail settings. */
@Command(name = "mail", subcommands = MailTestCommand.class)
public final class MailCommand implements Runnable {
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
