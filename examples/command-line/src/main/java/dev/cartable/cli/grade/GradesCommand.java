package dev.cartable.cli.grade;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code grades}: grades, and the arithmetic of averages. */
@Command(
        name = "grades",
        subcommands = {ImportGradesCommand.class, ExplainCommand.class})
public final class GradesCommand extends CommandGroup {}
