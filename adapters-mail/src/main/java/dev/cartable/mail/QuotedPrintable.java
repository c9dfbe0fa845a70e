package dev.cartable.mail;

import java.util.Arrays;

/**
 * The transfer encoding quoted-printable (RFC 2045, 6.7) for text whose lines end in CRLF. Angus' own encoder takes one byte at a
 * time, which for a document takes longer than to fill its template.
 */
final class QuotedPrintable {
    private static final int LONGEST_LINE = 76;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private final byte[] text;
    private final byte[] encoded;
    private int length;
    private int column;

    private QuotedPrintable(byte[] text) {
        this.text = text;
        // Three bytes for each, and three for each line of at least 73.
        this.encoded = new byte[text.length * 3 + text.length / 8 + LONGEST_LINE];
    }

    static byte[] encode(byte[] text) {
        return new QuotedPrintable(text).encode();
    }

    private byte[] encode() {
        for (int i = 0; i < text.length; i++) {
            if (isLineEnd(i)) {
                put('\r', '\n');
                column = 0;
                i++;
            } else {
                encode(text[i], i + 1 == text.length || isLineEnd(i + 1));
            }
        }
        return Arrays.copyOf(encoded, length);
    }

    private boolean isLineEnd(int at) {
        return text[at] == '\r' && at + 1 < text.length && text[at + 1] == '\n';
    }

    /** @param last of its line: then a blank is encoded, which may be lost there, and no soft line break has to fit in */
    private void encode(byte one, boolean last) {
        boolean literal = (one > ' ' && one < 0x7F && one != '=') || ((one == ' ' || one == '\t') && !last);
        int width = literal ? 1 : 3;
        if (column + width > (last ? LONGEST_LINE : LONGEST_LINE - 1)) {
            put('=', '\r', '\n');
            column = 0;
        }
        if (literal) {
            put(one);
        } else {
            put('=', HEX[(one >> 4) & 0xF], HEX[one & 0xF]);
        }
        column += width;
    }

    private void put(int... bytes) {
        for (int one : bytes) {
            encoded[length++] = (byte) one;
        }
    }
}
