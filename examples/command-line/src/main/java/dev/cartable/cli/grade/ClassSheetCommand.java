package dev.cartable.cli.grade;

import dev.cartable.account.port.ExportFormat;
import dev.cartable.cli.frame.Command;
import dev.cartable.cli.frame.CommandException;
import dev.cartable.cli.frame.Destination;
import dev.cartable.cli.frame.DocumentOptions;
import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.ExportProfile;
import dev.cartable.cli.frame.Frame;
import dev.cartable.cli.frame.Host;
import dev.cartable.cli.frame.SchoolOptions;
import dev.cartable.cli.frame.Words;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.ClassFigures;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.School;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import dev.cartable.school.model.Viewer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report-cards sheet}: all pupils of a class with their averages and ranks, for the class council. */
@picocli.CommandLine.Command(name = "sheet")
final class ClassSheetCommand extends Command {
    private static final String PDF = "pdf";

    @Parameters(paramLabel = "CLASS", index = "0")
    private String promotion = "";

    @Parameters(paramLabel = "FILE", index = "1")
    private String file = "";

    @Mixin
    private TermChoice term = new TermChoice();

    @Option(names = "--profile", paramLabel = "pdf|xlsx|excel-fr|plain")
    private String profile = "plain";

    @Option(names = "--force")
    private boolean force;

    @Override
    protected Exit run(Frame frame) {
        ExportFormat table = profile.equals(PDF) ? null : ExportProfile.of(frame.words(), profile, "conseil");
        Destination destination = Destination.of(frame, file, force);
        frame.report().rows("errors");
        try (Host host = Host.reading(frame)) {
            Term asked = term.of(frame, host);
            PromotionId id = CommandException.checked(frame.words(), () -> new PromotionId(promotion));
            List<ReportCard> cards = host.cartable()
                    .documents()
                    .readReportCards()
                    .ofClass(Viewer.administrator(), new ClassTerm(id, asked))
                    .sorted(byName(SchoolOptions.school(frame).language()))
                    .toList();
            if (cards.isEmpty()) {
                throw CommandException.failed(
                        "NO_CLASS",
                        frame.words().text("error.NO_CLASS", Map.of("promotion", id, "term", asked.toString())));
            }
            destination.write(table == null ? page(frame, cards) : table(frame.words(), table, cards));
            frame.report().field("file", file).field("profile", profile);
            frame.report().field("term", asked.name()).field("year", asked.year());
            frame.report().counts(Map.of("pupils", (long) cards.size()));
            frame.report()
                    .say("report-cards.sheet.done", Map.of("pupils", (long) cards.size(), "file", destination.place()));
            return Exit.DONE;
        }
    }

    private static Comparator<ReportCard> byName(Locale language) {
        return Comparator.<ReportCard, PersonName>comparing(card -> card.pupil().name(), NameOrder.in(language))
                .thenComparing(card -> card.pupil().id());
    }

    private static byte[] page(Frame frame, List<ReportCard> cards) {
        School school = SchoolOptions.school(frame);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DocumentOptions.reportCards(frame, school).renderClassSheet(cards, school.language(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a page in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] table(Words words, ExportFormat format, List<ReportCard> cards) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ExportFormat.Rows rows = format.begin(bytes);
        new Sheet(words, cards).write(rows);
        rows.end();
        return bytes.toByteArray();
    }

    /** The table: a line for each pupil, and three for the class. */
    private static final class Sheet {
        private static final String NONE = "–";

        private final Words words;
        private final List<ReportCard> cards;
        private final Map<String, Subject> subjects = new LinkedHashMap<>();

        Sheet(Words words, List<ReportCard> cards) {
            this.words = words;
            this.cards = cards;
            cards.stream()
                    .flatMap(card -> card.subjects().stream())
                    .sorted(Comparator.comparingInt(SubjectLine::position)
                            .thenComparing(line -> line.subject().code()))
                    .forEach(line -> subjects.putIfAbsent(line.subject().code(), line.subject()));
        }

        void write(ExportFormat.Rows out) {
            List<String> header = new ArrayList<>(List.of(words.text("sheet.pupil"), words.text("sheet.number")));
            subjects.values().forEach(subject -> header.add(subject.title()));
            for (String column : List.of(
                    "general",
                    "rank",
                    "justified",
                    "unjustified",
                    "late",
                    "before",
                    "band",
                    "appreciation",
                    "decision")) {
                header.add(words.text("sheet." + column));
            }
            out.row(header);
            cards.forEach(card -> out.row(row(card)));
            out.row(figures("sheet.most", ClassFigures::most));
            out.row(figures("sheet.average", ClassFigures::average));
            out.row(figures("sheet.least", ClassFigures::least));
        }

        private List<Object> row(ReportCard card) {
            List<Object> cells = new ArrayList<>();
            cells.add((card.pupil().name().family() + " " + card.pupil().name().given()).strip());
            cells.add(Optional.ofNullable(card.pupil().registrationNumber())
                    .orElse(card.pupil().id().value()));
            for (String code : subjects.keySet()) {
                cells.add(card.subjects().stream()
                        .filter(line -> line.subject().code().equals(code))
                        .findFirst()
                        .map(line -> average(line.average()))
                        .orElse(""));
            }
            cells.add(average(card.general()));
            cells.add(card.rank() == null ? NONE : card.rank().position());
            cells.add(card.attendance().justified());
            cells.add(card.attendance().unjustified());
            cells.add(card.attendance().minutesLate());
            cells.add(card.before() == null ? "" : card.before().difference());
            cells.add(card.band() == null ? "" : card.band().words(words.language()));
            cells.add(card.appreciation() == null ? "" : card.appreciation());
            cells.add(card.decision() == null ? "" : card.decision());
            return cells;
        }

        /** A number; a dash if there is none. */
        private static Object average(Average average) {
            return average.display().<Object>map(value -> value).orElse(NONE);
        }

        /** One figure of the class, below the pupils. */
        private List<Object> figures(String label, Function<ClassFigures, BigDecimal> figure) {
            List<Object> cells = new ArrayList<>(List.of(words.text(label), ""));
            for (String code : subjects.keySet()) {
                cells.add(cards.stream()
                        .flatMap(card -> card.subjects().stream())
                        .filter(line -> line.subject().code().equals(code))
                        .flatMap(line -> Optional.ofNullable(line.classFigures()).stream())
                        .findFirst()
                        .<Object>map(figure)
                        .orElse(""));
            }
            cells.add(Optional.ofNullable(cards.get(0).classFigures())
                    .<Object>map(figure)
                    .orElse(""));
            for (int i = 0; i < 8; i++) {
                cells.add("");
            }
            return cells;
        }
    }
}
