package dev.cartable.pdf;

import com.openhtmltopdf.extend.FSCacheEx;
import com.openhtmltopdf.extend.FSCacheValue;
import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The built-in fonts: Noto Sans for Latin, Greek and Cyrillic letters, Noto Naskh Arabic for Arabic ones, regular and bold. Documents
 * embed what they use of them. Safe for use by several threads.
 */
final class Fonts {
    static final Fonts BUILT_IN = new Fonts();

    private record Font(String family, int weight, FSSupplier<InputStream> bytes) {
        Font(String family, int weight, byte[] bytes) {
            this(family, weight, () -> new ByteArrayInputStream(bytes));
        }
    }

    private final List<Font> fonts = List.of(
            new Font("Noto Sans", 400, read("NotoSans-Regular")),
            new Font("Noto Sans", 700, read("NotoSans-Bold")),
            new Font("Noto Naskh Arabic", 400, read("NotoNaskhArabic-Regular")),
            new Font("Noto Naskh Arabic", 700, read("NotoNaskhArabic-Bold")));

    private final Metrics metrics = new Metrics();

    private Fonts() {}

    void addTo(PdfRendererBuilder builder) {
        builder.useCacheStore(PdfRendererBuilder.CacheStore.PDF_FONT_METRICS, metrics);
        for (Font font : fonts) {
            builder.useFont(font.bytes, font.family, font.weight, FontStyle.NORMAL, true);
        }
    }

    private static byte[] read(String name) {
        String file = "fonts/" + name + ".ttf";
        try (InputStream in = Fonts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the font is missing: " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the font cannot be read: " + file, e);
        }
    }

    /** The sizes of the fonts, measured once for all documents. */
    private static final class Metrics implements FSCacheEx<String, FSCacheValue> {
        private final Map<String, FSCacheValue> values = new ConcurrentHashMap<>();

        @Override
        public void put(String key, FSCacheValue value) {
            values.put(key, value);
        }

        @Override
        public FSCacheValue get(String key, Callable<? extends FSCacheValue> loader) {
            FSCacheValue known = values.get(key);
            if (known != null) {
                return known;
            }
            try {
                FSCacheValue value = loader.call();
                values.put(key, value);
                return value;
            } catch (Exception e) {
                throw new IllegalStateException("the font cannot be measured: " + key, e);
            }
        }

        @Override
        public @Nullable FSCacheValue get(String key) {
            return values.get(key);
        }
    }
}
