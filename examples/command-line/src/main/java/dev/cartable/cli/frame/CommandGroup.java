package dev.cartable.cli.frame;

import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A name that only stands in front of other commands, such as {@code accounts}: alone it cannot be understood. */
public abstract class CommandGroup implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything is called
    private CommandSpec spec;

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                Objects.requireNonNull(spec.resourceBundle()).getString("error.no-command"));
    }
}
