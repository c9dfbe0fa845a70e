package dev.cartable.cli.record;

import dev.cartable.cli.frame.CommandGroup;
import dev.cartable.cli.frame.Frame;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code payments}: payments of invoices. */
@Command(
        name = "payments",
        subcommands = {RecordPaymentCommand.class, PaymentsCommand.Import.class, PrintReceiptCommand.class})
public final class PaymentsCommand extends CommandGroup {
    /** {@code payments import}. */
    @Command(name = "import")
    static final class Import extends ImportRecordsCommand<ReceivedPayment> {
        @Option(names = "--decimal", paramLabel = "comma|point")
        private @Nullable String decimal;

        @Override
        RecordSource<ReceivedPayment> source(Frame frame, Path path) {
            return CsvRecords.payments(path, mark(frame, decimal));
        }

        @Override
        ImportRecords<ReceivedPayment> importing(Records records) {
            return records.importPayments();
        }
    }
}
