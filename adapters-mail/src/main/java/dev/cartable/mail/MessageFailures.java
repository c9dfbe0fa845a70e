package dev.cartable.mail;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one reading that could not be handled. They hold up no other message; the first failure is thrown at the end. Where
 * {@value #MOST_IN_A_ROW} fail one after another, the cause is hardly the messages, and reading ends.
 */
final class MessageFailures {
    static final int MOST_IN_A_ROW = 20;

    private @Nullable RuntimeException first;
    private int inARow;

    /** Returns whether to go on with the next message. */
    boolean add(RuntimeException failure) {
        addUnreadable(failure);
        inARow++;
        return inARow < MOST_IN_A_ROW;
    }

    /** A message cannot be read: that is its own trouble, however many there are. */
    void addUnreadable(RuntimeException failure) {
        if (first == null) {
            first = failure;
        }
    }

    /** A message was handled. */
    void handled() {
        inARow = 0;
    }

    void throwFirst() {
        if (first != null) {
            throw first;
        }
    }

    /** Keeps the first failure with another one, for which reading ended. */
    <E extends Exception> E in(E failure) {
        if (first != null) {
            failure.addSuppressed(first);
        }
        return failure;
    }
}
