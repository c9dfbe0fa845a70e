package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.Placeholder;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.school.model.EmailAddress;
import java.util.Set;
import java.util.regex.Pattern;

/** A courier that hands every notice over to one address, with the recipient's id in the subject. */
final class RedirectingCourier implements Courier {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Courier courier;
    private final EmailAddress address;

    RedirectingCourier(Courier courier, EmailAddress address) {
        this.courier = requireNonNull(courier, "courier");
        this.address = requireNonNull(address, "address");
    }

    @Override
    public Channel channel() {
        return courier.channel();
    }

    @Override
    public int maxConnections() {
        return courier.maxConnections();
    }

    @Override
    public Reach reach() {
        return courier.reach();
    }

    @Override
    public Set<Placeholder> placeholders() {
        return courier.placeholders();
    }

    @Override
    public boolean awaitTurn() throws InterruptedException {
        return courier.awaitTurn();
    }

    @Override
    public boolean recognisesRepeats() {
        return courier.recognisesRepeats();
    }

    /** The history shows that the notice did not reach its recipient. */
    @Override
    public Delivery deliver(RenderedNotice notice) {
        Delivery delivery = courier.deliver(new RenderedNotice(
                notice.id(),
                notice.key(),
                notice.kind(),
                notice.channel(),
                notice.recipient(),
                address,
                notice.language(),
                "[" + CONTROL.matcher(notice.recipient().toString()).replaceAll(" ") + "] " + notice.subject(),
                notice.text(),
                notice.html(),
                notice.logo()));
        return delivery instanceof Delivery.Sent || delivery instanceof Delivery.Accepted
                ? new Delivery.Sent(NoticeReason.REDIRECTED.with(delivery.answer()))
                : delivery;
    }

    @Override
    public void release() {
        courier.release();
    }
}
