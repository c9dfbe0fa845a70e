package dev.cartable.notice.template;

import dev.cartable.notice.model.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTML document around the words of a mail. It reaches its named values and nothing else. Safe for use by several threads. */
final class MailLayout {
    private static final String BUILT_IN = "/META-INF/cartable/templates/layout.html";
    private static final int MAX_LENGTH = 65_536;

    /** Two braces, so that style sheets need no care. */
    private static final Pattern TAG = Pattern.compile("\\{\\{([^{}]*)}}");

    private static final Pattern CONTENT = Pattern.compile("[#^/]?([a-z_]+)");
    private static final Set<String> NEEDED = Set.of("before", "link", "after");
    private static final Set<String> NAMES = Set.of(
            "lang",
            "dir",
            "title",
            "school",
            "colour",
            "on_colour",
            "logo",
            "before",
            "link",
            "button",
            "copy",
            "after",
            "why",
            "ask");

    private final Confined document;

    private MailLayout(Confined document) {
        this.document = document;
    }

    static MailLayout builtIn() {
        try (InputStream in = MailLayout.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException("the layout of mails is missing: " + BUILT_IN);
            }
            return compile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the layout of mails cannot be read: " + BUILT_IN, e);
        }
    }

    /**
     * Compiles a layout.
     *
     * @throws TemplateException if it has a fault
     */
    static MailLayout compile(String html) {
        if (html.length() > MAX_LENGTH) {
            throw new TemplateException(
                    "the layout of mails has " + html.length() + " characters; " + MAX_LENGTH + " are the limit");
        }
        Set<String> missing = new TreeSet<>(NEEDED);
        Matcher tag = TAG.matcher(html);
        int from = html.indexOf("{{");
        while (from >= 0) {
            tag.region(from, html.length());
            Matcher content = CONTENT.matcher(tag.lookingAt() ? tag.group(1) : "");
            if (!content.matches() || !NAMES.contains(content.group(1))) {
                throw new TemplateException(
                        "line " + line(html, from) + " of the layout of mails: after '{{' one of these"
                                + " names has to follow: " + String.join(", ", new TreeSet<>(NAMES)));
            }
            missing.remove(content.group());
            from = html.indexOf("{{", tag.end());
        }
        if (!missing.isEmpty()) {
            throw new TemplateException(
                    "the layout of mails lacks {{" + missing.iterator().next() + "}}");
        }
        return new MailLayout(Confined.compile(html, "{{ }}"));
    }

    private static long line(String text, int at) {
        return 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    /** @param values one for each name, escaped */
    String fill(Map<String, String> values) {
        return document.fill(values);
    }
}
