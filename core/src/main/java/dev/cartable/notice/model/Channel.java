package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A way to reach a person: one of the constants, or a host's own, such as {@code Channel.of("push")} with a courier for it.
 *
 * @param name upper-case letters, digits and underscores, a letter first, 32 characters at most
 */
public record Channel(String name) implements Comparable<Channel> {
    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

    /** E-mail. */
    public static final Channel EMAIL = new Channel("EMAIL");

    /** Short messages to telephones. */
    public static final Channel SMS = new Channel("SMS");

    /** The person's inbox in the application. */
    public static final Channel IN_APP = new Channel("IN_APP");

    /** Letters on paper. */
    public static final Channel LETTER = new Channel("LETTER");

    public Channel {
        requireNonNull(name, "name");
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name
                    + "' is no channel: letters, digits and underscores are, 32 at most, such as EMAIL or PUSH");
        }
    }

    /** The channel with this name, in upper or lower case. */
    public static Channel of(String name) {
        return new Channel(name.strip().toUpperCase(Locale.ROOT));
    }

    /** The address as this channel reads it: for {@link #EMAIL} an e-mail address, if it is written as one is; otherwise opaque. */
    public Address address(String text) {
        return equals(EMAIL)
                        && EmailAddress.check(text) instanceof EmailAddress.Usable usable
                        && usable.address().value().equals(text)
                ? usable.address()
                : new Address.Opaque(text);
    }

    @Override
    public int compareTo(Channel other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
