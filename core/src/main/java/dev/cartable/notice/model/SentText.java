package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

/**
 * The words of a notice as they were handed over. Kept only for kinds whose type says so, and for as long as the details of messages.
 *
 * @param subject one line; empty where the channel has no subject
 * @param text the plain text, with LF between lines
 */
public record SentText(String subject, String text) {
    public SentText {
        requireNonNull(subject, "subject");
        requireNonNull(text, "text");
    }

    /** Nothing of the words, which belong in no log. */
    @Override
    public String toString() {
        return "SentText[" + text.length() + " characters]";
    }
}
