package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.document.ReadReportCards;
import dev.cartable.document.model.ReportCard;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grades explain}: the arithmetic of a pupil's averages, line by line. */
@picocli.CommandLine.Command(name = "explain")
final class ExplainCommand extends Command {
    @Parameters(paramLabel = "PUPIL")
    private String pupil = "";

    @Mixin
    private TermChoice term = new TermChoice();

    @Option(names = "--subject", paramLabel = "SUBJECT")
    private @Nullable String subject;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.rows("errors");
        PupilId id = CommandException.checked(frame.words(), () -> new PupilId(pupil));
        try (Host host = Host.reading(frame)) {
            Term asked = term.of(frame, host);
            ReadReportCards cards = host.cartable().documents().readReportCards();
            ReportCard card = cards.find(Viewer.administrator(), id, asked).orElse(null);
            if (card == null) {
                boolean isKnown = !host.roster().pupils(Set.of(id)).isEmpty();
                throw CommandException.failed(
                        isKnown ? "NO_GRADES" : "UNKNOWN_PUPIL",
                        frame.words()
                                .text(
                                        isKnown ? "error.NO_GRADES" : "error.UNKNOWN_PUPIL",
                                        Map.of("pupil", id, "term", asked)));
            }
            Explanation explanation = new Explanation(frame.words(), card, subject);
            String only = subject;
            if (only != null && explanation.isEmpty()) {
                throw CommandException.failed(
                        "NO_SUBJECT",
                        frame.words()
                                .text(
                                        "error.NO_SUBJECT",
                                        Map.of(
                                                "pupil",
                                                id,
                                                "term",
                                                asked,
                                                "subject",
                                                only,
                                                "subjects",
                                                card.subjects().stream()
                                                        .map(line ->
                                                                line.subject().title())
                                                        .toList())));
            }
            explanation.fields(report);
            List<String> lines = new ArrayList<>();
            explanation.print(lines::add);
            lines.forEach(report::print);
            return Exit.DONE;
        }
    }
}
