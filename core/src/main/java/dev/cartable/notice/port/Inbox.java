package dev.cartable.notice.port;

import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.work.Tx;
import dev.cartable.work.internal.WellFormedText;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The messages that people read in the application itself. Safe for use by several threads. */
public interface Inbox extends InboxReader {
    /** Puts messages in, save those of notices that are there already. */
    void put(Tx tx, Collection<Message> messages);

    /** Marks a message as read at {@code now}; the first reading counts. Returns whether there is such a message. */
    boolean markRead(Tx tx, Recipient recipient, NoticeId id, Instant now);

    /**
     * A message in the application.
     *
     * @param link the page that it leads to, such as that of a session; null if to none
     */
    record Message(
            NoticeId id,
            Recipient recipient,
            String subject,
            String text,
            @Nullable URI link,
            Instant arrivedAt,
            @Nullable Instant readAt) {
        public Message {
            WellFormedText.require("the subject of a message", subject);
            WellFormedText.require("the text of a message", text);
        }

        /** The ids alone. */
        @Override
        public String toString() {
            return "Message[" + id + " to " + recipient + "]";
        }
    }
}
