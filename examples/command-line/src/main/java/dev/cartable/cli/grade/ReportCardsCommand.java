package dev.cartable.cli.grade;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code report-cards}: what the school says about a pupil's term. */
@Command(
        name = "report-cards",
        subcommands = {
            CheckReportCardsCommand.class,
            ClassSheetCommand.class,
            GenerateReportCardsCommand.class,
            ListReportCardsCommand.class,
            NotifyReportCardsCommand.class,
            PrintReportCardsCommand.class,
            ShowReportCardCommand.class
        })
public final class ReportCardsCommand extends CommandGroup {}
