package dev.cartable.document;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.port.ReportCardRenderer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes texts in place of PDF. */
record TextReportCards(Text text) implements ReportCardRenderer {
    /** What a report card says. */
    interface Text {
        String of(ReportCard card, @Nullable DocumentCode code, Locale language);
    }

    @Override
    public String mediaType() {
        return "text/plain";
    }

    @Override
    public String fileExtension() {
        return "txt";
    }

    @Override
    public void render(ReportCard card, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        out.write(text.of(card, code, language).getBytes(StandardCharsets.UTF_8));
    }
}
