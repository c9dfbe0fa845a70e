package dev.cartable.cli.account;

import dev.cartable.account.letters.LetterFolder;
import dev.cartable.account.port.Letters;
import dev.cartable.account.port.Letters.Draft;
import dev.cartable.account.port.Letters.Outcome;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.school.model.GuardianId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code accounts letters}. */
@picocli.CommandLine.Command(name = "letters")
final class LettersCommand extends Command {
    @Parameters(paramLabel = "DIR")
    private String place = "";

    @Option(names = "--guardian", paramLabel = "ID")
    private List<String> named = new ArrayList<>();

    @Override
    protected Exit run(Frame frame) {
        if (frame.options().mailTo() != null) {
            throw CommandException.usage(frame.words().text("error.letters-mail-to"));
        }
        Rows errors = frame.report().rows("errors");
        Path folder = frame.around().path(place);
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
}
