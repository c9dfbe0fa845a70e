package dev.cartable.cli.quota;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

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
final class ProfileCommand extends CommandGroup {}
