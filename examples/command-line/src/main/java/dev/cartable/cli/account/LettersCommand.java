package dev.cartable.cli.account;

import dev.cartable.account.letters.LetterFolder;
import dev.cartable.account.letters.LetterSheets;
import dev.cartable.account.port.Letters;
import dev.cartable.account.port.Letters.Draft;
import dev.cartable.account.port.Letters.Outcome;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.LetterFile;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.notice.port.LetterRenderer.Totals;
import dev.cartable.school.model.GuardianId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code accounts letters}: text files in a folder, or one PDF. */
@picocli.CommandLine.Command(name = "letters")
final class LettersCommand extends Command {
    @Parameters(paramLabel = "DIR|FILE")
    private String place = "";

    @Option(names = "--guardian", paramLabel = "ID")
    private List<String> named = new ArrayList<>();

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        if (frame.options().mailTo() != null) {
            throw CommandException.usage(frame.words().text("error.letters-mail-to"));
        }
        Rows errors = frame.report().rows("errors");
        Path path = frame.around().path(place);
        boolean pdf = place.toLowerCase(Locale.ROOT).endsWith(".pdf") && !Files.isDirectory(path);
        return pdf ? toFile(frame) : toFolder(frame, path, errors);
    }

    private Exit toFolder(Frame frame, Path folder, Rows errors) {
        try (Host host = Host.changing(frame)) {
            List<GuardianId> guardians = Targets.guardians(frame, host, named);
            LetterFolder letters = new LetterFolder(folder);
            Letters.Counts counts = host.cartable().accounts().writeLetters(guardians, letter -> {
                Draft draft = letters.draft(letter);
                if (draft.outcome() == Outcome.TAKEN) {
                    errors.add(Row.of("file", letter.fileName())
                            .and("line", null)
                            .and("column", null)
                            .and("reason", frame.words().text("letters.taken"))
                            .and("code", draft.outcome())
                            .and("account", letter.account()));
                }
                return draft;
            });
            frame.report().field("folder", place);
            frame.report().counts(counts);
            frame.report()
                    .say("letters.done", Map.of("written", counts.written() + counts.unchanged(), "folder", place));
            return Exit.ofFailures(counts.failed());
        }
    }

    /** Credentials are renewed before the file is there: after a crash in between, another run brings the same ones. */
    private Exit toFile(Frame frame) {
        LetterFile file = LetterFile.of(frame, place, force);
        try (Host host = Host.changing(frame)) {
            List<GuardianId> guardians = Targets.guardians(frame, host, named);
            LetterSheets letters = new LetterSheets();
            Totals totals = file.write(sheets -> {
                frame.report().counts(host.cartable().accounts().writeLetters(guardians, letters));
                letters.write(sheets, SchoolOptions.school(frame).language());
                return !letters.isEmpty();
            });
            if (totals == null) {
                frame.report().say("letters.none");
            } else {
                file.tell(totals);
                frame.report()
                        .say(
                                "letters.pdf-done",
                                Map.of("written", totals.letters(), "pages", totals.pages(), "file", place));
            }
            return Exit.DONE;
        }
    }
}
