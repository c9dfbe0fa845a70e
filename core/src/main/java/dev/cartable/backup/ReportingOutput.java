package dev.cartable.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Reports how many bytes were written so far. Used by one thread. */
final class ReportingOutput extends FilterOutputStream {
    private final LongConsumer written;
    private long done;

    ReportingOutput(OutputStream out, LongConsumer written) {
        super(out);
        this.written = written;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        written.accept(++done);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        done += length;
        written.accept(done);
    }
}
