package dev.cartable.cli.quota;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CsvFiles;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.school.csv.CsvList;
import picocli.CommandLine.Option;

/** {@code session record}. */
@picocli.CommandLine.Command(name = "record")
final class RecordSessionsCommand extends Command {
    @Option(names = "--file", paramLabel = "FILE", required = true)
    private String file = "";

    @Override
    protected Exit run(Frame frame) {
        CsvList list = CsvFiles.open(frame, file, AccountingFile.REQUIRED, AccountingFile.OPTIONAL);
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            AccountingFile readings = new AccountingFile(frame, host);
            list.read(readings);
            readings.record();
            frame.report().counts(readings.counts());
            return Exit.ofFailures(readings.refused());
        }
    }
}
