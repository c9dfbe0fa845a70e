package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.DocumentOptions;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.Row;
import dev.cartable.cli.frame.Rows;
import dev.cartable.document.CheckDocuments;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentFacts.ReportCardFacts;
import dev.cartable.document.model.StoredDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code documents check}: whether the file of each document is in the vault, as it was stored. */
@picocli.CommandLine.Command(name = "check")
final class CheckDocumentsCommand extends Command {
    @Override
    protected Exit run(Frame frame) {
        Report report = frame.report();
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            CheckDocuments.Report found = host.cartable().documents().check(true);
            Rows rows = report.allRows("faulty");
            add(frame, rows, "MISSING", found.missing());
            add(frame, rows, "DAMAGED", found.damaged());
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("documents", found.documents());
            counts.put("missing", (long) found.missing().size());
            counts.put("damaged", (long) found.damaged().size());
            counts.put("orphans", (long) found.orphans().size());
            report.counts(counts);
            String folder = DocumentOptions.place(frame);
            report.field("folder", folder);
            if (!found.isComplete()) {
                report.say("documents.check.restore", Map.of("folder", folder));
                return Exit.FINDING;
            }
            if (found.documents() == 0) {
                report.say("documents.check.none");
                return Exit.UNVERIFIED;
            }
            report.say(found.orphans().isEmpty() ? "documents.check.clean" : "documents.check.orphans", counts);
            return Exit.DONE;
        }
    }

    private static void add(Frame frame, Rows rows, String code, List<StoredDocument> documents) {
        for (StoredDocument document : documents) {
            ReportCardFacts card = document.facts() instanceof ReportCardFacts facts ? facts : null;
            BillFacts bill = document.bill().orElse(null);
            rows.add(Row.of("code", code)
                    .and("document", document.id().toString())
                    .and("kind", document.kind())
                    .and("pupil", document.pupil())
                    .and("promotion", card == null ? null : card.promotion())
                    .and("term", card == null ? null : card.term().name())
                    .and("year", card == null ? null : card.term().year())
                    .and("number", bill == null ? null : bill.number())
                    .and("of", DocumentWords.of(frame.words(), document))
                    .and("revision", document.revision())
                    .and("file", document.sha256())
                    .and("what", frame.words().text("documents.check." + code)));
        }
    }
}
