package dev.cartable.notice.template;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The HTML part of a message, made from its text: paragraphs and links, no script, no picture, nothing from elsewhere. */
final class Html {
    private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"'{}]++(?!\\{)", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE_URL = Pattern.compile("https?://[^\\s<>\"'{}]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern AFTER_URL = Pattern.compile("[.,;:!?)»\\u00A0\\u202F]+$");
    private static final Pattern PARAGRAPHS = Pattern.compile("\\n[ \\t]*(?:\\n[ \\t]*)+");

    private static final String DOCUMENT = """
            <!DOCTYPE html>
            <html lang="%s" dir="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            </head>
            <body style="margin:0;padding:1em;font-family:sans-serif;line-height:1.5">
            <div style="max-width:38em;margin:0 auto">
            %s</div>
            </body>
            </html>
            """;

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

    /** A whole document around a filled body. */
    static String document(Locale language, String subject, String body) {
        String paragraphs = PARAGRAPHS
                .splitAsStream(body.strip())
                .map(paragraph -> "<p dir=\"auto\">" + paragraph.replace("\n", "<br>\n") + "</p>\n")
                .collect(Collectors.joining());
        return DOCUMENT.formatted(
                escape(language.toLanguageTag()),
                Values.isRightToLeft(language) ? "rtl" : "ltr",
                escape(subject),
                paragraphs);
    }
}
