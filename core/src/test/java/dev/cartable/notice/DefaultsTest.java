package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Category;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a host's courier and a host's kind of notice are, unless they say otherwise. */
class DefaultsTest {
    private static final Kind OVERDUE = Kind.of("library.overdue");

    private final List<RenderedNotice> handed = new ArrayList<>();

    private final Courier courier = new Courier() {
        @Override
        public Channel channel() {
            return Channel.of("push");
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            handed.add(notice);
            return new Delivery.Sent("ok");
        }

        @Override
        public void release() {}
    };

    private final NoticeType type = new NoticeType() {
        @Override
        public Kind kind() {
            return OVERDUE;
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.LEAVE;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(Map.of());
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of();
        }
    };

    @Test
    void aCourierReachesPeopleOneByOneAndWithoutAPace() throws InterruptedException {
        assertThat(courier)
                .returns(Courier.Reach.PEOPLE, Courier::reach)
                .returns(1, Courier::maxConnections)
                .returns(1, Courier::maxBatch)
                .returns(true, Courier::recognisesRepeats)
                .returns(Set.of(), Courier::placeholders)
                .returns(false, Courier::preparesDelivery);
        assertThat(courier.carries(OVERDUE)).isTrue();
        assertThat(courier.awaitTurn()).isFalse();
    }

    @Test
    void aCourierThatAsksBeforeItDeliversHandsNothingOverWithoutClearance() {
        RenderedNotice notice = SendingGateTest.notice();

        assertThat(courier.deliver(notice, () -> false)).isEqualTo(new Courier.Delivery.TryLater(""));
        assertThat(handed).isEmpty();
        assertThat(courier.deliver(notice, () -> true)).isEqualTo(new Courier.Delivery.Sent("ok"));
        assertThat(handed).containsExactly(notice);
    }

    /** The words of a notice may hold a secret, and a person may be waiting for it. */
    @Test
    void aKindLeavesNoWordsInTheHistoryAndDoesNotWait() {
        assertThat(type)
                .returns(Category.SCHOOL, NoticeType::category)
                .returns(false, NoticeType::keepsWords)
                .returns(false, NoticeType::canWait)
                .returns(true, NoticeType::canFallBack);
    }
}
