package dev.cartable.backup.archive;

import static dev.cartable.backup.archive.ZipMember.MASK;
import static dev.cartable.backup.archive.ZipMember.wrap;

import dev.cartable.backup.port.ArchiveFormat.DamagedArchiveException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a zip strictly. The central directory says which files there are; each has a local header that says the same; they stand one
 * behind the other without a gap from the first byte on; and nothing follows the end. So a cut, an insertion, and a flipped bit in what
 * decides which bytes are read, are all noticed before any content is read. Used by one thread.
 */
final class ZipReader implements Closeable {
    private static final long MAX_DIRECTORY = 512L << 20;
    private static final int MAX_EXTRA = 64;

    private final FileChannel channel;
    private final Map<String, ZipMember> members = new LinkedHashMap<>();

    /** Takes the channel over, and closes it where it throws. */
    ZipReader(FileChannel channel) throws IOException {
        this.channel = channel;
        try {
            readDirectory();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Collection<ZipMember> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    @Nullable
    ZipMember member(String name) {
        return members.get(name);
    }

    /** The content of a file, checked against its size and CRC while it is read. */
    InputStream content(ZipMember member) {
        return new ZipContent(channel, member, member.offset() + member.localLength());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void readDirectory() throws IOException {
        long size = channel.size();
        if (size < ZipWriter.END_LENGTH) {
            throw new DamagedArchiveException("the file has " + size + " bytes, which is too short for an archive");
        }
        long endAt = size - ZipWriter.END_LENGTH;
        ByteBuffer end = read(endAt, ZipWriter.END_LENGTH);
        require(
                end.getInt() == ZipWriter.END && end.getInt() == 0,
                "it does not end as an archive does: it was cut off, or something follows it");
        long count = Short.toUnsignedInt(end.getShort());
        require(count == Short.toUnsignedInt(end.getShort()), "its end contradicts itself");
        long length = end.getInt() & MASK;
        long start = end.getInt() & MASK;
        require(end.getShort() == 0, "something follows its end");
        long directoryEnd = endAt;
        long wideAt = endAt - ZipWriter.LOCATOR_LENGTH - ZipWriter.END64_LENGTH;
        if (wideAt >= 0) {
            ByteBuffer wide = read(wideAt, ZipWriter.LOCATOR_LENGTH + ZipWriter.END64_LENGTH);
            if (wide.getInt(ZipWriter.END64_LENGTH) == ZipWriter.LOCATOR) {
                require(
                        wide.getInt(0) == ZipWriter.END64
                                && wide.getLong(4) == ZipWriter.END64_LENGTH - 12
                                && wide.getInt(16) == 0
                                && wide.getInt(20) == 0
                                && wide.getInt(60) == 0
                                && wide.getLong(64) == wideAt
                                && wide.getInt(72) == 1
                                && wide.getLong(24) == wide.getLong(32)
                                && (count == wide.getLong(24) || count == 0xffff)
                                && (length == wide.getLong(40) || length == MASK)
                                && (start == wide.getLong(48) || start == MASK),
                        "its end of 64 bits contradicts itself");
                count = wide.getLong(32);
                length = wide.getLong(40);
                start = wide.getLong(48);
                directoryEnd = wideAt;
            }
        }
        require(
                start >= 0
                        && length >= 0
                        && length <= MAX_DIRECTORY
                        && start <= directoryEnd
                        && start + length == directoryEnd
                        && count >= 0
                        && count <= length / ZipMember.CENTRAL_LENGTH,
                "its central directory is not where its end says");
        ByteBuffer directory = read(start, (int) length);
        long expected = 0;
        for (long i = 0; i < count; i++) {
            ZipMember member = central(directory);
            require(member.offset() == expected, "there is a gap or an overlap before " + quoted(member.name()));
            local(member, start);
            expected = member.offset() + member.localLength() + member.packed();
            require(members.put(member.name(), member) == null, quoted(member.name()) + " is in it twice");
        }
        require(!directory.hasRemaining(), "its central directory is longer than its end says");
        require(expected == start, "there is a gap before its central directory");
    }

    private static ZipMember central(ByteBuffer directory) throws IOException {
        require(
                directory.remaining() >= ZipMember.CENTRAL_LENGTH && directory.getInt() == ZipMember.CENTRAL,
                "its central directory is damaged");
        directory.getShort(); // made by
        directory.getShort(); // needed: compared with the local header
        int flags = directory.getShort();
        int method = directory.getShort();
        directory.getInt(); // DOS time: compared with the local header
        long crc = directory.getInt() & MASK;
        long packed = directory.getInt() & MASK;
        long size = directory.getInt() & MASK;
        int nameLength = Short.toUnsignedInt(directory.getShort());
        int extraLength = Short.toUnsignedInt(directory.getShort());
        int commentLength = Short.toUnsignedInt(directory.getShort());
        int disk = directory.getShort();
        directory.getShort(); // internal attributes
        directory.getInt(); // external attributes
        long offset = directory.getInt() & MASK;
        require(directory.remaining() >= nameLength + extraLength, "its central directory is cut off");
        byte[] raw = new byte[nameLength];
        directory.get(raw);
        String name = decode(raw);
        require(
                flags == ZipMember.UTF8
                        && (method == ZipMember.STORED || method == ZipMember.DEFLATED)
                        && commentLength == 0
                        && disk == 0
                        && extraLength <= MAX_EXTRA,
                "the header of " + quoted(name) + " says what no backup says");
        Instant modified = null;
        boolean wide = false;
        ByteBuffer extra = directory.slice(directory.position(), extraLength).order(directory.order());
        directory.position(directory.position() + extraLength);
        while (extra.hasRemaining()) {
            require(extra.remaining() >= 4, "the header of " + quoted(name) + " is damaged");
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            require(length <= extra.remaining(), "the header of " + quoted(name) + " is damaged");
            ByteBuffer value = extra.slice(extra.position(), length).order(extra.order());
            extra.position(extra.position() + length);
            if (id == ZipMember.ZIP64) {
                boolean far = offset == MASK;
                wide = size == MASK && packed == MASK;
                require(
                        length == (wide ? 16 : 0) + (far ? 8 : 0) && length > 0,
                        "the sizes of " + quoted(name) + " contradict themselves");
                if (wide) {
                    size = value.getLong();
                    packed = value.getLong();
                }
                if (far) {
                    offset = value.getLong();
                }
            } else {
                require(
                        id == 0x5455 && length == 5 && value.get() == 1,
                        "the times of " + quoted(name) + " are damaged");
                modified = Instant.ofEpochSecond(value.getInt());
            }
        }
        require(
                size >= 0 && packed >= 0 && offset >= 0 && (method == ZipMember.DEFLATED || size == packed),
                "the sizes of " + quoted(name) + " contradict themselves");
        return new ZipMember(
                name, method, modified == null ? ZipMember.UNKNOWN_TIME : modified, crc, size, packed, offset, wide);
    }

    /** The local header says what the central directory says, and the content ends before the directory. */
    private void local(ZipMember member, long directoryStart) throws IOException {
        byte[] expected = member.local();
        require(
                member.offset() + expected.length + member.packed() <= directoryStart,
                quoted(member.name()) + " does not end before the central directory");
        byte[] bytes = bytes(member.offset(), expected.length);
        if (member.modified().equals(ZipMember.UNKNOWN_TIME)) {
            // Its time does not fit the extra field, so the DOS time alone says it, and is not known here.
            System.arraycopy(bytes, 10, expected, 10, 4);
        }
        require(
                Arrays.equals(bytes, expected),
                "the header before " + quoted(member.name()) + " and the central directory say different things");
    }

    private static String decode(byte[] raw) throws DamagedArchiveException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DamagedArchiveException("it holds a name that is not UTF-8");
        }
    }

    private ByteBuffer read(long at, int length) throws IOException {
        return wrap(bytes(at, length));
    }

    private byte[] bytes(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new DamagedArchiveException("it became shorter while it was read");
            }
        }
        return bytes;
    }

    private static void require(boolean holds, String damage) throws DamagedArchiveException {
        if (!holds) {
            throw new DamagedArchiveException(damage);
        }
    }

    private static String quoted(String name) {
        return "\"" + (name.length() > 200 ? name.substring(0, 200) + "…" : name) + "\"";
    }
}
