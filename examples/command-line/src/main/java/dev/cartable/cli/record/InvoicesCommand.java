package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Frame;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code invoices}: invoices, whether Cartable issues them or another system does, and their documents. */
@Command(
        name = "invoices",
        subcommands = {
            CancelInvoiceCommand.class,
            DiscardDraftCommand.class,
            DraftInvoiceCommand.class,
            ExportInvoicesCommand.class,
            GenerateInvoicesCommand.class,
            InvoicesCommand.Import.class,
            IssueInvoicesCommand.class,
            ListInvoicesCommand.class,
            NotifyInvoicesCommand.class,
            NumberGapsCommand.class,
            PostponeInvoiceCommand.class,
            PrintInvoiceCommand.class,
            PrintStatementCommand.class,
            ResumeNumbersCommand.class,
            ShowInvoiceCommand.class
        })
public final class InvoicesCommand extends CommandGroup {
    /** {@code invoices import}. */
    @Command(name = "import")
    static final class Import extends ImportRecordsCommand<Invoice> {
        @Option(names = "--decimal", paramLabel = "comma|point")
        private @Nullable String decimal;

        @Override
        RecordSource<Invoice> source(Frame frame, Path path) {
            return CsvRecords.invoices(path, mark(frame, decimal));
        }

        @Override
        ImportRecords<Invoice> importing(Records records) {
            return records.importInvoices();
        }
    }
}
