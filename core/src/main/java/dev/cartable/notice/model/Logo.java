package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The picture that stands for the school in its mails: a PNG, JPEG or GIF of at most {@value #MAX_BYTES} bytes, since every mail
 * carries it. Immutable and safe for use by several threads.
 */
public final class Logo {
    /** The greatest size of a logo, in bytes. */
    public static final int MAX_BYTES = 65_536;

    /** How an HTML document refers to the picture that comes in the same message (RFC 2392), without {@code cid:}. */
    public static final String CONTENT_ID = "logo@cartable";

    private final byte[] bytes;
    private final String mediaType;

    private Logo(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("the logo has more than " + MAX_BYTES
                    + " bytes, and every mail carries it; make the picture smaller, 240 pixels high at most");
        }
        this.bytes = bytes;
        this.mediaType = mediaType(bytes);
    }

    /**
     * A logo of these bytes, which are copied.
     *
     * @throws IllegalArgumentException if they are too many, or are no picture that all mail programs show
     */
    public static Logo of(byte[] bytes) {
        return new Logo(requireNonNull(bytes, "bytes").clone());
    }

    /**
     * The logo in a file.
     *
     * @throws UncheckedIOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if it holds no logo
     */
    public static Logo file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new Logo(in.readNBytes(MAX_BYTES + 1));
        } catch (IOException e) {
            throw new UncheckedIOException("the logo cannot be read from " + file, e);
        }
    }

    /** The picture; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Such as {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }

    /** Mail programs show no SVG, and what a file is called says nothing. */
    private static String mediaType(byte[] bytes) {
        if (begins(bytes, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return "image/png";
        }
        if (begins(bytes, 0xFF, 0xD8, 0xFF)) {
            return "image/jpeg";
        }
        if (begins(bytes, 'G', 'I', 'F', '8')) {
            return "image/gif";
        }
        throw new IllegalArgumentException("the logo is neither a PNG nor a JPEG nor a GIF picture");
    }

    private static boolean begins(byte[] bytes, int... signature) {
        for (int i = 0; i < signature.length; i++) {
            if (i >= bytes.length || bytes[i] != (byte) signature[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Logo logo && Arrays.equals(bytes, logo.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The kind and size alone. */
    @Override
    public String toString() {
        return "Logo[" + mediaType + " " + bytes.length + " bytes]";
    }
}
