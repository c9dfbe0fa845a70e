package dev.cartable.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** How bytes are deflated. */
class PackingTest {
    private static final int SIZE = 300_000;

    /** As PostgreSQL dumps what is binary. */
    private static byte[] hexadecimal() {
        byte[] bytes = new byte[SIZE / 2];
        new Random(7).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    /** As PostgreSQL dumps rows. */
    private static byte[] rows() {
        Random random = new Random(7);
        return IntStream.range(0, 6_000)
                .mapToObj(i -> "g%07d\tAminata\tDiallo\t%d\t2026-09-%02d 08:00:00+00\tt\n"
                        .formatted(i, random.nextInt(1_000_000), 1 + random.nextInt(30)))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void repeatsAreNotSearchedForWhereThereAreNone() throws DataFormatException {
        byte[] bytes = hexadecimal();

        assertThat(Packing.strategy(bytes, bytes.length)).isEqualTo(Deflater.HUFFMAN_ONLY);
        byte[] packed = Packing.deflate(bytes, bytes.length);
        assertThat(packed.length).as("no larger than with the search").isLessThan(searched(bytes) * 101 / 100);
        assertThat(inflated(packed, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void repeatsAreSearchedForWhereThereAreSome() throws DataFormatException {
        byte[] bytes = rows();

        assertThat(Packing.strategy(bytes, bytes.length)).isEqualTo(Deflater.DEFAULT_STRATEGY);
        byte[] packed = Packing.deflate(bytes, bytes.length);
        assertThat(packed.length).isEqualTo(searched(bytes));
        assertThat(inflated(packed, bytes.length)).isEqualTo(bytes);
    }

    /** The sample says nothing of so little. */
    @Test
    void repeatsAreSearchedForInSmallFiles() {
        assertThat(Packing.strategy(hexadecimal(), 4_095)).isEqualTo(Deflater.DEFAULT_STRATEGY);
    }

    private static int searched(byte[] bytes) {
        Deflater deflater = new Deflater(Packing.LEVEL, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            return deflater.deflate(new byte[bytes.length + 1024]);
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] packed, int length) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[length + 1];
            int size = inflater.inflate(bytes);
            assertThat(size).isEqualTo(length);
            return Arrays.copyOf(bytes, size);
        } finally {
            inflater.end();
        }
    }
}
