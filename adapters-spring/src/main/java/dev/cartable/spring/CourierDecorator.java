package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Courier.Placeholder;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A courier that has another one deliver, and does something around it. */
abstract class CourierDecorator implements Courier {
    private final Courier courier;

    CourierDecorator(Courier courier) {
        this.courier = requireNonNull(courier, "courier");
    }

    /**
     * Delivers some notices, one or more.
     *
     * @param delivery does it, and returns the answers in the order of the notices
     */
    abstract List<Delivery> around(List<RenderedNotice> notices, Supplier<List<Delivery>> delivery);

    @Override
    public final Delivery deliver(RenderedNotice notice) {
        return around(List.of(notice), () -> List.of(courier.deliver(notice))).get(0);
    }

    @Override
    public final boolean preparesDelivery() {
        return courier.preparesDelivery();
    }

    @Override
    public final Delivery deliver(RenderedNotice notice, BooleanSupplier clearance) {
        return around(List.of(notice), () -> List.of(courier.deliver(notice, clearance)))
                .get(0);
    }

    @Override
    public final List<Delivery> deliverAll(List<RenderedNotice> notices) {
        return notices.isEmpty() ? List.of() : around(notices, () -> courier.deliverAll(notices));
    }

    @Override
    public final Channel channel() {
        return courier.channel();
    }

    @Override
    public final int maxConnections() {
        return courier.maxConnections();
    }

    @Override
    public final int maxBatch() {
        return courier.maxBatch();
    }

    @Override
    public final Reach reach() {
        return courier.reach();
    }

    @Override
    public final boolean recognisesRepeats() {
        return courier.recognisesRepeats();
    }

    @Override
    public final boolean carries(Kind kind) {
        return courier.carries(kind);
    }

    @Override
    public final Set<Placeholder> placeholders() {
        return courier.placeholders();
    }

    @Override
    public final boolean awaitTurn() throws InterruptedException {
        return courier.awaitTurn();
    }

    @Override
    public final void release() {
        courier.release();
    }
}
