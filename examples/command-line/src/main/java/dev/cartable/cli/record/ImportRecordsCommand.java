package dev.cartable.cli.record;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.roster.RosterFiles;
import dev.cartable.school.ImportRecords;
import dev.cartable.school.Records;
import dev.cartable.school.csv.CsvRecords.DecimalMark;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code absences import} and the like: fills one of Cartable's own relations from a file. */
abstract class ImportRecordsCommand<T> extends Command {
    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--dry-run")
    private boolean dryRun;

    /** What the file has. */
    abstract RecordSource<T> source(Frame frame, Path path);

    /** The use case that imports it. */
    abstract ImportRecords<T> importing(Records records);

    @Override
    protected final Exit run(Frame frame) {
        RecordSource<T> source = source(frame, frame.around().path(file));
        Report report = frame.report();
        report.field("dryRun", dryRun);
        if (!dryRun && Host.isMissing(frame)) {
            source.read(new DiscardingSink<>());
        }
        try (Host host = dryRun ? Host.planning(frame) : Host.writing(frame)) {
            ImportRecords<T> use = importing(host.cartable().records());
            ImportRecords.Report done = dryRun ? use.plan(source) : use.run(source);
            RosterFiles.errors(report, done.errors(), done.errorCount());
            report.field("digest", done.digest().hex());
            report.counts(done.counts());
            if (dryRun) {
                report.afterwards("nothing-written", Map.of());
            }
            return Exit.ofFailures(done.counts().failed());
        }
    }

    /** Which sign stands before the decimals of amounts. */
    static DecimalMark mark(Frame frame, @Nullable String given) {
        if (given == null) {
            return DecimalMark.UNSTATED;
        }
        return switch (given) {
            case "comma" -> DecimalMark.COMMA;
            case "point" -> DecimalMark.POINT;
            default ->
                throw CommandException.usage(frame.words()
                        .text(
                                "error.choice",
                                Map.of("option", "--decimal", "value", given, "allowed", "comma, point")));
        };
    }
}
