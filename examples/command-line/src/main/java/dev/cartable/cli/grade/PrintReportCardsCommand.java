package dev.cartable.cli.grade;

import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.Report;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.document.ReadDocuments;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.pdf.PrintBatch;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Collator;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report-cards print}: the current report cards of a term in one file for a printer, class by class. */
@picocli.CommandLine.Command(name = "print")
final class PrintReportCardsCommand extends Command {
    /** They are in memory until the file is written, at about half a megabyte each. */
    private static final int MOST = 1_000;

    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Mixin
    private TermChoice term = new TermChoice();

    @Option(names = "--promotion", paramLabel = "PROMOTION")
    private Set<String> promotions = new HashSet<>();

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        Destination destination = Destination.of(frame, file, force);
        Report report = frame.report();
        report.rows("errors");
        try (Host host = Host.reading(frame)) {
            Term asked = term.of(frame, host);
            ReadDocuments documents = host.cartable().documents().readDocuments();
            List<StoredDocument> cards = documents.ofTerm(Viewer.administrator(), asked).stream()
                    .filter(document -> document.replacedBy() == null
                            && (promotions.isEmpty()
                                    || promotions.contains(
                                            document.reportCard().promotion().value())))
                    .toList();
            if (cards.isEmpty()) {
                throw CommandException.failed(
                        "NOTHING_TO_PRINT",
                        frame.words().text("error.NOTHING_TO_PRINT", Map.of("term", asked.toString())));
            }
            if (cards.size() > MOST) {
                throw CommandException.failed(
                        "TOO_MANY_TO_PRINT",
                        frame.words()
                                .text("error.TOO_MANY_TO_PRINT", Map.of("cards", (long) cards.size(), "most", MOST)));
            }
            try (PrintBatch batch = new PrintBatch()) {
                for (StoredDocument card : inOrder(frame, host, cards)) {
                    batch.add(documents.content(Viewer.administrator(), card));
                }
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                batch.write(bytes);
                destination.write(bytes.toByteArray());
                report.field("file", file).field("term", asked.name()).field("year", asked.year());
                report.counts(Map.of("reportCards", (long) cards.size(), "pages", (long) batch.pages()));
                report.say(
                        "report-cards.print.done",
                        Map.of("cards", (long) cards.size(), "pages", batch.pages(), "file", destination.place()));
            } catch (IOException e) {
                throw new UncheckedIOException("the stored report cards cannot be put into one file", e);
            }
            return Exit.DONE;
        }
    }

    /** By class, then by name, as teachers hand them out. */
    private static List<StoredDocument> inOrder(Frame frame, Host host, List<StoredDocument> cards) {
        Locale language = SchoolOptions.school(frame).language();
        Map<PupilId, PersonName> names = new HashMap<>();
        host.roster()
                .pupils(cards.stream().map(StoredDocument::pupil).collect(Collectors.toSet()))
                .forEach((id, pupil) -> names.put(id, pupil.name()));
        return cards.stream()
                .sorted(Comparator.<StoredDocument, String>comparing(
                                card -> card.reportCard().promotionName(), Collator.getInstance(language))
                        .thenComparing(card -> card.reportCard().promotion().value())
                        .thenComparing(
                                card -> names.getOrDefault(
                                        card.pupil(),
                                        new PersonName("", card.facts().pupilName())),
                                NameOrder.in(language))
                        .thenComparing(StoredDocument::pupil))
                .toList();
    }
}
