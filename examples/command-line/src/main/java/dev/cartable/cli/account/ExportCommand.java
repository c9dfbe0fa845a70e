package dev.cartable.cli.account;

import dev.cartable.account.ExportAccounts;
import dev.cartable.account.port.ExportFormat;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.ExportProfile;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code accounts export}. */
@picocli.CommandLine.Command(name = "export")
final class ExportCommand extends Command {
    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--profile", paramLabel = "xlsx|excel-fr|plain")
    private String profile = "plain";

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        ExportFormat chosen = ExportProfile.of(frame.words(), profile, "accounts");
        Destination destination = Destination.of(frame, file, force);
        try (Host host = Host.changing(frame)) {
            long written = export(host.cartable().accounts().export(), destination, chosen);
            frame.report().field("file", file).field("profile", profile);
            frame.report().rows("errors");
            frame.report().counts(Map.of("exported", written));
            frame.report().say("export.done", Map.of("exported", written, "file", destination.place()));
            return Exit.DONE;
        }
    }

    private long export(ExportAccounts accounts, Destination destination, ExportFormat chosen) {
        if (destination.isStandardOutput()) {
            return destination.write(out -> accounts.export(out, chosen));
        }
        return force ? accounts.replace(destination.file(), chosen) : accounts.export(destination.file(), chosen);
    }
}
