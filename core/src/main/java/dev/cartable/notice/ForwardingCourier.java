package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Placeholder;
import java.util.Set;

/** A courier that has another one deliver: all but {@link #deliver} is the other's. */
abstract class ForwardingCourier implements Courier {
    private final Courier courier;

    ForwardingCourier(Courier courier) {
        this.courier = requireNonNull(courier, "courier");
    }

    final Courier courier() {
        return courier;
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
