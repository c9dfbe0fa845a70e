package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file back and hashes it while it is written, on a thread of its own: as far as it will not change any more, and to its end once it
 * is complete. So what is read is still in memory, and the disk and a processor are not idle in turns. Used by one thread.
 */
final class HashBehind implements AutoCloseable {
    private static final int BUFFER = 256 << 10;
    private static final long PAUSE_MILLIS = 20;

    private final Path file;
    private final CountDownLatch completion = new CountDownLatch(1);
    private @Nullable FutureTask<String> hashing;

    HashBehind(Path file) {
        this.file = file;
    }

    /**
     * Begins. The file is there.
     *
     * @param settled how many bytes from its start will not change any more
     */
    void start(LongSupplier settled) {
        hashing = new FutureTask<>(() -> hash(settled));
        Thread thread = new Thread(hashing, "cartable-hash-behind");
        thread.setDaemon(true);
        thread.start();
    }

    private String hash(LongSupplier settled) throws IOException, InterruptedException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        try (InputStream in = Files.newInputStream(file)) {
            boolean isComplete;
            do {
                isComplete = completion.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                long until = isComplete ? Long.MAX_VALUE : settled.getAsLong();
                int some = 0;
                while (done < until && some >= 0) {
                    some = in.read(buffer, 0, (int) Math.min(buffer.length, until - done));
                    if (some > 0) {
                        digest.update(buffer, 0, some);
                        done += some;
                    }
                }
            } while (!isComplete);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The file is complete. */
    void complete() {
        completion.countDown();
    }

    /** The SHA-256 of the whole file, which is {@linkplain #complete complete}, in hexadecimal. */
    String sha256() throws IOException {
        try {
            return requireNonNull(hashing, "it was not started").get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading the archive back was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Gives up what is not wanted any more. */
    @Override
    public void close() {
        if (hashing != null) {
            hashing.cancel(true);
        }
    }
}
