package dev.cartable.cli.frame;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.port.ReportCardRenderer;
import dev.cartable.pdf.PdfReportCards;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Report cards as PDF, whose layout is read at the first one: most commands make none. Safe for use by several threads. */
final class LazyReportCards implements ReportCardRenderer {
    private final Supplier<PdfReportCards> source;
    private @Nullable PdfReportCards made;

    LazyReportCards(Supplier<PdfReportCards> source) {
        this.source = requireNonNull(source, "source");
    }

    private synchronized PdfReportCards renderer() {
        if (made == null) {
            made = source.get();
        }
        return made;
    }

    @Override
    public String mediaType() {
        return "application/pdf";
    }

    @Override
    public String fileExtension() {
        return "pdf";
    }

    @Override
    public void render(ReportCard card, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        renderer().render(card, code, language, out);
    }
}
