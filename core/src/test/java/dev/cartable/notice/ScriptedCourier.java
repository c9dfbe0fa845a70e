package dev.cartable.notice;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A courier that answers from a script, and with Sent when that is over. */
final class ScriptedCourier implements Courier {
    /** The process dies here. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    final List<RenderedNotice> handed = new ArrayList<>();
    private final Channel channel;
    private final Deque<Function<RenderedNotice, Delivery>> script = new ArrayDeque<>();
    boolean recognisesRepeats = true;
    int maxBatch = 1;
    UnaryOperator<List<Delivery>> answers = UnaryOperator.identity();
    boolean prepares;
    Consumer<RenderedNotice> preparing = notice -> {};
    final List<Boolean> cleared = new ArrayList<>();
    int rests;
    Runnable whenReleased = () -> {};
    Callable<Boolean> pace = () -> false;

    ScriptedCourier(Channel channel) {
        this.channel = channel;
    }

    ScriptedCourier then(Delivery answer) {
        return then(notice -> answer);
    }

    ScriptedCourier then(Function<RenderedNotice, Delivery> answer) {
        script.add(answer);
        return this;
    }

    /** Ends the script. */
    void clear() {
        script.clear();
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public boolean recognisesRepeats() {
        return recognisesRepeats;
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public boolean awaitTurn() throws InterruptedException {
        try {
            return pace.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        handed.add(notice);
        Function<RenderedNotice, Delivery> answer = script.poll();
        return answer == null ? new Delivery.Sent("250 2.0.0 Ok") : answer.apply(notice);
    }

    @Override
    public boolean preparesDelivery() {
        return prepares;
    }

    @Override
    public Delivery deliver(RenderedNotice notice, BooleanSupplier clearance) {
        preparing.accept(notice);
        boolean mayGo = clearance.getAsBoolean();
        cleared.add(mayGo);
        return mayGo ? deliver(notice) : new Delivery.Refused("not looked at");
    }

    @Override
    public List<Delivery> deliverAll(List<RenderedNotice> notices) {
        return answers.apply(Courier.super.deliverAll(notices));
    }

    @Override
    public void release() {
        rests++;
        whenReleased.run();
    }
}
