package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * What a notice is about, such as {@code account.activation} or a host's own {@code library.overdue}: words of lower-case
 * letters, digits and hyphens, joined by dots, 64 characters at most. Templates are found by it.
 */
public record Kind(String name) {
    /** How long a name may be. */
    public static final int MOST_CHARACTERS = 64;

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
}
