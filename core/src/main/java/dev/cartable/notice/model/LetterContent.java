package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.text.Collator;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands on one printed letter. It may hold a secret, so it is never logged. Immutable.
 *
 * @param recipient whom it is to
 * @param name the recipient's name
 * @param address the lines of the postal address below the name; empty where the school hands the letter out
 * @param bearers the pupils with whom it may go home, the first one first; empty if it is about no pupil
 * @param day the date on it; null for none
 * @param subject what it is about, in one line
 * @param text plain text, with LF between lines and an empty line between paragraphs
 * @param reference by which the school finds the message or the account that it belongs to
 */
public record LetterContent(
        Recipient recipient,
        String name,
        List<String> address,
        List<Bearer> bearers,
        @Nullable LocalDate day,
        Locale language,
        String subject,
        String text,
        String reference) {
    public LetterContent {
        requireNonNull(recipient, "recipient");
        requireNonNull(name, "name");
        address = List.copyOf(address);
        bearers = List.copyOf(bearers);
        requireNonNull(language, "language");
        requireNonNull(subject, "subject");
        requireNonNull(text, "text");
        requireNonNull(reference, "reference");
    }

    /**
     * A pupil with whom a letter goes home.
     *
     * @param promotion the pupil's class; empty if it is not known
     */
    public record Bearer(String pupil, String promotion) {
        public Bearer {
            requireNonNull(pupil, "pupil");
            requireNonNull(promotion, "promotion");
        }

        /** By class, then by name, as people sort in this language. */
        public static Comparator<Bearer> inOrder(Locale language) {
            return Comparator.comparing(Bearer::promotion, Collator.getInstance(language))
                    .thenComparing(Bearer::pupil, Collator.getInstance(language));
        }
    }

    /** With the lines of a postal address: for a host that has them. */
    public LetterContent withAddress(List<String> lines) {
        return new LetterContent(recipient, name, lines, bearers, day, language, subject, text, reference);
    }

    /** The class with which it is handed out; empty if there is none. */
    public String promotion() {
        return bearers.isEmpty() ? "" : bearers.get(0).promotion();
    }

    /** By class, pupil and recipient, as letters are handed out; those without a pupil come last. */
    public static Comparator<LetterContent> inOrder(Locale language) {
        Comparator<LetterContent> byBearer = Comparator.comparing(
                letter -> letter.bearers().isEmpty() ? null : letter.bearers().get(0),
                Comparator.nullsLast(Bearer.inOrder(language)));
        return byBearer.thenComparing(LetterContent::name, Collator.getInstance(language))
                .thenComparing(LetterContent::reference);
    }

    /** The reference alone: the rest is personal. */
    @Override
    public String toString() {
        return "LetterContent[" + reference + "]";
    }
}
