package dev.cartable.cli.backup;

import dev.cartable.backup.ExtractReport;
import dev.cartable.cli.frame.BackupHost;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup extract}: takes files and folders out of a backup. */
@picocli.CommandLine.Command(name = "extract")
final class ExtractFilesCommand extends Command {
    @Parameters(index = "0", paramLabel = "FILE")
    private String file = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH")
    private List<String> paths = List.of();

    @Option(names = "--to", paramLabel = "DIR", required = true)
    private String to = "";

    @Override
    protected Exit run(Frame frame) {
        Path target = frame.around().path(to);
        try (BackupHost host = BackupHost.withoutDatabase(frame)) {
            ExtractReport report = host.backups().extract(Chosen.named(frame, host, file), paths, target);
            frame.report().field("folder", target);
            frame.report().counts(report);
            frame.report().say("backup.extracted", Map.of("files", report.files(), "folder", target));
            return Exit.DONE;
        }
    }
}
