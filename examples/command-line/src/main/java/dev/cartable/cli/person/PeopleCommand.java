package dev.cartable.cli.person;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code people}: what is kept about one person. */
@Command(
        name = "people",
        subcommands = {ErasePersonCommand.class, ExportPersonCommand.class})
public final class PeopleCommand implements Runnable {
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
