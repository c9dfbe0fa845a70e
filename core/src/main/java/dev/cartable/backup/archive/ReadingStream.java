package dev.cartable.backup.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a failure to read a file from a failure to write the archive: the one leaves out a file, the other ends the backup. */
final class ReadingStream extends FilterInputStream {
    ReadingStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw new Failure(e);
        }
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        try {
            return super.read(bytes, from, length);
        } catch (IOException e) {
            throw new Failure(e);
        }
    }

    /** A file could not be read. */
    static final class Failure extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException reason;

        private Failure(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }
}
