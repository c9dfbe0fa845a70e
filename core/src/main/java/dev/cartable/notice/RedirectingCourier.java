package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.school.model.EmailAddress;
import java.util.regex.Pattern;

/** A courier that hands every notice over to one address, with the recipient's id in the subject. */
final class RedirectingCourier extends ForwardingCourier {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final EmailAddress address;

    RedirectingCourier(Courier courier, EmailAddress address) {
        super(courier);
        this.address = requireNonNull(address, "address");
    }

    /** The history shows that the notice did not reach its recipient. */
    @Override
    public Delivery deliver(RenderedNotice notice) {
        Delivery delivery = courier()
                .deliver(new RenderedNotice(
                                notice.id(),
                                notice.key(),
                                notice.kind(),
                                notice.channel(),
                                notice.recipient(),
                                address,
                                notice.language(),
                                "["
                                        + CONTROL.matcher(notice.recipient().toString())
                                                .replaceAll(" ") + "] " + notice.subject(),
                                notice.text(),
                                notice.html(),
                                notice.logo())
                        .enclosing(notice.enclosures()));
        return delivery instanceof Delivery.Sent || delivery instanceof Delivery.Accepted
                ? new Delivery.Sent(NoticeReason.REDIRECTED.with(delivery.answer()))
                : delivery;
    }
}
