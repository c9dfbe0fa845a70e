package dev.cartable.backup.directory;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.work.Leases.Holder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock in a file, which the operating system releases when its process dies. The file says who holds it: the process, when that was
 * started, since when, and what for. Where the file system has no locks, as some network shares, what the file says decides: a process of
 * this machine that no longer runs holds nothing.
 */
final class VaultLock implements BackupVault.Lock {
    private static final Logger LOG = LoggerFactory.getLogger(VaultLock.class);
    /** Far behind the text, which others must be able to read: on Windows a locked part cannot be read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MAX_TEXT = 1024;

    private final FileChannel channel;
    private final @Nullable FileLock lock;
    private final Runnable released;

    private VaultLock(FileChannel channel, @Nullable FileLock lock, Runnable released) {
        this.channel = channel;
        this.lock = lock;
        this.released = released;
    }

    /**
     * Takes the lock.
     *
     * @param released is called when the lock is given back
     * @throws BackupException of the code {@code LOCKED} if another holds it
     */
    static VaultLock take(Path file, String purpose, Instant now, Runnable released) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = lock(file, channel);
            Holding left = holding(channel);
            if (left != null) {
                LOG.debug("the lock {} was left by a process that died: {}", file, left);
            }
            write(channel, Holder.thisProcess() + "\n" + now + "\n" + purpose + "\n");
            return new VaultLock(channel, lock, released);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(Path file, FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw locked(file, holding(channel));
            }
            return lock;
        } catch (OverlappingFileLockException thisProcess) {
            throw locked(file, holding(channel));
        } catch (IOException noLocksHere) {
            LOG.debug("the file system of {} has no locks", file, noLocksHere);
            Holding holding = holding(channel);
            if (holding != null && !holding.holder().isGone()) {
                throw locked(file, holding);
            }
            return null;
        }
    }

    private static BackupException locked(Path file, @Nullable Holding holding) {
        String process = holding == null
                ? "?"
                : holding.holder().pid() + "@" + holding.holder().hostName();
        String since = holding == null ? "?" : holding.since();
        String purpose = holding == null ? "?" : holding.purpose();
        return new BackupException(
                "LOCKED",
                Map.of("purpose", purpose, "since", since, "process", process, "file", file.toString()),
                "another process works on the backups of this vault: " + purpose + " by process " + process + " since "
                        + since + "; nothing was changed. Try again when it has ended");
    }

    /** What the file says; null if it says nothing. */
    private static @Nullable Holding holding(FileChannel channel) throws IOException {
        String[] lines = text(channel).split("\n", -1);
        try {
            return lines.length < 3 ? null : new Holding(Holder.parse(lines[0]), lines[1], lines[2]);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(FileChannel channel) throws IOException {
        byte[] text = new byte[MAX_TEXT];
        ByteBuffer buffer = ByteBuffer.wrap(text);
        int some;
        do {
            some = channel.read(buffer, buffer.position());
        } while (some > 0);
        return new String(text, 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.truncate(0);
            if (lock != null) {
                lock.release();
            }
        } finally {
            channel.close();
            released.run();
        }
    }

    /**
     * What the file says of the holder.
     *
     * @param since as text, since it is only shown
     */
    private record Holding(Holder holder, String since, String purpose) {}
}
