package dev.cartable.notice.template;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.Renderer.Words;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A template ready to be filled. Safe for use by several threads. */
final class Compiled {
    /** Longer subjects are cut off by mail programs anyway. */
    private static final int LONGEST_SUBJECT = 200;

    private static final Pattern EMPTY_LINES = Pattern.compile("\\n[ \\t]*(?:\\n[ \\t]*){2,}");
    private static final Pattern SPACES = Pattern.compile("[ \\t\\n]+");

    private final Set<String> names;
    private final Set<String> inSubject;
    private final Confined subject;
    private final Confined text;
    private final Confined html;
    private final @Nullable Confined button;
    private final @Nullable Confined why;
    private final @Nullable Confined whyHtml;

    private Compiled(TemplateText source) {
        this.names = source.names();
        this.inSubject = TemplateText.names(source.subject());
        this.subject = Confined.compile(source.subject());
        this.text = Confined.compile(source.body());
        this.html = Confined.compile(Html.source(source.body()));
        this.button = optional(Html.source(source.button()));
        this.why = optional(source.why());
        this.whyHtml = optional(Html.source(source.why()));
    }

    private static @Nullable Confined optional(String text) {
        return text.isEmpty() ? null : Confined.compile(text);
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

    /** @param frame what stands around the words of a mail */
    Words fill(Locale language, Channel channel, Map<String, String> given, MailFrame frame) {
        Map<String, String> values = Plurals.added(given, names, language);
        Map<String, String> forText = Values.forText(values, language);
        String body = tidy(text.fill(forText));
        if (channel.equals(Channel.SMS)) {
            return new Words("", body, null);
        }
        Values.requireOneLine(values, inSubject);
        String line = cut(SPACES.matcher(subject.fill(forText)).replaceAll(" ").strip());
        if (!channel.equals(Channel.EMAIL)) {
            return new Words(line, body, null);
        }
        Map<String, String> forHtml = Values.forHtml(values);
        return frame.around(
                new MailFrame.Parts(
                        line,
                        body,
                        tidy(html.fill(forHtml)),
                        button == null ? null : button.fill(forHtml),
                        why == null ? null : tidy(why.fill(forText)),
                        whyHtml == null ? null : tidy(whyHtml.fill(forHtml)),
                        given.get(Renderer.UNSUBSCRIBE_LINK)),
                language);
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
