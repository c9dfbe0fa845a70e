package dev.cartable.pdf;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.LetterRenderer;
import dev.cartable.pdf.LetterValues.Sized;
import dev.cartable.school.model.School;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Letters as one PDF on A4 for a printer, with fold marks and an {@linkplain AddressWindow address} for the window of an envelope. A
 * letter has one page: a longer one is set in smaller type, down to 8.5 points. One that does not fit even so is set in the usual type
 * and goes on over further pages; nothing is cut. The file is written as the letters come, so that memory does not grow with their
 * number, and it has no tags, since it is for paper. Safe for use by several threads.
 */
public final class PdfLetters implements LetterRenderer {
    /** How many letters are laid out at once: they share what the file needs of the fonts. */
    static final int TOGETHER = 20;

    private static final String USUAL = "10.5";
    private static final List<String> SMALLER = List.of("9.5", "8.5");

    private final School school;
    private final DocumentDesign design;
    private final DocumentTemplates templates;
    private final PdfEngine engine;
    private final Map<String, byte[]> pictures;

    private PdfLetters(School school, DocumentDesign design, DocumentTemplates templates, Duration limit) {
        this.school = requireNonNull(school, "school");
        this.design = requireNonNull(design, "design");
        this.templates = requireNonNull(templates, "templates");
        this.engine = new PdfEngine(limit);
        this.pictures = Frame.pictures(design);
    }

    /** With the built-in layout and words. */
    public static PdfLetters create(School school, DocumentDesign design) {
        return create(school, design, DocumentTemplates.builtIn());
    }

    /**
     * With a school's own layout and words. A sample is made, so that a layout with a fault is refused now.
     *
     * @throws DocumentException if the layout refers to something that it cannot reach, or cannot be laid out in time
     */
    public static PdfLetters create(School school, DocumentDesign design, DocumentTemplates templates) {
        PdfLetters letters = new PdfLetters(school, design, templates, PdfReportCards.LIMIT);
        if (!templates.isBuiltIn()) {
            letters.pdf(List.of(new Sized(letters.sample(), USUAL)));
        }
        return letters;
    }

    private LetterContent sample() {
        return new LetterContent(
                new Recipient("guardian", "sample"),
                "Aïssatou Diallo",
                List.of(),
                List.of(new LetterContent.Bearer("Mariama Diallo", "6e A")),
                LocalDate.of(2026, 12, 1),
                school.language(),
                "Réunion",
                "Bonjour,\n\nla réunion est demain.",
                "sample");
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
     * <p>Adding a letter throws a {@link DocumentException} if the school's own layout has a fault.
     */
    @Override
    public Sheets begin(OutputStream out) {
        return new PdfSheets(requireNonNull(out, "out"));
    }

    byte[] pdf(List<Sized> letters) {
        Map<String, Object> values = new LetterValues(school, design, templates::letterWords).of(letters);
        return engine.write(DocumentTemplates.LETTER, templates.letter().fill(values), pictures);
    }

    /** The letters in the type that each needs. */
    private List<Sized> fitted(List<LetterContent> letters) throws IOException {
        List<Sized> sized = new ArrayList<>();
        for (LetterContent letter : letters) {
            sized.add(fitted(letter));
        }
        return sized;
    }

    private Sized fitted(LetterContent letter) throws IOException {
        Sized usual = new Sized(letter, USUAL);
        if (isOnePage(usual)) {
            return usual;
        }
        for (String points : SMALLER) {
            Sized smaller = new Sized(letter, points);
            if (isOnePage(smaller)) {
                return smaller;
            }
        }
        return usual;
    }

    private boolean isOnePage(Sized letter) throws IOException {
        return pages(pdf(List.of(letter))) == 1;
    }

    private static int pages(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return document.getNumberOfPages();
        }
    }

    private final class PdfSheets implements Sheets {
        private final PageStream pages;
        private final List<LetterContent> waiting = new ArrayList<>();
        private long letters;
        private long shrunk;
        private long continued;
        private String language = "";

        PdfSheets(OutputStream out) {
            this.pages = new PageStream(out);
        }

        @Override
        public void add(LetterContent letter) throws IOException {
            waiting.add(requireNonNull(letter, "letter"));
            if (waiting.size() == TOGETHER) {
                write();
            }
        }

        private void write() throws IOException {
            if (language.isEmpty()) {
                language = templates
                        .letterWords(waiting.get(0).language())
                        .language()
                        .toLanguageTag();
            }
            List<Sized> sized =
                    waiting.stream().map(letter -> new Sized(letter, USUAL)).toList();
            byte[] pdf = pdf(sized);
            if (pages(pdf) > sized.size()) {
                sized = fitted(waiting);
                pdf = pdf(sized);
                long small = sized.stream()
                        .filter(letter -> !letter.points().equals(USUAL))
                        .count();
                shrunk += small;
                for (Sized letter : sized) {
                    continued += letter.points().equals(USUAL) && !isOnePage(letter) ? 1 : 0;
                }
            }
            pages.add(pdf);
            letters += waiting.size();
            waiting.clear();
        }

        @Override
        public Totals finish() throws IOException {
            if (!waiting.isEmpty()) {
                write();
            }
            if (letters == 0) {
                throw new IllegalStateException("there is no letter to print");
            }
            pages.finish(
                    templates.letterWords(school.language()).text("document", Map.of("school", school.name())),
                    language);
            return new Totals(letters, pages.pages(), shrunk, continued);
        }

        @Override
        public void close() {
            waiting.clear();
        }
    }
}
