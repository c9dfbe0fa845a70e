package dev.cartable.backup.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * One file in a zip: what its headers say.
 *
 * @param name with slashes
 * @param method {@link #STORED} or {@link #DEFLATED}
 * @param packed the number of bytes that it takes in the archive
 * @param offset where its local header begins
 * @param wide whether its headers have sizes of 64 bits
 */
record ZipMember(
        String name, int method, Instant modified, long crc, long size, long packed, long offset, boolean wide) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int LOCAL_LENGTH = 30;
    static final int CENTRAL_LENGTH = 46;
    /** General purpose bit 11: the name is UTF-8. */
    static final int UTF8 = 1 << 11;

    static final int ZIP64 = 0x0001;
    static final long MASK = 0xffffffffL;
    /** The time of a file whose headers have the DOS time alone, which has no zone. */
    static final Instant UNKNOWN_TIME = Instant.MAX;

    private static final int TIMES = 0x5455;
    private static final int TIMES_LENGTH = 9;
    private static final int VERSION = 20;
    private static final int VERSION_ZIP64 = 45;
    private static final int UNIX = 3 << 8;
    /** A plain file for its owner alone, as {@code unzip} makes it. */
    private static final int PLAIN_0600 = 0100600 << 16;

    private static final int FIRST_YEAR = 1980;
    private static final Instant FIRST = Instant.parse("1980-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2107-12-31T23:59:58Z");

    byte[] rawName() {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    int localLength() {
        return LOCAL_LENGTH + rawName().length + times().length + (wide ? 20 : 0);
    }

    byte[] local() {
        byte[] raw = rawName();
        byte[] times = times();
        byte[] bytes = new byte[localLength()];
        ByteBuffer header = wrap(bytes);
        header.putInt(LOCAL);
        common(header, raw);
        header.putShort((short) (times.length + (wide ? 20 : 0)));
        header.put(raw);
        header.put(times);
        if (wide) {
            header.putShort((short) ZIP64).putShort((short) 16).putLong(size).putLong(packed);
        }
        return bytes;
    }

    /** The header in the central directory; {@code far} if the offset needs 64 bits. */
    byte[] central(boolean far) {
        byte[] raw = rawName();
        byte[] times = times();
        int wideLength = (wide ? 16 : 0) + (far ? 8 : 0);
        int extra = times.length + (wideLength > 0 ? 4 + wideLength : 0);
        byte[] bytes = new byte[CENTRAL_LENGTH + raw.length + extra];
        ByteBuffer header = wrap(bytes);
        header.putInt(CENTRAL);
        header.putShort((short) (UNIX | VERSION_ZIP64));
        common(header, raw);
        header.putShort((short) extra);
        header.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        header.putInt(PLAIN_0600);
        header.putInt(far ? -1 : (int) offset);
        header.put(raw);
        header.put(times);
        if (wideLength > 0) {
            header.putShort((short) ZIP64).putShort((short) wideLength);
            if (wide) {
                header.putLong(size).putLong(packed);
            }
            if (far) {
                header.putLong(offset);
            }
        }
        return bytes;
    }

    /** What both headers have in the same order, up to the length of the name. */
    private void common(ByteBuffer header, byte[] raw) {
        header.putShort((short) (wide ? VERSION_ZIP64 : VERSION));
        header.putShort((short) UTF8);
        header.putShort((short) method);
        header.putInt(dosTime());
        header.putInt((int) crc);
        header.putInt(wide ? -1 : (int) packed);
        header.putInt(wide ? -1 : (int) size);
        header.putShort((short) raw.length);
    }

    /** Extended timestamp (Info-ZIP, {@code UT}): seconds in UTC, where 32 bits hold them. The DOS time has no zone. */
    private byte[] times() {
        long seconds = modified.getEpochSecond();
        if (seconds != (int) seconds) {
            return new byte[0];
        }
        byte[] bytes = new byte[TIMES_LENGTH];
        wrap(bytes).putShort((short) TIMES).putShort((short) 5).put((byte) 1).putInt((int) seconds);
        return bytes;
    }

    /** Time in the low half, date in the high one, as the four bytes stand in the header; in UTC, within the years that it can say. */
    private int dosTime() {
        Instant said = modified.isBefore(FIRST) ? FIRST : modified.isAfter(LAST) ? LAST : modified;
        LocalDateTime time = LocalDateTime.ofInstant(said, ZoneOffset.UTC);
        int date = (time.getYear() - FIRST_YEAR) << 9 | time.getMonthValue() << 5 | time.getDayOfMonth();
        int clock = time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() / 2;
        return date << 16 | clock;
    }

    /** Bytes in the order of a zip. */
    static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
