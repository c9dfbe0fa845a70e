package dev.cartable.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** The bytes of a request, at most so many a second. */
final class ThrottledStream extends InputStream {
    private static final int STEPS_PER_SECOND = 4;

    private final ByteArrayInputStream bytes;
    private final long perSecond;
    private final Pause pause;

    /** @param perSecond 0 for no limit */
    ThrottledStream(byte[] bytes, long perSecond, Pause pause) {
        this.bytes = new ByteArrayInputStream(bytes);
        this.perSecond = perSecond;
        this.pause = pause;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        if (perSecond == 0 || most == 0) {
            return bytes.read(into, at, most);
        }
        int step = (int) Math.max(1, Math.min(most, perSecond / STEPS_PER_SECOND));
        int read = bytes.read(into, at, step);
        if (read > 0) {
            try {
                pause.pause(Duration.ofNanos(read * 1_000_000_000L / perSecond));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while uploading");
            }
        }
        return read;
    }
}
