package dev.cartable.pdf;

import static java.util.Objects.requireNonNull;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A picture on a document, such as the logo: a PNG, JPEG or GIF of at most {@value #MAX_BYTES} bytes and {@value #MAX_PIXELS} pixels.
 * A larger one than print needs is made smaller. Immutable and safe for use by several threads.
 */
public final class Picture {
    /** The greatest size, in bytes. */
    public static final int MAX_BYTES = 4_000_000;

    /** The most pixels: width times height. */
    public static final int MAX_PIXELS = 25_000_000;

    /** More pixels on a side are not seen in print: 40 mm at 500 dots per inch. */
    private static final int ENOUGH = 800;

    private final byte[] bytes;
    private final String mediaType;

    private Picture(byte[] bytes, String mediaType) {
        this.bytes = bytes;
        this.mediaType = mediaType;
    }

    /**
     * A picture of these bytes.
     *
     * @throws DocumentException if they are too many, are no picture, or one with too many pixels
     */
    public static Picture of(byte[] bytes) {
        return read(requireNonNull(bytes, "bytes"), "");
    }

    /**
     * The picture in a file.
     *
     * @throws UncheckedIOException if the file is missing or cannot be read
     * @throws DocumentException if it is too large, is no picture, or one with too many pixels
     */
    public static Picture file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in.readNBytes(MAX_BYTES + 1), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the picture cannot be read from " + file, e);
        }
    }

    private static Picture read(byte[] bytes, String file) {
        if (bytes.length > MAX_BYTES) {
            throw new DocumentException(
                    "PICTURE_BYTES",
                    Map.of("file", file, "limit", String.valueOf(MAX_BYTES)),
                    named(file) + " has more than " + MAX_BYTES + " bytes");
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    String format = reader.getFormatName().toLowerCase(java.util.Locale.ROOT);
                    if (format.equals("png") || format.equals("jpeg") || format.equals("gif")) {
                        reader.setInput(in, true, true);
                        return read(reader, format, bytes, file);
                    }
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof DocumentException known) {
                throw known;
            }
            throw unreadable(file, e);
        }
        throw unreadable(file, null);
    }

    private static Picture read(ImageReader reader, String format, byte[] bytes, String file) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MAX_PIXELS) {
            throw new DocumentException(
                    "PICTURE_PIXELS",
                    Map.of(
                            "file", file,
                            "width", String.valueOf(width),
                            "height", String.valueOf(height),
                            "limit", String.valueOf(MAX_PIXELS)),
                    named(file) + " has " + width + " × " + height + " pixels, more than " + MAX_PIXELS);
        }
        ImageReadParam part = reader.getDefaultReadParam();
        int step = Math.max(1, Math.max(width, height) / (2 * ENOUGH));
        part.setSourceSubsampling(step, step, 0, 0);
        BufferedImage image = reader.read(0, part);
        boolean photo = format.equals("jpeg");
        String type = photo ? "image/jpeg" : "image/png";
        if (Math.max(width, height) <= ENOUGH && !format.equals("gif")) {
            return new Picture(bytes.clone(), type);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(smaller(image), photo ? "jpeg" : "png", out);
        return new Picture(out.toByteArray(), type);
    }

    private static BufferedImage smaller(BufferedImage image) {
        double scale = Math.min(1, (double) ENOUGH / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        boolean alpha = image.getColorModel().hasAlpha();
        BufferedImage result =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return result;
    }

    private static DocumentException unreadable(String file, @org.jspecify.annotations.Nullable Exception cause) {
        DocumentException failure = new DocumentException(
                "PICTURE_UNREADABLE",
                Map.of("file", file),
                named(file) + " is neither a PNG nor a JPEG nor a GIF picture");
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    private static String named(String file) {
        return file.isEmpty() ? "the picture" : "the picture " + file;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture picture && Arrays.equals(bytes, picture.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The kind and size alone. */
    @Override
    public String toString() {
        return "Picture[" + mediaType + " " + bytes.length + " bytes]";
    }
}
