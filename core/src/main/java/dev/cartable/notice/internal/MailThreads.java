package dev.cartable.notice.internal;

import dev.cartable.notice.model.Recipient;
import dev.cartable.work.HostKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names the threads of mails: the same for each mail to one person about one thing, such as an invoice, and not to be guessed without the
 * host key. With another key, a new thread begins. Safe for use by several threads.
 *
 * @param key null for no threads
 */
public record MailThreads(@Nullable HostKey key) {
    private static final String PURPOSE = "notice.thread";

    /** 128 bits, in hexadecimal digits. */
    private static final int LENGTH = 32;

    /** The name of a person's thread about something; empty without a key. */
    public Optional<String> token(Recipient person, String about) {
        return Optional.ofNullable(key)
                .map(known -> known.hmac(PURPOSE, person.toString(), about).substring(0, LENGTH));
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "MailThreads";
    }
}
