package dev.cartable.cli.user;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code users}: the users of the school's network. */
@Command(
        name = "users",
        subcommands = {AddUserCommand.class, ImportUsersCommand.class})
public final class UsersCommand implements Runnable {
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
