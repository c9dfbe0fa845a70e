package dev.cartable.backup.archive;

import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Puts the content of a file that is too large for memory into a zip: read block by block, hashed on one thread while the block before is
 * written. What is worth it is deflated on all processors: each block on its own, with the end of the block before as its dictionary, so
 * that the parts together are one stream (RFC 1951) that is as small as if one thread had made it. Used by one thread.
 */
final class LargeFile {
    private static final int BLOCK = 1 << 20;
    private static final int DICTIONARY = 32 << 10;
    /** The end of a deflated stream: one last, empty block. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final ZipWriter zip;
    private final ExecutorService workers;
    private final int ahead;
    private final MessageDigest sha = Sha256.begin();
    private final CRC32 crc = new CRC32();
    private long size;

    /**
     * @param workers deflates and hashes
     * @param threads how many threads they have
     */
    LargeFile(ZipWriter zip, ExecutorService workers, int threads) {
        this.zip = zip;
        this.workers = workers;
        this.ahead = threads + 2;
    }

    /** How the file is best kept, judged by its beginning. */
    static int method(InputStream in, int available) throws IOException {
        byte[] head = in.readNBytes(Math.min(available, 64 << 10));
        return Packing.method(head, head.length);
    }

    /**
     * Reads at most so many bytes, and passes them on.
     *
     * @param method of the file that was begun
     * @return whether the stream had exactly so many
     */
    boolean copy(InputStream in, int method, long most) throws IOException {
        if (method == ZipMember.DEFLATED) {
            deflate(in, most);
        } else {
            store(in, most);
        }
        return size == most && in.read() < 0;
    }

    private void store(InputStream in, long most) throws IOException {
        byte[] block = new byte[BLOCK];
        byte[] other = new byte[BLOCK];
        int length = in.readNBytes(block, 0, (int) Math.min(BLOCK, most));
        while (length > 0) {
            byte[] hashed = block;
            int hashedLength = length;
            Future<?> hashing = workers.submit(() -> hash(hashed, hashedLength));
            zip.put(block, length);
            size += length;
            length = in.readNBytes(other, 0, (int) Math.min(BLOCK, most - size));
            await(hashing);
            block = other;
            other = hashed;
        }
    }

    private void deflate(InputStream in, long most) throws IOException {
        Deque<Future<Part>> parts = new ArrayDeque<>();
        byte @Nullable [] before = null;
        while (true) {
            byte[] block = new byte[(int) Math.min(BLOCK, most - size)];
            int length = in.readNBytes(block, 0, block.length);
            if (length == 0) {
                break;
            }
            size += length;
            byte[] dictionary = before;
            parts.add(workers.submit(() -> part(block, length, dictionary)));
            hash(block, length);
            before = block;
            if (parts.size() > ahead) {
                put(parts.remove());
            }
        }
        while (!parts.isEmpty()) {
            put(parts.remove());
        }
        zip.put(LAST_BLOCK, LAST_BLOCK.length);
    }

    private void put(Future<Part> future) throws IOException {
        Part part = await(future);
        zip.put(part.bytes, part.length);
    }

    /** A block before this one is full, or there is none after it. */
    private static Part part(byte[] block, int length, byte @Nullable [] before) {
        Deflater deflater = new Deflater(Packing.LEVEL, true);
        try {
            if (before != null) {
                int dictionary = Math.min(DICTIONARY, before.length);
                deflater.setDictionary(before, before.length - dictionary, dictionary);
            }
            deflater.setStrategy(Packing.strategy(block, length));
            deflater.setInput(block, 0, length);
            byte[] packed = new byte[length / 2 + 1024];
            int filled = 0;
            while (true) {
                // A call that takes no input may still have done something: the first one changes the strategy.
                boolean isTaken = deflater.needsInput();
                int flush = isTaken ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
                filled += deflater.deflate(packed, filled, packed.length - filled, flush);
                if (filled == packed.length) {
                    packed = Arrays.copyOf(packed, packed.length * 2);
                } else if (isTaken) {
                    return new Part(packed, filled);
                }
            }
        } finally {
            deflater.end();
        }
    }

    private void hash(byte[] block, int length) {
        sha.update(block, 0, length);
        crc.update(block, 0, length);
    }

    /** How many bytes were read. */
    long size() {
        return size;
    }

    long crc() {
        return crc.getValue();
    }

    /** Asked for once, at the end. */
    String sha256() {
        return HexFormat.of().formatHex(sha.digest());
    }

    /** Waits for a worker. One that is interrupted ends the backup. */
    static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the backup was interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof UncheckedIOException io ? io.getCause() : new IOException(cause);
        }
    }

    /** A block in deflated form. */
    private static final class Part {
        private final byte[] bytes;
        private final int length;

        private Part(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }
    }
}
