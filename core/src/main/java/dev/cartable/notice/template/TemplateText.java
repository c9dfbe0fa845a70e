package dev.cartable.notice.template;

import static dev.cartable.notice.model.TemplateException.Problem.BAD_CHARACTER;
import static dev.cartable.notice.model.TemplateException.Problem.BAD_VARIABLE;
import static dev.cartable.notice.model.TemplateException.Problem.DOUBLE_BRACE;
import static dev.cartable.notice.model.TemplateException.Problem.EMPTY;
import static dev.cartable.notice.model.TemplateException.Problem.NO_END;
import static dev.cartable.notice.model.TemplateException.Problem.NO_SUBJECT;
import static dev.cartable.notice.model.TemplateException.Problem.NO_TEXT;
import static dev.cartable.notice.model.TemplateException.Problem.ONLY_EXPLANATION;
import static dev.cartable.notice.model.TemplateException.Problem.OPEN_BRACE;
import static dev.cartable.notice.model.TemplateException.Problem.STRAY_END;
import static dev.cartable.notice.model.TemplateException.Problem.TOO_DEEP;
import static dev.cartable.notice.model.TemplateException.Problem.TOO_LONG;
import static dev.cartable.notice.model.TemplateException.Problem.UNKNOWN_VARIABLE;

import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.model.TemplateException.Fault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A template as it is written: a line {@code Subject: …} or {@code Objet : …}, perhaps a line {@code Button: …} or
 * {@code Bouton : …} with the words of the button, an empty line, the body, and perhaps, after a line {@code --}, why one gets the
 * message. It may hold {@code {name}}, and {@code {#name}…{/name}} or {@code {^name}…{/name}} for what is shown only if the value
 * is there, or only if it is empty; with {@code name_one} and {@code name_other} for singular and plural ({@link Plurals}). Nothing
 * else may stand in braces: no partial, no other delimiters, no path into a value.
 */
final class TemplateText {
    static final int MAX_LENGTH = 32_768;

    /** Deeper nesting has no use in a letter, and would cost the stack. */
    private static final int MAX_DEPTH = 5;

    private static final int MOST_FAULTS = 20;

    private static final Pattern SIGIL = Pattern.compile("[#^/ ]");

    /** What stands in braces, once the text is known to have no fault. */
    static final Pattern TAG = Pattern.compile("\\{([^{}]*)}");

    private static final Pattern SUBJECT = Pattern.compile("(?i)(?:subject|objet)[ \\u00A0\\u202F]*:(.*)");
    private static final Pattern BUTTON = Pattern.compile("(?i)(?:button|bouton)[ \\u00A0\\u202F]*:(.*)");
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^--[ ]*$");
    private static final Pattern CONTENT = Pattern.compile("[ ]*([#^/]?)[ ]*([a-z][A-Za-z0-9_]*)[ ]*");
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u202A-\\u202E]|\\p{Cs}");

    private final String subject;
    private final String button;
    private final String body;
    private final String why;
    private final List<Fault> faults;
    private final Set<String> allowed;
    private final boolean anyName;

    private TemplateText(String subject, String button, String body, String why, Set<String> allowed, boolean anyName) {
        this.subject = subject;
        this.button = button;
        this.body = body;
        this.why = why;
        this.faults = new ArrayList<>();
        this.allowed = allowed;
        this.anyName = anyName;
    }

    /** Reads a text that may use any variable. */
    static TemplateText read(String text) {
        return read(text, Set.of(), true);
    }

    /** Reads a text that may use these variables. */
    static TemplateText read(String text, Set<String> variables) {
        return read(text, variables, false);
    }

    /** Reads a text for short messages, which has no subject and may use any variable. */
    static TemplateText readForSms(String text) {
        return readForSms(text, Set.of(), true);
    }

    /** Reads a text for short messages that may use these variables. */
    static TemplateText readForSms(String text, Set<String> variables) {
        return readForSms(text, variables, false);
    }

    /** Whether a text begins with a subject, as one for mails does. */
    static boolean hasSubject(String text) {
        return SUBJECT.matcher(plain(text).lines().findFirst().orElse("")).matches();
    }

    String subject() {
        return subject;
    }

    /** The words of the button; empty if the template has none. */
    String button() {
        return button;
    }

    String body() {
        return body;
    }

    /** Why one gets the message; empty if the template does not say it. */
    String why() {
        return why;
    }

    /** The names in its tags. */
    Set<String> names() {
        return names(subject + "\n" + button + "\n" + body + "\n" + why);
    }

    /** The names in the tags of a text that has no fault. */
    static Set<String> names(String text) {
        return TAG.matcher(text)
                .results()
                .map(tag -> SIGIL.matcher(tag.group(1)).replaceAll(""))
                .collect(Collectors.toSet());
    }

    List<Fault> faults() {
        return faults;
    }

    private static TemplateText readForSms(String source, Set<String> variables, boolean anyName) {
        Optional<TemplateText> unreadable = unreadable(source);
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        String text = plain(source);
        if (text.isBlank()) {
            return broken(1, EMPTY, Map.of());
        }
        TemplateText template = new TemplateText("", "", text, "", variables, anyName);
        template.check(text, 1);
        return template;
    }

    private static String plain(String source) {
        return (source.startsWith("\uFEFF") ? source.substring(1) : source).replace("\r\n", "\n");
    }

    private static Optional<TemplateText> unreadable(String source) {
        if (source.length() > MAX_LENGTH) {
            return Optional.of(
                    broken(1, TOO_LONG, Map.of("characters", "" + source.length(), "most", "" + MAX_LENGTH)));
        }
        String text = plain(source);
        Matcher unfit = UNFIT.matcher(text);
        return unfit.find()
                ? Optional.of(broken(
                        1 + breaks(text, 0, unfit.start()),
                        BAD_CHARACTER,
                        Map.of("character", String.format("U+%04X", (int) text.charAt(unfit.start())))))
                : Optional.empty();
    }

    private static TemplateText read(String source, Set<String> variables, boolean anyName) {
        Optional<TemplateText> unreadable = unreadable(source);
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        String text = plain(source);
        String[] lines = text.split("\n", 3);
        int bodyLine = 3;
        Matcher button = BUTTON.matcher(lines.length == 3 ? lines[1] : "");
        boolean hasButton = button.matches();
        if (hasButton) {
            String[] rest = lines[2].split("\n", 2);
            lines = rest.length == 2 ? new String[] {lines[0], rest[0], rest[1]} : new String[] {lines[0], rest[0]};
            bodyLine = 4;
        }
        Matcher subject = SUBJECT.matcher(lines[0]);
        if (!subject.matches() || subject.group(1).isBlank()) {
            return broken(1, NO_SUBJECT, Map.of());
        }
        if (lines.length < 3 || !lines[1].isBlank() || lines[2].isBlank()) {
            return broken(bodyLine - 1, NO_TEXT, Map.of());
        }
        Matcher separator = SEPARATOR.matcher(lines[2]);
        boolean divided = separator.find();
        String body = divided ? lines[2].substring(0, separator.start()) : lines[2];
        if (body.isBlank()) {
            return broken(bodyLine, ONLY_EXPLANATION, Map.of());
        }
        TemplateText template = new TemplateText(
                subject.group(1).strip(),
                hasButton ? button.group(1).strip() : "",
                body.stripTrailing(),
                divided ? lines[2].substring(separator.end()).strip() : "",
                variables,
                anyName);
        template.check(template.subject, 1);
        template.check(template.button, 2);
        template.check(template.body, bodyLine);
        template.check(
                template.why, bodyLine + (divided ? breaks(lines[2], 0, afterBlanks(lines[2], separator.end())) : 0));
        return template;
    }

    private static TemplateText broken(int line, TemplateException.Problem problem, Map<String, String> facts) {
        TemplateText template = new TemplateText("", "", "", "", Set.of(), false);
        template.fault(line, problem, facts);
        return template;
    }

    private void fault(int line, TemplateException.Problem problem, Map<String, String> facts) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(line, problem, facts));
        }
    }

    private void check(String part, int firstLine) {
        Deque<Section> open = new ArrayDeque<>();
        int line = firstLine;
        int counted = 0;
        int at = part.indexOf('{');
        while (at >= 0) {
            line += breaks(part, counted, at);
            counted = at;
            Matcher tag = TAG.matcher(part).region(at, part.length());
            if (part.startsWith("{{", at)) {
                fault(line, DOUBLE_BRACE, Map.of());
                at = part.indexOf('{', skip(part, at, '{'));
            } else if (!tag.lookingAt() || tag.group().contains("\n")) {
                fault(line, OPEN_BRACE, Map.of());
                at = part.indexOf('{', at + 1);
            } else {
                checkTag(tag.group(1), line, open);
                at = part.indexOf('{', tag.end());
            }
        }
        open.descendingIterator()
                .forEachRemaining(section -> fault(section.line(), NO_END, Map.of("name", section.name())));
    }

    private void checkTag(String content, int line, Deque<Section> open) {
        Matcher tag = CONTENT.matcher(content);
        if (!tag.matches() || tag.group(2).equals("this")) {
            fault(line, BAD_VARIABLE, Map.of("tag", shown(content)));
            return;
        }
        String name = tag.group(2);
        if (tag.group(1).equals("/")) {
            if (open.isEmpty() || !open.element().name().equals(name)) {
                fault(line, STRAY_END, Map.of("name", shown(name)));
            } else {
                open.remove();
            }
            return;
        }
        if (!anyName && !allowed.contains(name) && !allowed.contains(Plurals.counted(name))) {
            fault(
                    line,
                    UNKNOWN_VARIABLE,
                    Map.of(
                            "name",
                            shown(name),
                            "variables",
                            String.join(", ", allowed.stream().sorted().toList())));
        }
        if (!tag.group(1).isEmpty()) {
            open.push(new Section(name, line));
            if (open.size() > MAX_DEPTH) {
                fault(line, TOO_DEEP, Map.of("name", shown(name), "most", "" + MAX_DEPTH));
            }
        }
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private record Section(String name, int line) {}

    private static String shown(String content) {
        return content.length() <= 40 ? content : content.substring(0, 40) + "…";
    }

    private static int skip(String text, int from, char c) {
        int at = from;
        while (at < text.length() && text.charAt(at) == c) {
            at++;
        }
        return at;
    }

    private static int breaks(String text, int from, int to) {
        return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
    }
}
