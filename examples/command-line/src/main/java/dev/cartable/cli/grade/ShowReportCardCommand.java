package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Rows;
import dev.cartable.document.ReadDocuments;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report-cards show}: a pupil's report card as grades make it now, what is stored of it, and the stored file. */
@picocli.CommandLine.Command(name = "show")
final class ShowReportCardCommand extends Command {
    @Parameters(paramLabel = "PUPIL")
    private String pupil = "";

    @Mixin
    private TermChoice term = new TermChoice();

    @Option(names = "--pdf", paramLabel = "FILE")
    private @Nullable String pdf;

    @Option(names = "--revision", paramLabel = "N")
    private @Nullable Integer revision;

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.rows("errors");
        CommandException.atLeast(frame.words(), "--revision", 1, revision);
        Destination destination = pdf == null ? null : Destination.of(frame, pdf, force);
        PupilId id = CommandException.checked(frame.words(), () -> new PupilId(pupil));
        try (Host host = Host.reading(frame)) {
            Term asked = term.of(frame, host);
            ReadDocuments documents = host.cartable().documents().readDocuments();
            List<StoredDocument> stored = documents.of(Viewer.administrator(), id).stream()
                    .filter(document -> asked.equals(document.key().term()))
                    .toList();
            ReportCard card = host.cartable()
                    .documents()
                    .readReportCards()
                    .find(Viewer.administrator(), id, asked)
                    .orElse(null);
            if (card == null && stored.isEmpty()) {
                boolean isKnown = !host.roster().pupils(Set.of(id)).isEmpty();
                String code = isKnown ? "NO_GRADES" : "UNKNOWN_PUPIL";
                throw CommandException.failed(
                        code, frame.words().text("error." + code, Map.of("pupil", id, "term", asked)));
            }
            if (card != null) {
                Explanation explanation = new Explanation(frame.words(), card, null);
                explanation.fields(report);
                explanation.summary().forEach(report::print);
            }
            Rows rows = report.allRows("documents");
            stored.forEach(document -> rows.add(ListReportCardsCommand.row(frame.words(), document)));
            if (stored.isEmpty()) {
                report.say("report-cards.show.none", Map.of("term", asked.toString()));
            }
            if (destination != null) {
                StoredDocument chosen = chosen(frame, stored, asked);
                destination.write(documents.content(Viewer.administrator(), chosen));
                report.say(
                        "report-cards.show.written",
                        Map.of("revision", chosen.revision(), "file", destination.place()));
            }
            return Exit.DONE;
        }
    }

    /** The revision that was asked for, or the current one. */
    private StoredDocument chosen(Frame frame, List<StoredDocument> stored, Term asked) {
        return stored.stream()
                .filter(document -> revision == null ? document.replacedBy() == null : document.revision() == revision)
                .findFirst()
                .orElseThrow(() -> CommandException.failed(
                        "NO_REPORT_CARD",
                        frame.words().text("error.NO_REPORT_CARD", Map.of("pupil", pupil, "term", asked))));
    }
}
