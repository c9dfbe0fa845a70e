package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;

/**
 * What a gateway says about a message after it has taken it.
 *
 * @param reference the gateway's own id of the message
 * @param detail the gateway's words, without the recipient's number; empty if it gives none
 * @param at when it was received
 */
public record DeliveryReceipt(Channel channel, String reference, State state, String detail, Instant at) {
    public DeliveryReceipt {
        requireNonNull(channel, "channel");
        WellFormedText.require("the reference of a receipt", reference);
        if (reference.isBlank() || reference.length() > 255) {
            throw new IllegalArgumentException("the reference of a receipt has 1 to 255 characters");
        }
        requireNonNull(state, "state");
        WellFormedText.require("the detail of a receipt", detail);
        requireNonNull(at, "at");
    }

    /** What became of the message. States between, such as "on its way", are no receipt. */
    public enum State {
        /** It has arrived. */
        DELIVERED,
        /** It will not arrive. */
        FAILED
    }
}
