package dev.cartable.cli.backup;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import dev.cartable.backup.port.ArchiveEncryption.KeyPair;
import dev.cartable.cli.frame.Words;
import java.util.Map;
import java.util.stream.Collectors;

/** A page with a private key, to be printed: what it is for, the key as a QR code and as letters. It needs no network and no script. */
final class KeyPage {
    /** What scanners want as a white frame, in modules. */
    private static final int FRAME = 4;

    private static final int GROUP = 26;

    private KeyPage() {}

    /** The page as HTML. */
    static String of(Words words, KeyPair pair, String made) {
        String secret = pair.identity().secret();
        String text = words.text("backup.key.paper", Map.of("made", made, "recipient", pair.recipient()))
                .lines()
                .map(line -> "<p>" + escaped(line) + "</p>\n")
                .collect(Collectors.joining());
        String letters = secret.replaceAll("(.{" + GROUP + "})(?=.)", "$1<wbr>");
        return """
                <!doctype html>
                <html lang="%s">
                <meta charset="utf-8">
                <title>%s</title>
                <style>
                  body { font: 12pt sans-serif; max-width: 17cm; margin: 1.5cm auto; }
                  svg { width: 7cm; height: 7cm; display: block; margin: 0.5cm 0; }
                  code { font: 13pt monospace; overflow-wrap: anywhere; }
                </style>
                <h1>%s</h1>
                %s%s
                <p><code>%s</code></p>
                </html>
                """.formatted(
                        words.language().getLanguage(),
                        escaped(words.text("backup.key.paper-title")),
                        escaped(words.text("backup.key.paper-title")),
                        text,
                        svg(secret),
                        letters);
    }

    /** One square for each run of dark modules in a row. */
    static String svg(String content) {
        BitMatrix code = code(content);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                int from = x;
                while (x < code.getWidth() && code.get(x, y)) {
                    x++;
                }
                if (x > from) {
                    path.append('M')
                            .append(from)
                            .append(' ')
                            .append(y)
                            .append('h')
                            .append(x - from)
                            .append("v1h-");
                    path.append(x - from).append('z');
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"><path d=\"%s\"/></svg>"
                .formatted(code.getWidth(), code.getHeight(), path);
    }

    private static BitMatrix code(String content) {
        try {
            return new QRCodeWriter()
                    .encode(
                            content,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.Q,
                                    EncodeHintType.MARGIN,
                                    FRAME));
        } catch (WriterException e) {
            throw new IllegalStateException("a private key does not fit into a QR code", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
