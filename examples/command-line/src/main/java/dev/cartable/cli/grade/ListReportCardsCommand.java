package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.cli.frame.Words;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report-cards list}: the report cards of a term that are stored. */
@picocli.CommandLine.Command(name = "list")
final class ListReportCardsCommand extends Command {
    @Mixin
    private TermChoice term = new TermChoice();

    @Option(names = "--promotion", paramLabel = "PROMOTION")
    private @Nullable String promotion;

    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            Term asked = term.of(frame, host);
            List<StoredDocument> documents =
                    host.cartable().documents().readDocuments().ofTerm(Viewer.administrator(), asked).stream()
                            .filter(document -> promotion == null
                                    || document.reportCard().promotion().value().equals(promotion))
                            .toList();
            report.field("term", asked.name()).field("year", asked.year());
            Rows rows = report.allRows("documents");
            documents.forEach(document -> rows.add(row(frame.words(), document)));
            long replaced = documents.stream()
                    .filter(document -> document.replacedBy() != null)
                    .count();
            report.counts(Map.of("current", documents.size() - replaced, "replaced", replaced));
            if (documents.isEmpty()) {
                report.say("report-cards.list.none", Map.of("term", asked.toString()));
            }
            return Exit.DONE;
        }
    }

    /** A revision, as {@code list} and {@code show} name it. */
    static Row row(Words words, StoredDocument document) {
        return Row.of("document", document.id().toString())
                .and("pupil", document.pupil())
                .and("promotion", document.reportCard().promotion())
                .and("revision", document.revision())
                .and("createdAt", document.createdAt())
                .and("code", document.code() == null ? null : document.code().text())
                .and("sha256", document.sha256())
                .and(
                        "replacedBy",
                        document.replacedBy() == null
                                ? null
                                : document.replacedBy().toString())
                .and(
                        "printed",
                        document.code() == null
                                ? ""
                                : words.text("report-cards.list.code", Map.of("code", document.code())))
                .and(
                        "state",
                        words.text(
                                document.replacedBy() == null
                                        ? "report-cards.list.current"
                                        : "report-cards.list.replaced"));
    }
}
