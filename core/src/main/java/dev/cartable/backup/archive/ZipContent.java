package dev.cartable.backup.archive;

import dev.cartable.backup.port.ArchiveFormat.DamagedArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The content of one file in a zip. It gives at most as many bytes as the archive declares, and at the end it checks their number and CRC,
 * and that all packed bytes were used. Used by one thread.
 */
final class ZipContent extends InputStream {
    private static final int BUFFER = 256 << 10;

    private final FileChannel channel;
    private final ZipMember member;
    private final CRC32 crc = new CRC32();
    private final @Nullable Inflater inflater;
    private final byte[] input;
    private final byte[] one = new byte[1];
    private long position;
    private long packedLeft;
    private long left;
    private boolean checked;

    ZipContent(FileChannel channel, ZipMember member, long position) {
        this.channel = channel;
        this.member = member;
        this.position = position;
        this.packedLeft = member.packed();
        this.left = member.size();
        boolean deflated = member.method() == ZipMember.DEFLATED;
        this.inflater = deflated ? new Inflater(true) : null;
        this.input = deflated ? new byte[(int) Math.min(BUFFER, Math.max(1, member.packed()))] : new byte[0];
    }

    @Override
    public int read() throws IOException {
        int some = read(one, 0, 1);
        return some < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            check();
            return -1;
        }
        int most = (int) Math.min(length, left);
        int some = inflater == null ? stored(bytes, from, most) : inflated(inflater, bytes, from, most);
        crc.update(bytes, from, some);
        left -= some;
        if (left == 0) {
            check();
        }
        return some;
    }

    private int stored(byte[] bytes, int from, int most) throws IOException {
        int some = fill(ByteBuffer.wrap(bytes, from, most));
        packedLeft -= some;
        return some;
    }

    private int inflated(Inflater decoder, byte[] bytes, int from, int most) throws IOException {
        try {
            while (true) {
                int some = decoder.inflate(bytes, from, most);
                if (some > 0) {
                    return some;
                }
                if (decoder.finished() || decoder.needsDictionary() || !more(decoder)) {
                    throw damage("ends before its declared size");
                }
            }
        } catch (DataFormatException e) {
            throw damage("does not decode");
        }
    }

    /** Gives the decoder the next packed bytes; false if there are none. */
    private boolean more(Inflater decoder) throws IOException {
        if (packedLeft == 0) {
            return false;
        }
        int some = fill(ByteBuffer.wrap(input, 0, (int) Math.min(input.length, packedLeft)));
        packedLeft -= some;
        decoder.setInput(input, 0, some);
        return true;
    }

    private int fill(ByteBuffer buffer) throws IOException {
        int some = channel.read(buffer, position);
        if (some <= 0) {
            throw damage("is cut off");
        }
        position += some;
        return some;
    }

    private void check() throws IOException {
        if (checked) {
            return;
        }
        checked = true;
        if (inflater != null) {
            drain(inflater);
        }
        if (crc.getValue() != member.crc()) {
            throw damage("has another checksum than its header says");
        }
    }

    /** All that should follow the last byte is the end mark of the deflated data. */
    private void drain(Inflater decoder) throws IOException {
        try {
            while (!decoder.finished()) {
                if (decoder.inflate(one, 0, 1) > 0) {
                    throw damage("is longer than its declared size");
                }
                if (!decoder.finished() && decoder.needsInput() && !more(decoder)) {
                    throw damage("has no end");
                }
            }
        } catch (DataFormatException e) {
            throw damage("does not decode");
        }
        if (packedLeft > 0 || decoder.getRemaining() > 0) {
            throw damage("is followed by bytes that belong to no file");
        }
    }

    private DamagedArchiveException damage(String what) {
        return new DamagedArchiveException("\"" + member.name() + "\" " + what);
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
