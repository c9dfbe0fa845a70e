package dev.cartable.notice.template;

import dev.cartable.notice.model.Logo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The HTML form of a filled template: paragraphs and links, no script, nothing from elsewhere. */
final class Html {
    private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"'{}]++(?!\\{)", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE_URL = Pattern.compile("https?://[^\\s<>\"'{}]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern AFTER_URL = Pattern.compile("[.,;:!?)»\\u00A0\\u202F]+$");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\n[ \\t]*(?:\\n[ \\t]*)+");

    private static final Pattern LINK_ALONE = Pattern.compile("(?m)^<a href=\"([^\"]+)\">\\1</a>$");

    /** The address of the logo within the message. */
    static final String LOGO = "cid:" + Logo.CONTENT_ID;

    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A link if the text is an address of the web, otherwise the text. */
    static String link(String url) {
        String shown = escape(url);
        return WHOLE_URL.matcher(url).matches() ? "<a href=\"" + shown + "\">" + shown + "</a>" : shown;
    }

    /** The body of a template with everything but its tags escaped, and the links that stand in it as links. */
    static String source(String body) {
        StringBuilder html = new StringBuilder();
        Matcher tag = TemplateText.TAG.matcher(body);
        int from = 0;
        while (tag.find()) {
            linked(body.substring(from, tag.start()), tag.group(), html);
            html.append(tag.group());
            from = tag.end();
        }
        linked(body.substring(from), "", html);
        return html.toString();
    }

    /** @param next what follows the text: a link that a variable goes on with is none */
    private static void linked(String text, String next, StringBuilder html) {
        Matcher url = URL.matcher(text + next);
        int from = 0;
        while (url.find() && url.end() <= text.length()) {
            String found = AFTER_URL.matcher(url.group()).replaceFirst("");
            html.append(escape(text.substring(from, url.start()))).append(link(found));
            from = url.start() + found.length();
        }
        html.append(escape(text.substring(from)));
    }

    /**
     * A filled body.
     *
     * @param link the first link that stands alone on its line, which becomes the button; empty if there is none
     * @param before the paragraphs before it
     * @param after the paragraphs after it
     */
    record Body(String before, String link, String after) {}

    static Body body(String filled) {
        Matcher alone = LINK_ALONE.matcher(filled);
        return alone.find()
                ? new Body(
                        paragraphs(filled.substring(0, alone.start())),
                        alone.group(1),
                        paragraphs(filled.substring(alone.end())))
                : new Body(paragraphs(filled), "", "");
    }

    static String paragraphs(String filled) {
        String text = filled.strip();
        return text.isEmpty()
                ? ""
                : PARAGRAPHS
                        .splitAsStream(text)
                        .map(paragraph -> "<p dir=\"auto\">" + paragraph.replace("\n", "<br>\n") + "</p>\n")
                        .collect(Collectors.joining());
    }
}
