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

    private static final int LEAST_SAMPLED = 4 << 10;
    private static final int REPEATS_SAMPLE = 64 << 10;
    /** Shorter repeats take as many bits as their bytes do. */
    private static final int REPEAT = 6;
    /** One sequence in this many. */
    private static final int RARE = 20;

    private static final int SLOT_BITS = 15;

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

    /**
     * How bytes are deflated: without a search for repeats where a sample has next to none, as hexadecimal and Base64 have. The search
     * takes most of the time, and makes those no smaller.
     */
    static int strategy(byte[] bytes, int length) {
        return length >= LEAST_SAMPLED && repeatsRarely(bytes, length)
                ? Deflater.HUFFMAN_ONLY
                : Deflater.DEFAULT_STRATEGY;
    }

    private static boolean repeatsRarely(byte[] bytes, int length) {
        int sample = Math.min(REPEATS_SAMPLE, length);
        int from = (length - sample) / 2;
        long[] seen = new long[1 << SLOT_BITS];
        long sequence = 0;
        int repeats = 0;
        for (int i = 0; i < sample; i++) {
            sequence = ((sequence << 8) | (bytes[from + i] & 0xff)) & ((1L << (8 * REPEAT)) - 1);
            int slot = (int) ((sequence * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - SLOT_BITS));
            if (seen[slot] == sequence + 1) {
                repeats++;
            }
            seen[slot] = sequence + 1;
        }
        return repeats < sample / RARE;
    }

    /** Bytes in deflated form, as a whole. */
    static byte[] deflate(byte[] bytes, int length) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setStrategy(strategy(bytes, length));
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
