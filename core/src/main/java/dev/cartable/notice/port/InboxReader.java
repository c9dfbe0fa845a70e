package dev.cartable.notice.port;

import dev.cartable.notice.model.Recipient;
import java.util.List;

/** Reads what people find in the application itself. Safe for use by several threads. */
interface InboxReader {
    /** A recipient's messages, newest first, {@code max} at most. */
    List<Inbox.Message> of(Recipient recipient, int max);
}
