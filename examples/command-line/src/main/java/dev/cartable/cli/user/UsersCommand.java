package dev.cartable.cli.user;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code users}: the users of the school's network. */
@Command(
        name = "users",
        subcommands = {AddUserCommand.class, ImportUsersCommand.class})
public final class UsersCommand extends CommandGroup {}
