package dev.cartable.cli.message;

import dev.cartable.account.port.ExportFormat;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.ExportProfile;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.notice.PrintLetters;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code messages letters export FILE}: the letters that wait, with their words, for a spreadsheet or a mail merge. */
@picocli.CommandLine.Command(name = "export")
final class ExportLettersCommand extends Command {
    private static final List<String> HEADER =
            List.of("id", "kind", "promotion", "pupil", "name", "recipient", "queuedAt", "subject", "text", "address");

    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--profile", paramLabel = "xlsx|excel-fr|plain")
    private String profile = "plain";

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        ExportFormat format = ExportProfile.of(frame.words(), profile, "letters");
        Destination destination = Destination.of(frame, file, force);
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            long letters = write(host.cartable().notices().letters(), destination, format);
            frame.report().field("file", file).field("profile", profile);
            frame.report().counts(Map.of("exported", letters));
            frame.report()
                    .say(
                            file.equals("-") ? "letters.exported-out" : "letters.exported",
                            Map.of("exported", letters, "file", destination.place()));
            return Exit.DONE;
        }
    }

    private static long write(PrintLetters waiting, Destination destination, ExportFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportFormat.Rows rows = format.begin(out);
        rows.row(HEADER);
        AtomicLong letters = new AtomicLong();
        waiting.list(letter -> {
            letters.incrementAndGet();
            rows.row(List.of(
                    letter.id().toString(),
                    letter.kind().name(),
                    letter.promotion(),
                    letter.pupil(),
                    letter.name(),
                    letter.recipient().toString(),
                    letter.queuedAt().toString(),
                    letter.subject(),
                    letter.text(),
                    String.join("\n", letter.address())));
        });
        rows.end();
        destination.write(out.toByteArray());
        return letters.get();
    }
}
