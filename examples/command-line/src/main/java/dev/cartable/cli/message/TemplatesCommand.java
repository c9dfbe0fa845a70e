package dev.cartable.cli.message;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code templates}: the wording of messages. */
@Command(
        name = "templates",
        subcommands = {
            ListTemplatesCommand.class,
            ShowTemplateCommand.class,
            SaveTemplateCommand.class,
            ResetTemplateCommand.class
        })
public final class TemplatesCommand implements Runnable {
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
