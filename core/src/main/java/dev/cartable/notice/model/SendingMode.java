package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import java.util.Locale;

/** Whom this process sends messages to. A copy of a school's system, or a rehearsal, sends to nobody or to one address. */
public sealed interface SendingMode {
    /** Messages go to the people that they are for: the default. */
    static SendingMode everyone() {
        return new Everyone();
    }

    /** Nothing is sent, by no channel. */
    static SendingMode nobody() {
        return new Nobody();
    }

    /** All e-mail goes to one address, and nothing is sent by other channels. */
    static SendingMode only(EmailAddress address) {
        return new Only(address);
    }

    /**
     * Reads {@code true} (everyone), {@code false} (nobody) or an e-mail address.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static SendingMode parse(String text) {
        String word = text.strip();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true" -> everyone();
            case "false" -> nobody();
            default -> {
                if (EmailAddress.check(word) instanceof EmailAddress.Usable usable) {
                    yield only(usable.address());
                }
                throw new IllegalArgumentException("'" + word + "' is neither true, nor false, nor an e-mail address");
            }
        };
    }

    /** Messages go to the people that they are for. */
    record Everyone() implements SendingMode {
        @Override
        public String toString() {
            return "true";
        }
    }

    /** Nothing is sent. */
    record Nobody() implements SendingMode {
        @Override
        public String toString() {
            return "false";
        }
    }

    /**
     * All e-mail goes to one address, with the recipient's id in the subject, and counts as sent. Messages for other channels stay
     * queued.
     */
    record Only(EmailAddress address) implements SendingMode {
        public Only {
            requireNonNull(address, "address");
        }

        @Override
        public String toString() {
            return address.value();
        }
    }
}
