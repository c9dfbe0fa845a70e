package dev.cartable.notice.template;

import dev.cartable.notice.port.Renderer.Words;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the words of every mail, in one language: the school's name, the design, and what the layout itself says.
 *
 * @param button the words of the button where the template has none
 * @param copy what is said above the link as text
 * @param why why one gets the mail, where the template does not say it
 * @param ask whom to ask
 * @param unsubscribe what is said above the link by which one declines such mails
 */
record MailFrame(
        String school, MailDesign design, String button, String copy, String why, String ask, String unsubscribe) {
    /** The marker that mail programs know (RFC 3676, 4.3). */
    private static final String SEPARATOR = "\n-- \n";

    /**
     * The frame in the words of a file.
     *
     * @param words by their names: {@code button}, {@code copy}, {@code why}, {@code ask} and {@code unsubscribe}
     */
    static MailFrame of(String school, MailDesign design, Map<String, String> words) {
        Map<String, String> values = Map.of("school", school, "contact", design.contact());
        return new MailFrame(
                school,
                design,
                filled(words, "button", values),
                filled(words, "copy", values),
                filled(words, "why", values),
                filled(words, "ask", values),
                filled(words, "unsubscribe", values));
    }

    private static String filled(Map<String, String> words, String name, Map<String, String> values) {
        String text = words.get(name);
        if (text == null) {
            throw new IllegalStateException("the words of the layout of mails lack " + name);
        }
        return Confined.compile(text).fill(values);
    }

    /**
     * The filled parts of a template. Those of the document are escaped; a part that the template does not have is null.
     *
     * @param unsubscribeLink where one declines such mails; null if that cannot be done
     */
    record Parts(
            String subject,
            String text,
            String html,
            @Nullable String button,
            @Nullable String whyText,
            @Nullable String whyHtml,
            @Nullable String unsubscribeLink) {}

    Words around(Parts parts, Locale language) {
        String whyText = parts.whyText();
        String text = parts.text() + SEPARATOR + (whyText == null ? why + "\n" : whyText) + ask + "\n"
                + (parts.unsubscribeLink() == null ? "" : unsubscribe + "\n" + parts.unsubscribeLink() + "\n");
        return new Words(parts.subject(), text, document(parts, language), design.logo());
    }

    private String document(Parts parts, Locale language) {
        Html.Body body = Html.body(parts.html());
        String label = parts.button();
        String whyHtml = parts.whyHtml();
        Map<String, String> values = new HashMap<>();
        values.put("lang", Html.escape(language.toLanguageTag()));
        values.put("dir", Values.isRightToLeft(language) ? "rtl" : "ltr");
        values.put("title", Html.escape(parts.subject()));
        values.put("school", Html.escape(school));
        values.put("colour", design.colour());
        values.put("on_colour", design.onColour());
        values.put("logo", design.logo() == null ? "" : Html.LOGO);
        values.put("before", body.before());
        values.put("link", body.link());
        values.put("button", label == null ? Html.escape(button) : label);
        values.put("copy", Html.escape(copy));
        values.put("after", body.after());
        values.put("why", Html.paragraphs(whyHtml == null ? Html.escape(why) : whyHtml));
        values.put("ask", Html.paragraphs(Html.escape(ask)) + unsubscribeHtml(parts.unsubscribeLink()));
        return design.layout().fill(values);
    }

    private String unsubscribeHtml(@Nullable String link) {
        return link == null
                ? ""
                : "<p dir=\"auto\"><a class=\"plain\" href=\"" + Html.escape(link) + "\">" + Html.escape(unsubscribe)
                        + "</a></p>\n";
    }
}
