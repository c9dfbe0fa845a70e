package dev.cartable.cli.grade;

import dev.cartable.cli.frame.CommandGroup;
import picocli.CommandLine.Command;

/** {@code documents}: the documents that the school has made, whatever they are about. */
@Command(
        name = "documents",
        subcommands = {CheckDocumentsCommand.class, VerifyDocumentCommand.class})
public final class DocumentsCommand extends CommandGroup {}
