package dev.cartable.notice.template;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.TemplateException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The markup of a document, such as a report card, that a school may replace. It may hold {@code {{name}}}, and
 * {@code {{#name}}…{{/name}}} and {@code {{^name}}…{{/name}}} for what is shown only if there is a value, or only if there is none.
 * A section of a list is repeated for each of its entries. Unknown names are refused when it is compiled. All values are escaped.
 * Safe for use by several threads.
 */
public final class DocumentTemplate {
    /** The most characters of a template. */
    public static final int MAX_LENGTH = 131_072;

    private static final int MAX_DEPTH = 8;

    /** Two braces, so that style sheets need no care. */
    private static final Pattern TAG = Pattern.compile("\\{\\{([#^/]?)([a-z_]+)}}");

    private static final String OPEN = "{{";

    private final Confined document;
    private final String skeleton;

    private DocumentTemplate(Confined document, String skeleton) {
        this.document = document;
        this.skeleton = skeleton;
    }

    /**
     * What a template may name.
     *
     * @param values the values
     * @param lists the lists, each with what its sections may name besides the values around them
     */
    public record Names(Set<String> values, Map<String, Names> lists) {
        public Names {
            values = Set.copyOf(values);
            lists = Map.copyOf(lists);
        }
    }

    /**
     * Compiles a template.
     *
     * @param file where it comes from, for messages
     * @throws TemplateException if it has a fault; it names the file and the line
     */
    public static DocumentTemplate compile(String file, String text, Names names) {
        requireNonNull(file, "file");
        requireNonNull(names, "names");
        if (text.length() > MAX_LENGTH) {
            throw new TemplateException(
                    "DOCUMENT_TEMPLATE_LONG",
                    Map.of("file", file, "limit", String.valueOf(MAX_LENGTH)),
                    "the template " + file + " has more than " + MAX_LENGTH + " characters");
        }
        check(file, text, names);
        return new DocumentTemplate(
                Confined.compile(text, "{{ }}"), TAG.matcher(text).replaceAll(""));
    }

    private static void check(String file, String text, Names names) {
        Deque<String> sections = new ArrayDeque<>();
        Deque<Names> scopes = new ArrayDeque<>(List.of(names));
        Matcher tag = TAG.matcher(text);
        for (int from = text.indexOf(OPEN); from >= 0; from = text.indexOf(OPEN, tag.end())) {
            tag.region(from, text.length());
            if (!tag.lookingAt()) {
                throw unknown(file, text, from, scopes.element());
            }
            String name = tag.group(2);
            Names scope = scopes.element();
            switch (tag.group(1)) {
                case "/" -> {
                    if (!name.equals(sections.poll())) {
                        throw unbalanced(file, text, from, name);
                    }
                    scopes.pop();
                }
                case "" -> {
                    if (!scope.values().contains(name)) {
                        throw unknown(file, text, from, scope);
                    }
                }
                default -> {
                    Names inner = scope.lists().get(name);
                    if (inner == null && !scope.values().contains(name)) {
                        throw unknown(file, text, from, scope);
                    }
                    if (sections.size() == MAX_DEPTH) {
                        throw deep(file, text, from);
                    }
                    sections.push(name);
                    scopes.push(inner == null || tag.group(1).equals("^") ? scope : within(scope, inner));
                }
            }
        }
        if (!sections.isEmpty()) {
            throw unbalanced(file, text, text.length(), sections.element());
        }
    }

    /** A list is not repeated within a list, so that the length of a document stays within reason. */
    private static Names within(Names outer, Names inner) {
        Set<String> values = new TreeSet<>(outer.values());
        values.addAll(inner.values());
        return new Names(values, inner.lists());
    }

    private static TemplateException unknown(String file, String text, int at, Names scope) {
        Set<String> known = new TreeSet<>(scope.values());
        known.addAll(scope.lists().keySet());
        String names = String.join(", ", known);
        String line = line(text, at);
        return new TemplateException(
                "DOCUMENT_TEMPLATE_NAME",
                Map.of("file", file, "line", line, "names", names),
                "line " + line + " of the template " + file + ": after '{{' one of these names has to follow: "
                        + names);
    }

    private static TemplateException unbalanced(String file, String text, int at, String name) {
        String line = line(text, at);
        return new TemplateException(
                "DOCUMENT_TEMPLATE_SECTION",
                Map.of("file", file, "line", line, "name", name),
                "line " + line + " of the template " + file + ": the section '" + name
                        + "' does not begin and end in the same place");
    }

    private static TemplateException deep(String file, String text, int at) {
        String line = line(text, at);
        return new TemplateException(
                "DOCUMENT_TEMPLATE_DEEP",
                Map.of("file", file, "line", line, "limit", String.valueOf(MAX_DEPTH)),
                "line " + line + " of the template " + file + ": more than " + MAX_DEPTH + " sections are nested");
    }

    private static String line(String text, int at) {
        return String.valueOf(
                1 + text.substring(0, at).chars().filter(c -> c == '\n').count());
    }

    /** The markup without values and tags, which has to be well-formed, too. It has the lines of the template. */
    public String skeleton() {
        return skeleton;
    }

    /**
     * Puts values in, each escaped for XML.
     *
     * @param values by name; a value is a string, or a list of maps like this one
     * @throws TemplateException if one is missing
     */
    public String fill(Map<String, ?> values) {
        return document.fill(escaped(values));
    }

    private static Map<String, Object> escaped(Map<?, ?> values) {
        Map<String, Object> all = new HashMap<>();
        values.forEach((name, value) -> all.put(String.valueOf(name), escaped(value)));
        return all;
    }

    private static Object escaped(Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(entry -> entry instanceof Map<?, ?> map ? escaped(map) : Map.of())
                    .toList();
        }
        return Html.escape(Values.clean(String.valueOf(value)));
    }
}
