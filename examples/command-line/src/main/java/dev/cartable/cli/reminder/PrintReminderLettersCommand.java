package dev.cartable.cli.reminder;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.LetterFile;
import dev.cartable.notice.PrintLetters;
import dev.cartable.notice.PrintLetters.Selection;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.LetterRenderer.Totals;
import dev.cartable.school.model.PromotionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code reminders letters FILE.pdf}: the letters that wait, in one file for a printer, class by class. They are marked as printed after
 * the file is there: after a crash in between they wait still, and the next file has them again.
 */
@picocli.CommandLine.Command(name = "letters")
final class PrintReminderLettersCommand extends Command {
    @Parameters(paramLabel = "FILE")
    private String place = "";

    @Option(names = "--kind", paramLabel = "KIND")
    private @Nullable String kind;

    @Option(names = "--promotion", paramLabel = "PROMOTION")
    private List<String> promotions = new ArrayList<>();

    @Option(names = "--force")
    private boolean force;

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Override
    protected Exit run(Frame frame) {
        Selection selection = selection(frame);
        LetterFile file = LetterFile.of(frame, place, force);
        frame.report().field("dryRun", dryRun);
        frame.report().rows("errors");
        try (Host host = dryRun ? Host.reading(frame) : Host.changing(frame)) {
            PrintLetters letters = host.cartable().notices().letters();
            return dryRun ? count(frame, letters, selection) : print(frame, letters, selection, file);
        }
    }

    private Selection selection(Frame frame) {
        TreeSet<PromotionId> classes = new TreeSet<>();
        for (String id : promotions) {
            classes.add(CommandException.option(frame.words(), "--promotion", id, () -> new PromotionId(id)));
        }
        String named = kind;
        return new Selection(
                named == null ? null : CommandException.option(frame.words(), "--kind", named, () -> Kind.of(named)),
                classes);
    }

    private static Exit count(Frame frame, PrintLetters letters, Selection selection) {
        AtomicLong waiting = new AtomicLong();
        letters.list(selection, letter -> waiting.incrementAndGet());
        frame.report().counts(Map.of("waiting", waiting.get()));
        frame.report()
                .say(
                        waiting.get() == 0 ? "letters.none-wait" : "reminders.letters.waiting",
                        Map.of("waiting", waiting.get()));
        return Exit.DONE;
    }

    private Exit print(Frame frame, PrintLetters letters, Selection selection, LetterFile file) {
        List<NoticeId> written = new ArrayList<>();
        Totals totals = file.write(sheets -> {
            written.addAll(letters.write(selection, sheets));
            return !written.isEmpty();
        });
        if (totals == null) {
            frame.report().counts(new PrintLetters.Report(0, 0));
            frame.report().say("letters.none-wait");
            return Exit.DONE;
        }
        PrintLetters.Report report = letters.markPrinted(written);
        file.tell(totals);
        frame.report().counts(report);
        frame.report()
                .say(
                        "reminders.letters.done",
                        Map.of("printed", totals.letters(), "pages", totals.pages(), "file", place));
        long twice = totals.letters() - report.printed();
        if (twice > 0) {
            frame.report().warn("reminders.letters.twice", Map.of("twice", twice));
        }
        return Exit.DONE;
    }
}
