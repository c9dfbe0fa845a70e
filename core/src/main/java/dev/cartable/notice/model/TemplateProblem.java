package dev.cartable.notice.model;

/** What can be wrong with a line of a template. The names are stable: programs may rely on them. */
public enum TemplateProblem {
    /** The text is longer than any letter needs. */
    TOO_LONG("the template has {characters} characters; {most} are the limit"),
    /** A control character, a change of the writing direction, or half of a character. */
    BAD_CHARACTER("the character {character} has no place in a text"),
    /** The first line is no subject. */
    NO_SUBJECT("the first line has to be the subject, such as 'Subject: Your account'"),
    /** There is no text after the subject. */
    NO_TEXT("after the subject, an empty line and then the text have to follow"),
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

    TemplateProblem(String text) {
        this.text = text;
    }

    /** What is wrong, with places such as {@code {name}}. */
    public String text() {
        return text;
    }
}
