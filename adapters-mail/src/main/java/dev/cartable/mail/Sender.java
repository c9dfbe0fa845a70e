package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;

/**
 * Whom messages come from.
 *
 * @param address the address that messages come from, and that bounces go to
 * @param name the name that readers see, in any script; may be empty
 */
public record Sender(EmailAddress address, String name) {
    public Sender {
        requireNonNull(address, "address");
        name = requireNonNull(name, "name").strip();
        if (Headers.holdsControls(name)) {
            throw new SmtpSettingsException(
                    "SENDER_NAME", "the sender's name has a line break or another control character in it");
        }
    }

    /** A sender without a name. */
    public static Sender of(String address) {
        return of(address, "");
    }

    /**
     * A sender with a name.
     *
     * @throws SmtpSettingsException if it is no address, or the name has a line break in it
     */
    public static Sender of(String address, String name) {
        return new Sender(Headers.address("sender's", address), name);
    }
}
