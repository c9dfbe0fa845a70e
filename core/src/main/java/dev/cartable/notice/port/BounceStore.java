package dev.cartable.notice.port;

import dev.cartable.notice.model.Bounce;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.Tx;
import java.time.Instant;

/** E-mails that came back, and the addresses that get none because of it. Safe for use by several threads and nodes. */
public interface BounceStore extends BounceStoreReader {
    /** Adds a bounce; does nothing if its notice has one. Returns whether it was added. */
    boolean add(Tx tx, Bounce bounce);

    /**
     * Puts a bounce in the place of an older one of its notice, which was sent again since; does nothing if there is none that came
     * back before {@code sentAgain}. Returns whether it was put there.
     */
    boolean replace(Tx tx, Bounce bounce, Instant sentAgain);

    /**
     * Frees an address: all its bounces are marked as lifted, and count no more. Those that were lifted before stay as they are.
     *
     * @return how many were marked
     */
    int lift(Tx tx, EmailAddress address, Instant now);
}
