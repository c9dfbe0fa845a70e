package dev.cartable.cli.quota;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code quota profile}: the profiles. */
@Command(
        name = "profile",
        subcommands = {
            AddProfileCommand.class,
            EditProfileCommand.class,
            DeactivateProfileCommand.class,
            ShowProfileCommand.class,
            ListProfilesCommand.class,
            SetDefaultCommand.class
        })
final class ProfileCommand implements Runnable {
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
