package dev.cartable.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipWriterTest {
    private static final Instant NOW = Instant.parse("2026-01-08T11:03:53Z");
    private static final int CHUNK = 700_000;

    private final Map<Long, Long> settled = new TreeMap<>();

    @TempDir
    private Path folder;

    private Path archive() {
        return folder.resolve("archive.zip");
    }

    @Test
    void whatIsSettledChangesNoMore() throws IOException {
        byte[] chunk = ZipFormatTest.random(CHUNK, 1);
        Random random = new Random(2);
        try (ZipWriter zip = new ZipWriter(
                FileChannel.open(archive(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ZipWriter.LARGE)) {
            for (int i = 0; i < 24; i++) {
                if (i % 3 == 0) {
                    zip.add("small" + i, ZipMember.STORED, NOW, 0, CHUNK, chunk, CHUNK);
                    note(zip);
                    continue;
                }
                zip.begin("large" + i, ZipMember.STORED, NOW, 5L * CHUNK);
                for (int part = random.nextInt(4); part >= 0; part--) {
                    zip.put(chunk, CHUNK);
                    note(zip);
                }
                if (i % 3 == 1) {
                    zip.end(7, CHUNK);
                } else {
                    zip.abandon();
                }
                note(zip);
            }
            zip.finish();
            note(zip);
        }

        byte[] all = Files.readAllBytes(archive());
        assertThat(settled).hasSizeGreaterThan(8).containsKey((long) all.length);
        settled.forEach((length, crc) -> assertThat(crc(all, length.intValue()))
                .as("the first " + length)
                .isEqualTo(crc));
    }

    private void note(ZipWriter zip) throws IOException {
        long length = zip.settled();
        settled.putIfAbsent(length, crc(Files.readAllBytes(archive()), (int) length));
    }

    private static long crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
