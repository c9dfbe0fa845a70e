package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Inbox.Message;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;
import java.util.List;

/**
 * The use case of a person who reads their messages in the application. That they are who they say is for the host to
 * know. Safe for use by several threads.
 */
final class ReadInbox {
    private static final int MOST = 500;

    private final UnitOfWork work;
    private final Inbox inbox;
    private final InstantSource clock;

    ReadInbox(UnitOfWork work, Inbox inbox, InstantSource clock) {
        this.work = requireNonNull(work, "work");
        this.inbox = requireNonNull(inbox, "inbox");
        this.clock = requireNonNull(clock, "clock");
    }

    List<Message> read(Recipient recipient, int max) {
        if (max < 1 || max > MOST) {
            throw new IllegalArgumentException("max is " + max + ", not 1 to " + MOST);
        }
        return inbox.of(recipient, max);
    }

    boolean markRead(Recipient recipient, NoticeId id) {
        return work.<Boolean>call(tx -> inbox.markRead(tx, recipient, id, clock.instant()));
    }
}
