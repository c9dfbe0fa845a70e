package dev.cartable;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import java.util.List;

/** A courier that takes everything and keeps it. */
public record KeepingCourier(Channel channel, Reach reach, List<RenderedNotice> kept) implements Courier {
    /** For e-mail to people. */
    public KeepingCourier(List<RenderedNotice> kept) {
        this(Channel.EMAIL, Reach.PEOPLE, kept);
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        kept.add(notice);
        return new Delivery.Sent("250 ok");
    }

    @Override
    public void release() {}
}
