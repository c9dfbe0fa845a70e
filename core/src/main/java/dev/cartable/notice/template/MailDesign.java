package dev.cartable.notice.template;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Logo;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the HTML part of every mail looks, whatever it is about: the layout around the words, the school's colour and logo, and whom
 * to ask. The words are those of the templates. Immutable and safe for use by several threads.
 */
public final class MailDesign {
    private static final String DEFAULT_COLOUR = "#1f4e79";
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final int LONGEST_CONTACT = 200;
    private static final MailDesign DEFAULTS = new MailDesign(MailLayout.builtIn(), DEFAULT_COLOUR, null, "");

    private final MailLayout layout;
    private final String colour;
    private final @Nullable Logo logo;
    private final String contact;

    private MailDesign(MailLayout layout, String colour, @Nullable Logo logo, String contact) {
        this.layout = layout;
        this.colour = colour;
        this.logo = logo;
        this.contact = contact;
    }

    /** The built-in layout in dark blue, without a logo; questions go to the school without saying how. */
    public static MailDesign defaults() {
        return DEFAULTS;
    }

    /**
     * With another layout: an HTML document that may hold {@code {{name}}}, and {@code {{#name}}…{{/name}}} for what is shown only
     * if there is something to show. It has to hold {@code {{before}}} and {@code {{after}}}, the paragraphs around the button, and
     * {@code {{link}}}, the address that the button leads to. It may hold {@code {{button}}} (the button's words), {@code {{copy}}}
     * (what is said above the link as text), {@code {{school}}}, {@code {{logo}}} (the address of the picture), {@code {{colour}}},
     * {@code {{on_colour}}} (black or white, as can be read on it), {@code {{why}}}, {@code {{ask}}}, {@code {{title}}},
     * {@code {{lang}}} and {@code {{dir}}}. All values are escaped.
     *
     * @throws dev.cartable.notice.model.TemplateException if the layout has a fault; it names the line
     */
    public MailDesign withLayout(String html) {
        return new MailDesign(MailLayout.compile(html), colour, logo, contact);
    }

    /**
     * With another colour, for the band with the school's name and for the button.
     *
     * @param value such as {@code #1f4e79}
     * @throws IllegalArgumentException if it is written otherwise
     */
    public MailDesign withColour(String value) {
        if (!COLOUR.matcher(value).matches()) {
            throw new IllegalArgumentException("the colour '" + value + "' is not written like " + DEFAULT_COLOUR);
        }
        return new MailDesign(layout, value.toLowerCase(Locale.ROOT), logo, contact);
    }

    /** With the school's logo, which each mail carries. */
    public MailDesign withLogo(Logo picture) {
        return new MailDesign(layout, colour, requireNonNull(picture, "picture"), contact);
    }

    /**
     * With whom to ask, as it follows the words "For any question:": {@code the office, +224 622 00 00 00, office@school.example}.
     *
     * @throws IllegalArgumentException if it is longer than a line
     */
    public MailDesign withContact(String text) {
        String line = text.strip();
        if (line.length() > LONGEST_CONTACT || line.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the contact has to be one line of at most " + LONGEST_CONTACT + " characters");
        }
        return new MailDesign(layout, colour, logo, line);
    }

    MailLayout layout() {
        return layout;
    }

    String colour() {
        return colour;
    }

    /** Black or white, whichever can be read better on the colour (WCAG 2.2, relative luminance). */
    String onColour() {
        double luminance = 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
        return luminance > 0.179 ? "#000000" : "#ffffff";
    }

    private double linear(int at) {
        double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    @Nullable
    Logo logo() {
        return logo;
    }

    String contact() {
        return contact;
    }
}
