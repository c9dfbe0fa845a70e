package dev.cartable.account.port;

import dev.cartable.account.model.Letter;

/**
 * Where letters are put to be printed, in two steps: a credential is renewed for a letter only after the first, and the letter
 * is there only after that. Used by one thread at a time.
 */
@FunctionalInterface
public interface Letters {
    /**
     * Writes the letter but for the step that shows it, so that there is room, permission and a free name for it.
     *
     * @return what the caller puts or closes
     */
    Draft draft(Letter letter);

    /** A letter that is written and not there yet. Closing it without {@link #put} takes away what was written. */
    interface Draft extends AutoCloseable {
        /** What becomes of the letter if it is put now. */
        Outcome outcome();

        /** Puts the letter there as a whole, in place of an older one to the same account, if that is its {@link #outcome}. */
        void put();

        @Override
        void close();
    }

    /** What becomes of a letter. */
    enum Outcome {
        /** It is there now. */
        WRITTEN,
        /** It was there already, word for word. */
        UNCHANGED,
        /** Something else has its name, and was left alone. */
        TAKEN
    }
}
