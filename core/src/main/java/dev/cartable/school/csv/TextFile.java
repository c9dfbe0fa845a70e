package dev.cartable.school.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One file of a roster: read through once to learn its encoding and checksum, then opened as text as often as needed. Every
 * later reading must come to the same checksum: a file that changes between two of them is refused.
 *
 * <p>The encoding is what a byte-order mark says (UTF-8, UTF-16); without one, UTF-8 if every byte of the file fits, else
 * windows-1252, which is Latin-1 as spreadsheets write it.
 */
final class TextFile {
    private static final Charset LATIN = Charset.forName("windows-1252");

    private final String name;
    private final Opener opener;
    private final Charset charset;
    private final int bom;
    private final long checksum;
    private final long length;

    private TextFile(String name, Opener opener, Charset charset, int bom, long checksum, long length) {
        this.name = name;
        this.opener = opener;
        this.charset = charset;
        this.bom = bom;
        this.checksum = checksum;
        this.length = length;
    }

    /** Opens the file's bytes from their beginning. */
    interface Opener {
        InputStream open() throws IOException;
    }

    static TextFile inspect(String name, Opener opener) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = opener.open()) {
            int n = in.readNBytes(buffer, 0, buffer.length);
            if (n == 0) {
                throw RosterProblem.EMPTY_FILE.because("file", name);
            }
            String kind = otherKind(new String(buffer, 0, Math.min(n, 64), StandardCharsets.ISO_8859_1));
            if (kind != null) {
                throw RosterProblem.NOT_CSV.because("file", name, "kind", kind);
            }
            Bom mark = Bom.of(buffer, n);
            if (mark.equals(Bom.NONE) && looksLikeUtf16(buffer, n)) {
                throw RosterProblem.NO_MARK.because("file", name);
            }
            Utf8Check utf8 = new Utf8Check(!mark.isUtf16());
            long length = 0;
            while (n > 0) {
                crc.update(buffer, 0, n);
                utf8.add(buffer, n);
                length += n;
                n = in.readNBytes(buffer, 0, buffer.length);
            }
            Charset charset = mark.isUtf16() ? mark.charset() : utf8.passes() ? StandardCharsets.UTF_8 : LATIN;
            return new TextFile(name, opener, charset, mark.bytes().length(), crc.getValue(), length);
        }
    }

    /** What a file that people take for CSV begins like; null if it may be CSV. */
    private static @Nullable String otherKind(String start) {
        String text = start.replace("\u00EF\u00BB\u00BF", "").stripLeading();
        if (start.startsWith("PK\u0003\u0004") || start.startsWith("\u00D0\u00CF\u0011\u00E0")) {
            return "ZIP_OR_SPREADSHEET";
        }
        return text.startsWith("%PDF") ? "PDF" : text.startsWith("<") ? "HTML_OR_XML" : null;
    }

    private static boolean looksLikeUtf16(byte[] bytes, int n) {
        int nul = 0;
        int seen = Math.min(n, 64);
        for (int i = 0; i < seen; i++) {
            nul += bytes[i] == 0 ? 1 : 0;
        }
        return nul * 4 >= seen;
    }

    String name() {
        return name;
    }

    /** CRC-32 of the bytes. */
    long checksum() {
        return checksum;
    }

    /** The file's text without its byte-order mark, from the beginning. */
    Reader text() throws IOException {
        InputStream in = new SameBytes(opener.open());
        try {
            in.skipNBytes(bom);
            CodingErrorAction misfit = charset.equals(LATIN) ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
            return new InputStreamReader(
                    in, charset.newDecoder().onMalformedInput(misfit).onUnmappableCharacter(misfit));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** A byte-order mark: its bytes, as characters of the same value, and the encoding that it stands for. */
    private record Bom(String bytes, Charset charset) {
        private static final Bom NONE = new Bom("", StandardCharsets.UTF_8);
        private static final List<Bom> MARKS = List.of(
                new Bom("\u00EF\u00BB\u00BF", StandardCharsets.UTF_8),
                new Bom("\u00FE\u00FF", StandardCharsets.UTF_16BE),
                new Bom("\u00FF\u00FE", StandardCharsets.UTF_16LE));

        static Bom of(byte[] start, int n) {
            String text = new String(start, 0, Math.min(n, 3), StandardCharsets.ISO_8859_1);
            return MARKS.stream()
                    .filter(mark -> text.startsWith(mark.bytes))
                    .findFirst()
                    .orElse(NONE);
        }

        boolean isUtf16() {
            return !charset.equals(StandardCharsets.UTF_8);
        }
    }

    /** Whether all bytes together are well-formed UTF-8. */
    private static final class Utf8Check {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        private final CharBuffer sink = CharBuffer.allocate(1 << 16);
        private byte[] rest = new byte[0];
        private boolean good;

        Utf8Check(boolean needed) {
            this.good = needed;
        }

        void add(byte[] bytes, int n) {
            if (!good) {
                return;
            }
            ByteBuffer in = ByteBuffer.allocate(rest.length + n);
            in.put(rest).put(bytes, 0, n).flip();
            CoderResult result;
            do {
                sink.clear();
                result = decoder.decode(in, sink, false);
            } while (result.isOverflow());
            good = !result.isError();
            rest = new byte[in.remaining()];
            in.get(rest);
        }

        boolean passes() {
            return good && rest.length == 0;
        }
    }

    /** Passes bytes on and refuses the end if they are not those that were inspected. */
    private final class SameBytes extends FilterInputStream {
        private final CRC32 crc = new CRC32();
        private long seen;

        SameBytes(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            int n = super.read(buffer, offset, count);
            if (n > 0) {
                crc.update(buffer, offset, n);
                seen += n;
            } else if (n < 0 && (seen != length || crc.getValue() != checksum)) {
                throw RosterProblem.CHANGED.because("file", name);
            }
            return n;
        }

        @Override
        public long skip(long count) throws IOException {
            int wanted = (int) Math.min(count, 8192);
            return Math.max(0, read(new byte[wanted], 0, wanted));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
