package dev.cartable.notice.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.work.Tx;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The receipts that gateways owe for messages that they have taken. A receipt may come before the transaction that expects it has
 * committed, so both ends are written as they come, in either order. Safe for use by several threads and nodes.
 */
public interface Receipts extends ReceiptsReader {
    /**
     * Notes that a receipt is expected for a notice.
     *
     * @param reference the gateway's id of the message
     * @param until after this instant none is expected any more
     */
    void expect(Tx tx, Channel channel, String reference, NoticeId notice, Instant until);

    /** Notes a receipt, expected or not. The first one for a message counts. Returns whether it is the first. */
    boolean receive(Tx tx, DeliveryReceipt receipt);

    /**
     * Takes an end off the list. Returns whether it was on it as it was read: false if another node has taken it, if its receipt
     * has come since, or if it is expected until another time by now.
     */
    boolean remove(Tx tx, Ended ended);

    /** Removes receipts that came before {@code before} and that nothing expects. Returns how many, {@code max} at most. */
    int forget(Tx tx, Instant before, int max);

    /**
     * A notice whose receipt has come, or is no longer waited for.
     *
     * @param until until when it was expected
     * @param receipt null if none came in time
     */
    record Ended(
            Channel channel,
            String reference,
            NoticeId notice,
            Instant until,
            @Nullable DeliveryReceipt receipt) {
        public Ended {
            requireNonNull(channel, "channel");
            requireNonNull(reference, "reference");
            requireNonNull(notice, "notice");
            requireNonNull(until, "until");
        }
    }
}
