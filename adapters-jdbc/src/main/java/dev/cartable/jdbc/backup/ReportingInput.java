package dev.cartable.jdbc.backup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Reports how many bytes were read so far. Used by one thread. */
final class ReportingInput extends FilterInputStream {
    private final LongConsumer read;
    private long done;

    ReportingInput(InputStream in, LongConsumer read) {
        super(in);
        this.read = read;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            read.accept(++done);
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int some = in.read(bytes, from, length);
        if (some > 0) {
            done += some;
            read.accept(done);
        }
        return some;
    }
}
