package dev.cartable.cli.message;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.model.NoticeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code messages letters printed}: says that letters were printed. */
@picocli.CommandLine.Command(name = "printed")
final class PrintedLettersCommand extends Command {
    @Parameters(paramLabel = "MESSAGE", arity = "0..*")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--queued-before", paramLabel = "INSTANT")
    private @Nullable Instant queuedBefore;

    @Override
    protected Exit run(Frame frame) {
        Instant before = queuedBefore;
        if ((before == null) == ids.isEmpty()) {
            throw CommandException.usage(frame.words().text("error.letters-which"));
        }
        List<NoticeId> named =
                ids.stream().map(id -> ChangeCommand.id(frame, id)).toList();
        frame.report().rows("errors");
        try (Host host = Host.changing(frame)) {
            PrintLetters letters = host.cartable().notices().letters();
            PrintLetters.Report report = before == null ? letters.markPrinted(named) : letters.markPrinted(before);
            frame.report().counts(report);
            frame.report().say("letters.printed", Map.of("printed", report.printed()));
            return Exit.DONE;
        }
    }
}
