package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * What the school writes about a pupil's term, in its own words.
 *
 * @param type what it is
 * @param subject the code of the subject, for {@link Type#SUBJECT} alone; null otherwise
 * @param text 1 to {@value #LONGEST} characters; line breaks are kept
 */
public record Appreciation(
        PupilId pupil, Term term, Type type, @Nullable String subject, String text) {
    /** The most characters of a text. */
    public static final int LONGEST = 10_000;

    public Appreciation {
        requireNonNull(pupil, "pupil");
        requireNonNull(term, "term");
        requireNonNull(type, "type");
        if ((type == Type.SUBJECT) != (subject != null)) {
            throw new IllegalArgumentException("an appreciation of pupil " + pupil + " of the type " + type
                    + (subject == null ? " has no subject" : " has the subject " + subject));
        }
        if (subject != null) {
            subject = Ids.check("the code of a subject", subject);
        }
        WellFormedText.require("the appreciation of pupil " + pupil, text);
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the appreciation of pupil " + pupil + " is empty or has more than " + LONGEST + " characters");
        }
    }

    /** What an appreciation is. */
    public enum Type {
        /** A teacher's, about one subject. */
        SUBJECT,
        /** The class council's, about the whole term. */
        GENERAL,
        /** What the class council has decided, such as « Félicitations » or « Passe en 5e ». */
        DECISION
    }
}
