package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.CartableBuilder;
import dev.cartable.notice.SettleReceipts;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.DeliveryReceipt;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeStores;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.work.Tx;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two nodes whose channels fail at the same moment notify a person once by the next channel. */
public abstract class FallbackContract extends StoresContract<NoticeStores> {
    private static final Kind KIND = Kind.of("library.overdue");
    private static final Channel PUSH = Channel.of("push");
    private static final int ROUNDS = 10;

    private final CyclicBarrier both = new CyclicBarrier(2);
    private final List<RenderedNotice> byTelephone = new CopyOnWriteArrayList<>();

    @Test
    void ofTwoNodesThatFailAtTheSameMomentOneFallsBack() {
        List<Cartable> nodes = List.of(node(Channel.EMAIL), node(PUSH));
        for (int round = 0; round < ROUNDS; round++) {
            Notice mail = notice(round, Channel.EMAIL);
            Notice push = notice(round, PUSH);
            write(tx -> stores().outbox().add(tx, List.of(mail, push)));

            Together.run(2, i -> nodes.get(i).notices().dispatch().drain());
        }
        nodes.get(0).notices().dispatch().drain();

        assertThat(byTelephone)
                .extracting(message -> message.recipient().id())
                .containsExactlyInAnyOrder(
                        IntStream.range(0, ROUNDS).mapToObj(i -> "g" + i).toArray(String[]::new));
        try (var all = stores().outbox().history(NoticeFilter.all())) {
            assertThat(all).hasSize(3 * ROUNDS);
        }
    }

    /** On PostgreSQL, a statement that fails ends its transaction: all else in it fails, too, and so does its commit. */
    @Test
    void aTypeThatCannotRecordAFallbackCostsNoOutcomeAndNoFurtherNotice() {
        Cartable node = school(new Unrecorded())
                .fallbacks(Fallbacks.of(Channel.SMS, Channel.LETTER))
                .courier(new AnsweringCourier(Channel.EMAIL, new Delivery.Refused("550 5.1.1 no such user")))
                .courier(new AnsweringCourier(Channel.SMS, new Delivery.Accepted("201 Created", "m-1")))
                .build();
        write(tx -> stores().outbox().add(tx, List.of(notice(1, Channel.EMAIL))));

        assertThat(node.notices().dispatch().drain().failed()).isEqualTo(1);
        node.notices().dispatch().drain();
        assertThat(states()).isEqualTo(Map.of(Channel.EMAIL, NoticeState.FAILED, Channel.SMS, NoticeState.SENT));

        SettleReceipts receipts = node.notices().receipts();
        receipts.receive(new DeliveryReceipt(Channel.SMS, "m-1", DeliveryReceipt.State.FAILED, "absent", NOW));
        assertThat(receipts.settle(() -> false).failed()).isEqualTo(1);
        assertThat(states())
                .isEqualTo(Map.of(
                        Channel.EMAIL,
                        NoticeState.FAILED,
                        Channel.SMS,
                        NoticeState.FAILED,
                        Channel.LETTER,
                        NoticeState.QUEUED));
        assertThat(stores().outbox().paused(PUSH, NOW))
                .as("what the type wrote before it failed")
                .isEmpty();
    }

    private Map<Channel, NoticeState> states() {
        try (var all = stores().outbox().history(NoticeFilter.all())) {
            return all.collect(Collectors.toMap(entry -> entry.notice().channel(), Notice.Entry::state));
        }
    }

    private CartableBuilder school(NoticeType type) {
        return Cartable.builder()
                .noticeStores(stores())
                .zone(ZoneOffset.UTC)
                .time(() -> NOW)
                .noticeType(type)
                .renderer((kind, language, channel, variables) -> new Renderer.Words(kind.name(), "text", null));
    }

    private Cartable node(Channel failing) {
        return school(new Reached())
                .courier(new Refusing(failing))
                .courier(new KeepingCourier(Channel.SMS, Courier.Reach.NOBODY, byTelephone))
                .build();
    }

    private static Notice notice(int round, Channel channel) {
        return Notice.draft(KIND, new Subject("loan", "l" + round), NOW.minusSeconds(60))
                .to(
                        new Recipient("guardian", "g" + round),
                        channel,
                        channel.address("g" + round + "@example.org"),
                        Locale.FRENCH);
    }

    /** A kind of which everybody has a telephone. */
    private static class Reached implements NoticeType {
        private static final Address NUMBER = new PhoneNumber("+224620123456");

        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.LEAVE;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of(), notice.channel().equals(Channel.SMS) ? NUMBER : notice.address());
        }
    }

    /** The same, whose records cannot be written: PostgreSQL refuses a text with the character 0. */
    private final class Unrecorded extends Reached {
        @Override
        public void fellBack(Tx tx, Notice failed, Notice next) {
            stores().outbox().pause(tx, PUSH, NOW.plusSeconds(60), "\0");
            throw new IllegalStateException("the host's table is full");
        }
    }

    /** Gives one answer to everything. */
    private record AnsweringCourier(Channel channel, Delivery answer) implements Courier {
        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            return answer;
        }

        @Override
        public void release() {}
    }

    /** Refuses, at the same moment as the other node does. */
    private final class Refusing implements Courier {
        private final Channel channel;

        Refusing(Channel channel) {
            this.channel = channel;
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
        public Delivery deliver(RenderedNotice notice) {
            try {
                both.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new AssertionError("the other node did not come", e);
            }
            return new Delivery.Refused("550 5.1.1 no such user");
        }

        @Override
        public void release() {}
    }
}
