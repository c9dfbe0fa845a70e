package dev.cartable.spring.test;

import dev.cartable.notice.model.Channel;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The couriers of a test: one for each channel, in place of the application's own. Safe for use by several threads. */
public final class FakeCouriers {
    private final Map<Channel, FakeCourier> couriers = new TreeMap<>();

    FakeCouriers(Collection<Channel> channels) {
        channels.forEach(this::serving);
    }

    /** The one for e-mail. */
    public FakeCourier email() {
        return of(Channel.EMAIL);
    }

    /** The one for short messages. */
    public FakeCourier sms() {
        return of(Channel.SMS);
    }

    /**
     * The one for a channel.
     *
     * @throws IllegalArgumentException if the application has no courier for it, and the test names none
     */
    public synchronized FakeCourier of(Channel channel) {
        FakeCourier courier = couriers.get(channel);
        if (courier == null) {
            throw new IllegalArgumentException("no courier serves " + channel + " in this test, as in the application; "
                    + couriers.keySet() + " have one. To add it: channels = \"" + channel + "\"");
        }
        return courier;
    }

    synchronized FakeCourier serving(Channel channel) {
        return couriers.computeIfAbsent(channel, FakeCourier::new);
    }

    synchronized void reset() {
        couriers.values().forEach(FakeCourier::reset);
    }
}
