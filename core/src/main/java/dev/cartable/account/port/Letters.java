package dev.cartable.account.port;

import dev.cartable.account.model.Letter;

/** Where letters are put to be printed. Used by one thread at a time. */
@FunctionalInterface
public interface Letters {
    /** Puts a letter there as a whole, in place of an older one to the same account. */
    Outcome put(Letter letter);

    /** What became of a letter. */
    enum Outcome {
        /** It is there now. */
        WRITTEN,
        /** It was there already, word for word. */
        UNCHANGED,
        /** Something else has its name, and was left alone. */
        TAKEN
    }
}
