package dev.cartable.work.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Forces a file to the disk piece by piece while it is written, on a thread of its own, so that little is left to be forced at its end. It
 * promises nothing about the file: that is for {@link DurableFiles#force}, after its last byte. What the disk refuses meanwhile is thrown when
 * this is closed, since a later force may not hear of it. Closed by the thread that opened it.
 */
public final class WriteBehind implements AutoCloseable {
    private static final long PAUSE_MILLIS = 200;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable IOException failure;

    /** @param file is there */
    public WriteBehind(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        this.thread = new Thread(() -> force(channel), "cartable-write-behind");
        thread.setDaemon(true);
        thread.start();
    }

    private void force(FileChannel channel) {
        try (channel) {
            do {
                channel.force(false);
            } while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends it, when what is being forced has been forced.
     *
     * @throws IOException if the disk has refused something
     */
    @Override
    public void close() throws IOException {
        end.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        IOException refused = failure;
        if (refused != null) {
            throw refused;
        }
    }
}
