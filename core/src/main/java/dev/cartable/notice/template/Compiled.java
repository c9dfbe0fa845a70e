package dev.cartable.notice.template;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.Renderer.Words;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A template ready to be filled. Safe for use by several threads. */
final class Compiled {
    /** Longer subjects are cut off by mail programs anyway. */
    private static final int LONGEST_SUBJECT = 200;

    private static final Pattern EMPTY_LINES = Pattern.compile("\\n[ \\t]*(?:\\n[ \\t]*){2,}");
    private static final Pattern SPACES = Pattern.compile("[ \\t\\n]+");
    private static final Pattern SIGIL = Pattern.compile("[#^/ ]");

    private final Set<String> inSubject;
    private final Confined subject;
    private final Confined text;
    private final Confined html;

    private Compiled(TemplateText source) {
        this.inSubject = TemplateText.TAG
                .matcher(source.subject())
                .results()
                .map(tag -> SIGIL.matcher(tag.group(1)).replaceAll(""))
                .collect(Collectors.toSet());
        this.subject = Confined.compile(source.subject());
        this.text = Confined.compile(source.body());
        this.html = Confined.compile(Html.source(source.body()));
    }

    /**
     * Compiles a template.
     *
     * @throws TemplateException if it has a fault
     */
    static Compiled of(TemplateText source) {
        if (!source.faults().isEmpty()) {
            throw new TemplateException(
                    "the template has a fault in " + source.faults().get(0));
        }
        return new Compiled(source);
    }

    Words fill(Locale language, Channel channel, Map<String, String> values) {
        String body = tidy(text.fill(Values.forText(values, language)));
        if (channel.equals(Channel.SMS)) {
            return new Words("", body, null);
        }
        String line = cut(SPACES.matcher(subject.fill(Values.forHeader(values, inSubject, language)))
                .replaceAll(" ")
                .strip());
        return new Words(
                line,
                body,
                channel.equals(Channel.EMAIL)
                        ? Html.document(language, line, tidy(html.fill(Values.forHtml(values))))
                        : null);
    }

    /** A part that was left out leaves no hole. */
    private static String tidy(String filled) {
        return EMPTY_LINES.matcher(filled).replaceAll("\n\n").strip() + "\n";
    }

    private static String cut(String line) {
        return line.codePointCount(0, line.length()) <= LONGEST_SUBJECT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
    }
}
