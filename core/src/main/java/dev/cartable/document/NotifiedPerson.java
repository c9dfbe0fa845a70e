package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.Addressing.Reason;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Recipient;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person who is notified of a document, or is to be.
 *
 * @param channels by which the person is notified now; none if the person cannot be reached
 * @param reason why not; null if the person is notified
 */
public record NotifiedPerson(
        Recipient recipient,
        Set<Channel> channels,
        @Nullable Reason reason) {
    public NotifiedPerson {
        requireNonNull(recipient, "recipient");
        channels = Set.copyOf(channels);
    }
}
