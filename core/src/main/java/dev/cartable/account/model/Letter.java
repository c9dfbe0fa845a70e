package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

/**
 * A letter to a parent who has no other channel, ready to be printed. It holds a secret, so it is never logged.
 *
 * @param fileName a name for its file, of {@code a-z 0-9 . _ -} only, the same each time; no other account's letter has it
 * @param text plain text, with LF between lines; its last line has the account's id in it
 * @param renewed whether the credential in it was made anew for it, because the older one had expired
 */
public record Letter(AccountId account, String fileName, String text, boolean renewed) {
    public Letter {
        requireNonNull(account, "account");
        requireNonNull(fileName, "fileName");
        requireNonNull(text, "text");
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "Letter[" + fileName + " for account " + account + "]";
    }
}
