package dev.cartable.account.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountId;
import dev.cartable.notice.model.LetterContent;

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

    /**
     * What became of letters, in numbers. Always {@code input = written + unchanged + skipped + failed}.
     *
     * @param input accounts that wait for their parent, or whose credential was sent again, and that cannot be written to by e-mail
     * @param written letters that are new or have changed
     * @param renewed credentials that were made anew for a letter, because the older one had expired or was missing
     * @param unchanged letters that were there already
     * @param skipped accounts that get no letter, because their guardian may see no pupil today or they have changed meanwhile
     * @param failed letters that could not be put where they belong, because something else is there
     */
    record Counts(long input, long written, long renewed, long unchanged, long skipped, long failed)
            implements dev.cartable.work.Counts {}

    /**
     * A letter to a parent who has no other channel, ready to be printed. It holds a secret, so it is never logged.
     *
     * @param fileName a name for its file, of {@code a-z 0-9 . _ -} only, the same each time; no other account's letter has it
     * @param content what stands on it; its reference is the account's id
     * @param renewed whether the credential in it was made anew for it, because the older one had expired
     */
    record Letter(AccountId account, String fileName, LetterContent content, boolean renewed) {
        public Letter {
            requireNonNull(account, "account");
            requireNonNull(fileName, "fileName");
            requireNonNull(content, "content");
        }

        /** All of it as plain text, with LF between lines; its last line is the account's id. */
        public String text() {
            return content.subject() + "\n\n" + content.text().strip() + "\n\n-- \n" + account + "\n";
        }

        /** The ids alone. */
        @Override
        public String toString() {
            return "Letter[" + fileName + " for account " + account + "]";
        }
    }
}
