package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a notice is about, such as {@code account.activation} or a host's own {@code library.overdue}: words of lower-case
 * letters, digits and hyphens, joined by dots, 64 characters at most. Templates are found by it.
 */
public record Kind(String name) {
    /** How long a name may be. */
    public static final int MOST_CHARACTERS = 64;

    /** What the name of a template for short messages ends in. */
    private static final String FOR_SMS = ".sms";

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*");

    public Kind {
        requireNonNull(name, "name");
        if (name.length() > MOST_CHARACTERS || !FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is no kind of notice: lower-case words joined by dots are, such as library.overdue");
        }
    }

    public static Kind of(String name) {
        return new Kind(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * The template for the short messages of this kind, such as {@code reminder.absence.sms}: a text without a subject. Where there is none,
     * a short message has the text of the mail. Empty if the name would be too long.
     */
    public Optional<Kind> smsTemplate() {
        return name.length() + FOR_SMS.length() <= MOST_CHARACTERS ? Optional.of(of(name + FOR_SMS)) : Optional.empty();
    }

    /** Whether this names a template for short messages. */
    public boolean isSmsTemplate() {
        return name.endsWith(FOR_SMS);
    }

    /** The kind whose notices the template of this name puts into words. */
    public Kind ofTemplate() {
        return isSmsTemplate() ? of(name.substring(0, name.length() - FOR_SMS.length())) : this;
    }
}
