package dev.cartable.backup.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.crypto.ByteBufferCipherFactory;
import com.exceptionfactory.jagged.framework.crypto.CipherKey;
import com.exceptionfactory.jagged.framework.crypto.StandardByteBufferCipherFactory;
import com.exceptionfactory.jagged.framework.format.StandardPayloadKeyWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import javax.crypto.spec.IvParameterSpec;

/**
 * Writes a file in the age format on all processors. The library makes the header and the key, and encrypts each chunk; this class only says
 * which chunk it is, since the library encrypts one after the other. Each chunk stands for itself (age-encryption.org/v1, <i>Payload</i>).
 */
final class PayloadWriter implements AutoCloseable {
    private static final int CHUNK = 64 << 10;
    private static final int TAG = 16;
    private static final int CHUNKS = 16;
    /** What the library takes for a header. */
    private static final int HEADER = CHUNK + TAG;

    private final FileChannel in;
    private final FileChannel out;
    private final CipherKey key;
    private final ByteBufferCipherFactory ciphers = new StandardByteBufferCipherFactory();
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final ExecutorService workers = Executors.newFixedThreadPool(threads, task -> {
        Thread thread = new Thread(task, "cartable-backup-encrypt");
        thread.setDaemon(true);
        return thread;
    });

    /** Writes the header. */
    PayloadWriter(FileChannel in, FileChannel out, List<RecipientStanzaWriter> recipients)
            throws IOException, GeneralSecurityException {
        this.in = in;
        this.out = out;
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        this.key = new StandardPayloadKeyWriter().writeFileHeader(header, recipients);
        write(header.flip());
    }

    /** Some chunks, one after the other. The last one of a file says so; it alone may be shorter than the others. */
    private static final class Block {
        private final ByteBuffer plain = ByteBuffer.allocate(CHUNKS * CHUNK);
        private final ByteBuffer encrypted = ByteBuffer.allocate(CHUNKS * (CHUNK + TAG));
        private long first;
        private boolean isLast;
    }

    private record Pending(Block block, Future<?> encrypting) {}

    /**
     * Encrypts the whole file.
     *
     * @param done is called with the bytes that were encrypted so far
     */
    void writeAll(LongConsumer done) throws IOException {
        Deque<Pending> ahead = new ArrayDeque<>();
        Deque<Block> free = new ArrayDeque<>();
        long size = in.size();
        long read = 0;
        long written = 0;
        long chunk = 0;
        do {
            Block block = free.isEmpty() ? new Block() : free.remove();
            read += read(block.plain, size - read);
            block.first = chunk;
            block.isLast = read == size;
            chunk += CHUNKS;
            ahead.add(new Pending(block, workers.submit(() -> encrypt(block))));
            while (ahead.size() > threads || (block.isLast && !ahead.isEmpty())) {
                Pending first = ahead.remove();
                await(first.encrypting());
                write(first.block().encrypted);
                written += first.block().plain.limit();
                free.add(first.block());
                done.accept(written);
            }
        } while (read < size);
    }

    /** Fills the buffer, or takes what is left. */
    private int read(ByteBuffer buffer, long left) throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw new EOFException("the backup became shorter while it was encrypted");
            }
        }
        buffer.flip();
        return buffer.limit();
    }

    /** An empty file has one chunk, an empty one. */
    private Void encrypt(Block block) throws GeneralSecurityException {
        int length = block.plain.limit();
        block.encrypted.clear();
        long number = block.first;
        int from = 0;
        do {
            int to = Math.min(from + CHUNK, length);
            boolean isLast = block.isLast && to == length;
            ciphers.newByteBufferEncryptor(key, nonce(number, isLast))
                    .encrypt(block.plain.limit(to).position(from), block.encrypted);
            number++;
            from = to;
        } while (from < length);
        block.encrypted.flip();
        return null;
    }

    /** 11 bytes of the chunk's number, big endian, and whether it is the last one. */
    private static IvParameterSpec nonce(long number, boolean isLast) {
        byte[] nonce = new byte[12];
        ByteBuffer.wrap(nonce).putLong(3, number);
        nonce[11] = (byte) (isLast ? 1 : 0);
        return new IvParameterSpec(nonce);
    }

    private void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private static void await(Future<?> encrypting) throws IOException {
        try {
            encrypting.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the backup was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException("the backup could not be encrypted: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        key.destroy();
    }
}
