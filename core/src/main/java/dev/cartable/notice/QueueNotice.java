package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.port.Outbox;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Set;

/**
 * The use case that queues notices in the transaction of the fact that causes them: both are there, or neither. Safe for
 * use by several threads.
 */
public final class QueueNotice {
    private final Outbox outbox;

    public QueueNotice(Outbox outbox) {
        this.outbox = requireNonNull(outbox, "outbox");
    }

    /** Queues messages in the caller's transaction; those whose key is known already are left out. */
    public Set<NoticeId> queue(Tx tx, Collection<Notice> notices) {
        requireNonNull(tx, "tx");
        return notices.isEmpty() ? Set.of() : outbox.add(tx, notices);
    }
}
