package dev.cartable.cli.message;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code templates}: the wording of messages. */
@Command(
        name = "templates",
        subcommands = {
            ListTemplatesCommand.class,
            ShowTemplateCommand.class,
            SaveTemplateCommand.class,
            ResetTemplateCommand.class
        })
public final class TemplatesCommand extends CommandGroup {}
