package dev.cartable.school.csv;

import java.io.IOException;
import java.io.Reader;

/**
 * CSV text of which a field longer than {@value #MAX_FIELD} characters, or a row longer than {@value #MAX_ROW}, is passed on
 * only to one character beyond that, so that a broken file cannot fill the memory. A last line without an end is given one.
 */
final class LimitedText extends Reader {
    static final int MAX_FIELD = 1 << 16;
    static final int MAX_ROW = 1 << 20;

    /** Stands, in what is passed on, where text goes on after a closing quotation mark; no character of any language. */
    static final char STRAY = '\uFFFF';

    private enum State {
        START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED,
        CLOSED
    }

    private final Reader in;
    private final char delimiter;
    private final char[] raw = new char[1 << 13];
    private final char[] out = new char[2 * raw.length + 4];
    private int next;
    private int end;
    private State state = State.START;
    private int field;
    private int row;
    private char last = '\n';
    private boolean finished;
    private boolean endedInLine;

    LimitedText(Reader in, char delimiter) {
        this.in = in;
        this.delimiter = delimiter;
    }

    /** Whether the text, now read to its end, broke off within a line. */
    boolean endedInLine() {
        return endedInLine;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        while (next == end && !finished) {
            fill();
        }
        if (next == end) {
            return length == 0 ? 0 : -1;
        }
        int n = Math.min(length, end - next);
        System.arraycopy(out, next, buffer, offset, n);
        next += n;
        return n;
    }

    private void fill() throws IOException {
        next = 0;
        end = 0;
        int n = in.read(raw, 0, raw.length);
        if (n < 0) {
            finish();
            return;
        }
        for (int i = 0; i < n; i++) {
            pass(raw[i]);
        }
    }

    private void finish() {
        finished = true;
        if (state == State.QUOTE_IN_QUOTED) {
            put('"');
            state = State.PLAIN;
        }
        endedInLine = state == State.QUOTED || (last != '\n' && last != '\r');
        if (endedInLine && state != State.QUOTED) {
            put('\n');
        }
    }

    private void pass(char c) {
        last = c;
        switch (state) {
            case QUOTED -> {
                if (c == '"') {
                    state = State.QUOTE_IN_QUOTED;
                } else {
                    content(c);
                }
            }
            case QUOTE_IN_QUOTED -> {
                if (c == '"') {
                    state = State.QUOTED;
                    if (room()) {
                        put('"');
                        put('"');
                    }
                } else {
                    put('"');
                    closed(c);
                }
            }
            case CLOSED -> closed(c);
            case START -> {
                if (c == '"') {
                    put(c);
                    state = State.QUOTED;
                } else {
                    outside(c);
                }
            }
            case PLAIN -> outside(c);
        }
    }

    private void closed(char c) {
        if (c == ' ') {
            state = State.CLOSED;
        } else {
            if (c != delimiter && c != '\n' && c != '\r') {
                put(STRAY);
            }
            outside(c);
        }
    }

    private void outside(char c) {
        if (c == '\n' || c == '\r') {
            put(c);
            field = 0;
            row = 0;
            state = State.START;
        } else if (c == delimiter) {
            field = 0;
            state = State.START;
            if (row++ <= MAX_ROW) {
                put(c);
            }
        } else {
            state = State.PLAIN;
            content(c);
        }
    }

    private void content(char c) {
        if (room()) {
            put(c);
        }
    }

    private boolean room() {
        if (field > MAX_FIELD || row > MAX_ROW) {
            return false;
        }
        field++;
        row++;
        return true;
    }

    private void put(char c) {
        out[end++] = c;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
