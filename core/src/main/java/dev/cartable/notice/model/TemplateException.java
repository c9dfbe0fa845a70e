package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import java.util.Map;

/** A template is missing, malformed, or uses a variable that its kind does not have. */
public class TemplateException extends CartableException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super("TEMPLATE", Map.of(), message);
    }

    /** With a code and facts of its own, for a text in another language. */
    public TemplateException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }

    /**
     * Something that an administrator has to mend.
     *
     * @param line where it stands, counted from 1
     * @param facts what the problem names, such as a variable
     */
    public record Fault(int line, Problem problem, Map<String, String> facts) {
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
    public enum Problem {
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
