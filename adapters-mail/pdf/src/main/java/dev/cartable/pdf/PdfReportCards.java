package dev.cartable.pdf;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.school.model.School;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Report cards as tagged PDF (PDF/UA) on A4, and the sheet of a class for its council. The same contents give the same bytes. A document
 * that is not laid out within {@link #LIMIT} is given up. Safe for use by several threads.
 */
public final class PdfReportCards implements ReportCardRenderer {
    /** How long one document may take. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private final School school;
    private final DocumentDesign design;
    private final DocumentTemplates templates;
    private final PdfEngine engine;
    private final Map<String, byte[]> pictures;

    private PdfReportCards(School school, DocumentDesign design, DocumentTemplates templates, Duration limit) {
        this.school = school;
        this.design = design;
        this.templates = templates;
        this.engine = new PdfEngine(limit);
        this.pictures = Frame.pictures(design);
    }

    /** With the built-in layouts and words. */
    public static PdfReportCards create(School school, DocumentDesign design) {
        return create(school, design, DocumentTemplates.builtIn());
    }

    /**
     * With a school's own layouts and words. A sample of each is made, so that a layout with a fault is refused now.
     *
     * @throws DocumentException if a layout refers to something that it cannot reach, or cannot be laid out in time
     */
    public static PdfReportCards create(School school, DocumentDesign design, DocumentTemplates templates) {
        return create(school, design, templates, LIMIT);
    }

    static PdfReportCards create(School school, DocumentDesign design, DocumentTemplates templates, Duration limit) {
        PdfReportCards cards = new PdfReportCards(
                requireNonNull(school, "school"),
                requireNonNull(design, "design"),
                requireNonNull(templates, "templates"),
                limit);
        if (!templates.isBuiltIn()) {
            ReportCard sample = SampleReportCard.card();
            cards.pdf(sample, DocumentCode.of(new byte[10]), school.language());
            cards.classSheetPdf(List.of(sample), school.language());
        }
        return cards;
    }

    @Override
    public String mediaType() {
        return "application/pdf";
    }

    @Override
    public String fileExtension() {
        return "pdf";
    }

    /**
     * {@inheritDoc}
     *
     * @param language any that the templates have words in; English for any other
     * @throws DocumentException if the school's own layout has a fault
     */
    @Override
    public void render(ReportCard card, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        out.write(pdf(card, code, language));
    }

    /**
     * Writes the sheet of a class for its council: all pupils with their averages, ranks and absences, in the order of {@code cards}. It
     * leaves the stream open.
     *
     * @param cards of one class and term
     * @throws IllegalArgumentException if there are none, or of several classes or terms
     * @throws DocumentException if the school's own layout has a fault
     * @throws IOException if the stream cannot be written
     */
    public void renderClassSheet(List<ReportCard> cards, Locale language, OutputStream out) throws IOException {
        if (cards.isEmpty()
                || cards.stream()
                                .map(card -> card.promotion().id() + " " + card.term())
                                .distinct()
                                .count()
                        > 1) {
            throw new IllegalArgumentException("a class's sheet is of the report cards of one class and term");
        }
        out.write(classSheetPdf(cards, language));
    }

    private byte[] pdf(ReportCard card, @Nullable DocumentCode code, Locale language) {
        String xhtml = xhtml(card, code, language);
        return engine.write(DocumentTemplates.REPORT_CARD, xhtml, pictures(code));
    }

    /**
     * The document before it is laid out, to look at while a layout is written. It calls its pictures {@code picture:logo} and so on.
     *
     * @param code by which it can be verified; null for none
     */
    public String xhtml(ReportCard card, @Nullable DocumentCode code, Locale language) {
        Map<String, Object> values = new ReportCardValues(school, design, templates.words(language)).of(card, code);
        return templates.reportCard().fill(values);
    }

    private Map<String, byte[]> pictures(@Nullable DocumentCode code) {
        if (code == null) {
            return pictures;
        }
        Map<String, byte[]> all = new HashMap<>(pictures);
        all.put("code", QrCode.png(design.verificationAddress() + code.text()));
        return all;
    }

    private byte[] classSheetPdf(List<ReportCard> cards, Locale language) {
        Map<String, Object> values = new ClassSheetValues(school, design, templates.words(language)).of(cards);
        return engine.write(
                DocumentTemplates.CLASS_SHEET, templates.classSheet().fill(values), pictures);
    }
}
