package dev.cartable.spring.test;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A courier that sends nothing, and records what it is given, put into words. It takes every notice until a test lets it answer otherwise.
 * Safe for use by several threads.
 */
public final class FakeCourier implements Courier {
    private final Channel channel;
    private final List<RenderedNotice> sent = new ArrayList<>();
    private final List<RenderedNotice> handed = new ArrayList<>();
    private Function<? super RenderedNotice, ? extends Delivery> answer = FakeCourier::taken;

    FakeCourier(Channel channel) {
        this.channel = requireNonNull(channel, "channel");
    }

    private static Delivery taken(RenderedNotice notice) {
        return new Delivery.Sent("taken by the test");
    }

    /** What was taken, in its order. */
    public synchronized List<RenderedNotice> sent() {
        return List.copyOf(sent);
    }

    /** What was taken for this address, as it is written. */
    public synchronized List<RenderedNotice> sentTo(String address) {
        return sent.stream()
                .filter(notice -> notice.address().value().equals(address))
                .toList();
    }

    /**
     * What was taken last.
     *
     * @throws AssertionError if nothing was
     */
    public synchronized RenderedNotice last() {
        if (sent.isEmpty()) {
            throw new AssertionError("nothing was sent by " + channel + "; " + handed.size() + " were handed over."
                    + " A test sends what is queued by TestOutbox.send()");
        }
        return sent.get(sent.size() - 1);
    }

    /** What was handed over, taken or not, in its order: each attempt once. */
    public synchronized List<RenderedNotice> attempts() {
        return List.copyOf(handed);
    }

    /** From now on takes every notice. */
    public void takes() {
        answers(FakeCourier::taken);
    }

    /** From now on refuses every notice for good, as a server does that does not know the recipient. */
    public void refuses(String reason) {
        requireNonNull(reason, "reason");
        answers(notice -> new Delivery.Refused(reason));
    }

    /** From now on refuses what goes to this address for good, and takes the rest. */
    public void refuses(String address, String reason) {
        requireNonNull(reason, "reason");
        requireNonNull(address, "address");
        answers(notice -> notice.address().value().equals(address) ? new Delivery.Refused(reason) : taken(notice));
    }

    /** From now on takes nothing, and may take it later. */
    public void triesLater(String reason) {
        requireNonNull(reason, "reason");
        answers(notice -> new Delivery.TryLater(reason));
    }

    /** From now on has no connection: the channel is left alone for a while. */
    public void isDown(Duration pause) {
        answers(notice -> new Delivery.ChannelDown("the test has no connection", pause));
    }

    /** From now on the connection breaks after each notice was handed over: whether it was taken is not known. */
    public void breaksOff() {
        answers(notice -> new Delivery.Unknown("the test broke off"));
    }

    /** From now on answers as this function does. An exception of the function is one of the courier. */
    public synchronized void answers(Function<? super RenderedNotice, ? extends Delivery> function) {
        answer = requireNonNull(function, "function");
    }

    synchronized void reset() {
        sent.clear();
        handed.clear();
        answer = FakeCourier::taken;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public Reach reach() {
        return Reach.NOBODY;
    }

    @Override
    public synchronized Delivery deliver(RenderedNotice notice) {
        handed.add(notice);
        Delivery delivery = answer.apply(notice);
        if (delivery instanceof Delivery.Sent || delivery instanceof Delivery.Accepted) {
            sent.add(notice);
        }
        return delivery;
    }

    @Override
    public void release() {}

    @Override
    public String toString() {
        return "FakeCourier[" + channel + "]";
    }
}
