package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A stop of the tasks while a message is being handed over. */
class TaskStopTest {
    private final NoticeWorld world = new NoticeWorld();
    private final AtomicReference<Cartable> cartable = new AtomicReference<>();

    /** Stops the tasks while it has a message, and takes it. */
    private final class Stopping implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            requireNonNull(cartable.get()).tasks().close();
            return new Delivery.Sent("250");
        }

        @Override
        public void release() {}
    }

    @Test
    void aMessageThatWasTakenIsSentAndTheNextOneWaits() {
        Notice first = world.notice(AGAIN, Channel.EMAIL);
        Notice second = world.notice(AGAIN, Channel.EMAIL);
        Cartable node = Cartable.builder()
                .stores(world.stores)
                .courier(new Stopping())
                .noticeType(world.again)
                .renderer(world.renderer)
                .time(world.clock)
                .zone(ZoneOffset.UTC)
                .school("École Test")
                .build();
        cartable.set(node);
        world.stores.unitOfWork().run(tx -> node.notices().queue(tx, List.of(first, second)));

        node.tasks().tick();

        assertThat(node.notices().counts()).containsEntry(NoticeState.SENT, 1L).containsEntry(NoticeState.QUEUED, 1L);
    }
}
