package dev.cartable.backup.archive;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Whether and how bytes are compressed. */
final class Packing {
    /** As {@code zip -6}. */
    static final int LEVEL = 6;

    private static final int SAMPLE = 16 << 10;
    /** In bits per byte: text has 4 to 6, what is compressed or encrypted almost 8. */
    private static final double DENSE = 7.2;

    private Packing() {}

    /**
     * How a file is best kept, judged by the entropy of a sample from its middle.
     *
     * @return {@link ZipMember#STORED} for what is compressed already, such as photographs; otherwise {@link ZipMember#DEFLATED}
     */
    static int method(byte[] bytes, int length) {
        if (length == 0) {
            return ZipMember.STORED;
        }
        int sample = Math.min(SAMPLE, length);
        int from = (length - sample) / 2;
        int[] counts = new int[256];
        for (int i = from; i < from + sample; i++) {
            counts[bytes[i] & 0xff]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                bits -= count * Math.log((double) count / sample);
            }
        }
        // Few bytes cannot show a high entropy: at most the logarithm of their number.
        double densest = Math.min(8, Math.log(sample) / Math.log(2));
        return bits / sample / Math.log(2) > DENSE * densest / 8 ? ZipMember.STORED : ZipMember.DEFLATED;
    }

    /** Bytes in deflated form, as a whole. */
    static byte[] deflate(byte[] bytes, int length) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setInput(bytes, 0, length);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 2 + 64);
            byte[] some = new byte[Math.min(64 << 10, length + 64)];
            while (!deflater.finished()) {
                packed.write(some, 0, deflater.deflate(some));
            }
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
