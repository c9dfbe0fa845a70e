package dev.cartable.cli.trail;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code audit}: who did what. */
@Command(
        name = "audit",
        subcommands = {ListTrailCommand.class, VerifyTrailCommand.class, ExportTrailCommand.class})
public final class TrailCommand extends CommandGroup {}
