package dev.cartable.pdf;

import dev.cartable.document.model.ReportCard;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** What a document looks like to a program that reads it. */
final class Pdf {
    private static final PdfReportCards RENDERER = PdfReportCards.create(Cards.SCHOOL, Cards.design());

    private Pdf() {}

    static byte[] of(ReportCard card, Locale language) {
        return of(RENDERER, card, language);
    }

    static byte[] of(PdfReportCards renderer, ReportCard card, Locale language) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            renderer.render(card, Cards.CODE, language, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] classSheet(List<ReportCard> cards, Locale language) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            RENDERER.renderClassSheet(cards, language, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int pages(byte[] pdf) {
        return in(pdf, PDDocument::getNumberOfPages);
    }

    static String text(byte[] pdf) {
        return text(pdf, 1, Integer.MAX_VALUE);
    }

    /** The first page as a printer puts it on paper. */
    static BufferedImage picture(byte[] pdf, int dotsPerInch) {
        return in(pdf, document -> {
            try {
                return new PDFRenderer(document).renderImageWithDPI(0, dotsPerInch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** How far text goes to the right, in millimetres from the left edge of the page. */
    static double rightEdge(byte[] pdf) {
        return in(pdf, document -> {
            double[] edge = {0};
            PDFTextStripper stripper = new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition text) {
                    edge[0] = Math.max(edge[0], text.getXDirAdj() + text.getWidthDirAdj());
                }
            };
            try {
                stripper.getText(document);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return edge[0] / 72 * 25.4;
        });
    }

    /** The text of one page, from 1. */
    static String page(byte[] pdf, int page) {
        return text(pdf, page, page);
    }

    private static String text(byte[] pdf, int from, int to) {
        return in(pdf, document -> {
            try {
                PDFTextStripper stripper = new PDFTextStripper();
                stripper.setLineSeparator("\n");
                stripper.setStartPage(from);
                stripper.setEndPage(to);
                return stripper.getText(document);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static String language(byte[] pdf) {
        return in(pdf, document -> document.getDocumentCatalog().getLanguage());
    }

    static <T> T in(byte[] pdf, Function<PDDocument, T> look) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return look.apply(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules of PDF/UA-1 that the document breaks, such as {@code 7.1-10}. */
    static List<String> brokenRules(byte[] pdf) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        try (PDFAParser parser =
                Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), PDFAFlavour.PDFUA_1)) {
            TreeSet<String> broken = new TreeSet<>();
            for (TestAssertion assertion : Foundries.defaultInstance()
                    .createValidator(PDFAFlavour.PDFUA_1, false)
                    .validate(parser)
                    .getTestAssertions()) {
                broken.add(assertion.getRuleId().getClause() + "-"
                        + assertion.getRuleId().getTestNumber() + " " + assertion.getMessage());
            }
            return List.copyOf(broken);
        }
    }
}
