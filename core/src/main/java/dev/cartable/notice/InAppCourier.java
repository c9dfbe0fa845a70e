package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Inbox;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;

/** The courier of messages that people read in the application: a notice is put into the inbox once, however often it is delivered. */
final class InAppCourier implements Courier {
    private final UnitOfWork work;
    private final Inbox inbox;
    private final InstantSource clock;

    InAppCourier(UnitOfWork work, Inbox inbox, InstantSource clock) {
        this.work = requireNonNull(work, "work");
        this.inbox = requireNonNull(inbox, "inbox");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public Channel channel() {
        return Channel.IN_APP;
    }

    /** Who reads it has signed in to the application: links and senders play no part. */
    @Override
    public Reach reach() {
        return Reach.NOBODY;
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        Inbox.Message message = new Inbox.Message(
                notice.id(), notice.recipient(), notice.subject(), notice.text(), clock.instant(), null);
        try {
            work.run(tx -> inbox.put(tx, message));
            return new Delivery.Sent(NoticeReason.IN_INBOX.name());
        } catch (RuntimeException e) {
            return new Delivery.TryLater(NoticeReason.INBOX_FAILED.with(AnswerSanitizer.of(e)));
        }
    }

    /** Nothing is kept open. */
    @Override
    public void release() {}
}
