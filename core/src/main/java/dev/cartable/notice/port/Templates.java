package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.Renderer.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a template is: its rules, and the built-in ones. Safe for use by several threads. */
public interface Templates {
    /** What the name of a template for short messages ends in. */
    String FOR_SMS = ".sms";

    /**
     * What is wrong with a text, in the order of its lines; empty if it can be used.
     *
     * @param kind the template's, which may be one {@linkplain #forSms for short messages}: that has no subject
     * @param variables the names that it may use
     */
    List<Fault> faults(Kind kind, String text, Set<String> variables);

    /** The text that comes with the application for a kind in just this language, if there is one. */
    Optional<String> builtIn(Kind kind, Locale language);

    /**
     * The template for the short messages of a kind, such as {@code reminder.absence.sms}: a text without a subject. Where there is none,
     * a short message has the text of the mail. Empty if the name would be too long.
     */
    static Optional<Kind> forSms(Kind kind) {
        return kind.name().length() + FOR_SMS.length() <= Kind.MOST_CHARACTERS
                ? Optional.of(Kind.of(kind.name() + FOR_SMS))
                : Optional.empty();
    }

    /** The kind whose notices a template puts into words. */
    static Kind wordedBy(Kind template) {
        return isForSms(template)
                ? Kind.of(template.name().substring(0, template.name().length() - FOR_SMS.length()))
                : template;
    }

    /** Whether a template is one for short messages. */
    static boolean isForSms(Kind template) {
        return template.name().endsWith(FOR_SMS);
    }

    /**
     * The words that a text makes, stored or not.
     *
     * @throws dev.cartable.notice.model.TemplateException if the text has a fault or a value is missing
     */
    Words fill(String text, Locale language, Channel channel, Map<String, String> values);

    /**
     * Something that an administrator has to mend.
     *
     * @param line where it stands, counted from 1
     * @param facts what the problem names, such as a variable
     */
    record Fault(int line, Problem problem, Map<String, String> facts) {
        public Fault {
            requireNonNull(problem, "problem");
            facts = Map.copyOf(facts);
        }

        /** What is wrong, in English; other languages word the problem themselves. */
        public String reason() {
            String reason = problem.text();
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                reason = reason.replace("{" + fact.getKey() + "}", fact.getValue());
            }
            return reason;
        }

        @Override
        public String toString() {
            return "line " + line + ": " + reason();
        }
    }

    /** What can be wrong with a line of a template. The names are stable: programs may rely on them. */
    enum Problem {
        /** The text is longer than any letter needs. */
        TOO_LONG("the template has {characters} characters; {most} are the limit"),
        /** A control character, a change of the writing direction, or half of a character. */
        BAD_CHARACTER("the character {character} has no place in a text"),
        /** The first line is no subject. */
        NO_SUBJECT("the first line has to be the subject, such as 'Subject: Your account'"),
        /** There is no text after the subject. */
        NO_TEXT("after the subject, an empty line and then the text have to follow"),
        /** There is no text at all. */
        EMPTY("there is no text"),
        /** There is no text before the line that begins the explanation why one gets the message. */
        ONLY_EXPLANATION("before the line '--', the text has to stand"),
        /** Two opening braces. */
        DOUBLE_BRACE("'{{' has one brace too many; variables are written with one"),
        /** A brace that is not closed. */
        OPEN_BRACE("'{' is not closed on its line; braces are for variables only"),
        /** Something else than a variable in braces. */
        BAD_VARIABLE("{{tag}} is not allowed; a name, or #name, ^name and /name around a part, are"),
        /** The end of a part that has not begun. */
        STRAY_END("{/{name}} closes nothing that is open here"),
        /** A variable that the kind does not have. */
        UNKNOWN_VARIABLE("there is no variable {{name}} here; there are {variables}"),
        /** Parts within parts, deeper than any letter needs. */
        TOO_DEEP("{#{name}} stands in more than {most} others"),
        /** A part without an end. */
        NO_END("{#{name}} has no {/{name}}");

        private final String text;

        Problem(String text) {
            this.text = text;
        }

        /** What is wrong, with places such as {@code {name}}. */
        public String text() {
            return text;
        }
    }
}
