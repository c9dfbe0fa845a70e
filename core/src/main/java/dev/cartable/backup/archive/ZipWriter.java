package dev.cartable.backup.archive;

import static dev.cartable.backup.archive.ZipMember.wrap;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes a zip into a file. The size of a file need not be known before: its header is written again at its end. A file that was begun can
 * be abandoned, and the next one takes its place. Used by one thread; any may ask what is {@linkplain #settled settled}.
 */
final class ZipWriter implements Closeable {
    /** From here on sizes and offsets get 64 bits: a little below 4 GiB, since what is deflated may grow a little. */
    static final long LARGE = 0xf000_0000L;

    static final int END = 0x06054b50;
    static final int END_LENGTH = 22;
    static final int END64 = 0x06064b50;
    static final int END64_LENGTH = 56;
    static final int LOCATOR = 0x07064b50;
    static final int LOCATOR_LENGTH = 20;
    private static final int MANY = 0xffff;
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final long large;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final ByteBuffer pending = ByteBuffer.allocate(BUFFER);
    private long written;
    private volatile long settled;
    private long members;
    private @Nullable ZipMember begun;

    /**
     * @param large from which size and offset on 64 bits are used; {@link #LARGE} except in tests
     */
    ZipWriter(FileChannel channel, long large) {
        this.channel = channel;
        this.large = large;
    }

    /** Adds a file that is in memory. */
    void add(String name, int method, Instant modified, long crc, long size, byte[] payload, int length)
            throws IOException {
        ZipMember member = new ZipMember(name, method, modified, crc, size, length, position(), isLarge(size));
        byte[] header = member.local();
        put(header, header.length);
        put(payload, length);
        list(member);
    }

    /**
     * Begins a file; {@link #put} takes its bytes.
     *
     * @param most how large it may be at most
     */
    void begin(String name, int method, Instant modified, long most) throws IOException {
        begun = new ZipMember(name, method, modified, 0, 0, 0, position(), isLarge(most));
        byte[] header = begun.local();
        put(header, header.length);
    }

    /** Takes bytes of the file that was begun, in the form that they have in the archive. */
    void put(byte[] bytes, int length) throws IOException {
        int from = 0;
        while (from < length) {
            if (!pending.hasRemaining()) {
                flush();
            }
            int some = Math.min(length - from, pending.remaining());
            pending.put(bytes, from, some);
            from += some;
        }
    }

    /** Ends the file that was begun. */
    void end(long crc, long size) throws IOException {
        ZipMember draft = current();
        long packed = position() - draft.offset() - draft.localLength();
        ZipMember member = new ZipMember(
                draft.name(), draft.method(), draft.modified(), crc, size, packed, draft.offset(), draft.wide());
        flush();
        write(ByteBuffer.wrap(member.local()), member.offset());
        begun = null;
        settled = written;
        list(member);
    }

    /** Takes back the file that was begun. */
    void abandon() throws IOException {
        flush();
        written = current().offset();
        begun = null;
    }

    /** Ends the archive. */
    void finish() throws IOException {
        long start = position();
        byte[] central = directory.toByteArray();
        put(central, central.length);
        if (members >= MANY || start >= large || central.length >= large) {
            byte[] end64 = new byte[END64_LENGTH + LOCATOR_LENGTH];
            wrap(end64)
                    .putInt(END64)
                    .putLong(END64_LENGTH - 12L)
                    .putShort((short) (3 << 8 | 45))
                    .putShort((short) 45)
                    .putInt(0)
                    .putInt(0)
                    .putLong(members)
                    .putLong(members)
                    .putLong(central.length)
                    .putLong(start)
                    .putInt(LOCATOR)
                    .putInt(0)
                    .putLong(start + central.length)
                    .putInt(1);
            put(end64, end64.length);
        }
        boolean far = start >= large;
        byte[] end = new byte[END_LENGTH];
        wrap(end)
                .putInt(END)
                .putInt(0)
                .putShort((short) Math.min(members, MANY))
                .putShort((short) Math.min(members, MANY))
                .putInt(central.length >= large ? -1 : central.length)
                .putInt(far ? -1 : (int) start)
                .putShort((short) 0);
        put(end, end.length);
        flush();
        channel.truncate(written);
    }

    /** How many bytes from the start are written and will not change any more: those before a file that was begun, whose header will. */
    long settled() {
        return settled;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private ZipMember current() {
        if (begun == null) {
            throw new IllegalStateException("no file was begun");
        }
        return begun;
    }

    private boolean isLarge(long value) {
        return value >= large;
    }

    private void list(ZipMember member) {
        directory.writeBytes(member.central(isLarge(member.offset())));
        members++;
    }

    private long position() {
        return written + pending.position();
    }

    private void flush() throws IOException {
        pending.flip();
        written = write(pending, written);
        pending.clear();
        if (begun == null) {
            settled = written;
        }
    }

    private long write(ByteBuffer bytes, long at) throws IOException {
        long next = at;
        while (bytes.hasRemaining()) {
            next += channel.write(bytes, next);
        }
        return next;
    }
}
