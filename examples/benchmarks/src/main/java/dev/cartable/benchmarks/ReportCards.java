package dev.cartable.benchmarks;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import dev.cartable.document.model.AppreciationBand;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.GradingScale;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard;
import dev.cartable.pdf.DocumentDesign;
import dev.cartable.pdf.PdfReportCards;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Promotion;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.Term;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Report cards as PDF: beside a bare loop over the same XHTML on as many threads, and the memory of many beside few. */
final class ReportCards implements Benchmark {
    private static final int THREADS = 2;
    private static final int MEGABYTES = 128;
    private static final int SUBJECTS = 13;
    private static final String WORDS = "Un trimestre sérieux ; l’écrit est à consolider. Continuez ainsi !";
    private static final List<String> FONTS = List.of("NotoSans", "NotoNaskhArabic");

    private final PdfReportCards renderer = PdfReportCards.create(
            new dev.cartable.school.model.School("Lycée Les Palmiers", ZoneOffset.UTC, Locale.FRENCH),
            DocumentDesign.defaults());

    @Override
    public String name() {
        return "report cards";
    }

    /** No database takes part in it. */
    @Override
    public boolean isFor(Engine engine) {
        return engine instanceof H2File;
    }

    @Override
    public List<Line> run(Engine engine, Sizes sizes) throws Exception {
        int many = sizes.exported() / 500;
        int few = Math.max(1, many / 10);
        XRLog.setLoggingEnabled(false);
        if (sizes.warmsUp()) {
            ours(few);
            bare(few);
        }
        Line speed = new Line(
                name(),
                Measured.inTurns(sizes.times(), () -> ours(many), () -> bare(many)),
                Goal.atLeast(0.9),
                many + " on " + THREADS + " threads",
                "a bare loop",
                "a second");
        try (Place place = School.empty(engine)) {
            SmallHeap.Result large = SmallHeap.reportCards(place, MEGABYTES, many);
            SmallHeap.Result small = SmallHeap.reportCards(place, MEGABYTES, few);
            return List.of(
                    speed,
                    new Line(
                            name() + " heap",
                            Measured.once(large.peakMb(), small.peakMb()),
                            Goal.atMost(1.2),
                            many + " with -Xmx" + MEGABYTES + "m, peak",
                            String.valueOf(few),
                            "MB"));
        }
    }

    /** Report cards a second. */
    double ours(int count) throws Exception {
        return Threads.perSecond(THREADS, count, number -> {
            try {
                renderer.render(card(number), null, Locale.FRENCH, OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private double bare(int count) throws Exception {
        List<String> documents = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            documents.add(renderer.xhtml(card(number), null, Locale.FRENCH));
        }
        return Threads.perSecond(THREADS, count, number -> layOut(documents.get(number)));
    }

    /** As the library's guide does it, with the same fonts. */
    private static void layOut(String xhtml) {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        for (String font : FONTS) {
            builder.useFont(() -> font(font + "-Regular"), family(font), 400, FontStyle.NORMAL, true);
            builder.useFont(() -> font(font + "-Bold"), family(font), 700, FontStyle.NORMAL, true);
        }
        builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
        builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
        builder.usePdfUaAccessibility(true);
        builder.withHtmlContent(xhtml, "");
        builder.toStream(OutputStream.nullOutputStream());
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String family(String font) {
        return font.equals("NotoSans") ? "Noto Sans" : "Noto Naskh Arabic";
    }

    private static InputStream font(String name) {
        return Objects.requireNonNull(PdfReportCards.class.getResourceAsStream("fonts/" + name + ".ttf"), name);
    }

    private static ReportCard card(int number) {
        List<ReportCard.SubjectLine> lines = new ArrayList<>();
        for (int i = 0; i < SUBJECTS; i++) {
            BigDecimal average = BigDecimal.valueOf(700 + (number * 31L + i * 97L) % 1_200, 2);
            lines.add(new ReportCard.SubjectLine(
                    new Subject("S" + i, "Matière " + i, "Mme Aïssatou Barry"),
                    BigDecimal.valueOf(1 + i % 4),
                    false,
                    i,
                    Average.of(Rational.of(average)),
                    figures(),
                    new ReportCard.Rank(1 + number % 38, 38, false),
                    AppreciationBand.defaults().get(1),
                    i % 3 == 0 ? null : WORDS,
                    List.of()));
        }
        return new ReportCard(
                new Term("2026-2027", "Trimestre 1"),
                new ReportCard.Holder(
                        new PupilId("p" + number), new PersonName("Mariama " + number, "Diallo"), "M" + number, null),
                new Promotion(new PromotionId("4B"), "4e B"),
                38,
                GradingScale.defaults(),
                lines,
                Average.of(Rational.of(new BigDecimal("13.63"))),
                figures(),
                new ReportCard.Rank(5, 38, false),
                AppreciationBand.defaults().get(2),
                new ReportCard.Attendance(2, 1, 3, 25),
                WORDS,
                "Encouragements",
                null,
                1,
                Instant.EPOCH);
    }

    private static ReportCard.ClassFigures figures() {
        return new ReportCard.ClassFigures(new BigDecimal("6.92"), new BigDecimal("11.48"), new BigDecimal("16.07"));
    }
}
