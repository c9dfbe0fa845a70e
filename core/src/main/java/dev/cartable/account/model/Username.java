package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a parent signs in with: 1 to 64 of {@code a-z 0-9 . _ -}. Capitals are read as small letters. */
public record Username(String value) {
    /** The greatest length. */
    public static final int MAX_LENGTH = 64;

    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?");

    public Username {
        requireNonNull(value, "value");
        value = value.toLowerCase(Locale.ROOT);
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no username: 1 to " + MAX_LENGTH
                    + " letters a-z, digits, dots, hyphens and underscores are, with a letter or digit at both ends");
        }
    }

    /** The username as it was typed, white space around it aside; empty if it cannot be one. */
    public static Optional<Username> typed(String text) {
        String username = text.strip().toLowerCase(Locale.ROOT);
        return username.length() <= MAX_LENGTH && FORM.matcher(username).matches()
                ? Optional.of(new Username(username))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
