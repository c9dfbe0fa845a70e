package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.SmsBudget;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetedCourierTest {
    private static final Instant EVENING = Instant.parse("2026-11-28T22:30:00Z");
    private static final ZoneId CAIRO = ZoneId.of("Africa/Cairo");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);

    private final SettableClock clock = new SettableClock(EVENING);
    private final InMemoryStores stores = new InMemoryStores(clock);
    private Delivery answer = new Delivery.Sent("ok");
    private final Courier courier =
            new BudgetedCourier(new Answering(), stores.unitOfWork(), stores.smsBudget(), 3, CAIRO, clock);

    private boolean paced;
    private int releases;

    private final class Answering implements Courier {
        @Override
        public Channel channel() {
            return Channel.SMS;
        }

        @Override
        public int maxConnections() {
            return 4;
        }

        @Override
        public Reach reach() {
            return Reach.THIS_MACHINE;
        }

        @Override
        public boolean recognisesRepeats() {
            return false;
        }

        @Override
        public boolean carries(Kind kind) {
            return kind.equals(Kind.of("reminder.absence"));
        }

        @Override
        public Set<Placeholder> placeholders() {
            return Set.of(Placeholder.SENDER);
        }

        @Override
        public boolean awaitTurn() {
            return paced;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            return answer;
        }

        @Override
        public void release() {
            releases++;
        }
    }

    private Delivery deliver(int characters) {
        return deliver(courier, characters);
    }

    private static Delivery deliver(Courier courier, int characters) {
        Kind kind = Kind.of("reminder.absence");
        Recipient recipient = Recipient.guardian(new GuardianId("g1"));
        return courier.deliver(new RenderedNotice(
                NoticeId.next(EVENING),
                Notice.Key.of(kind, new Subject("absence", "a1"), "1", recipient, Channel.SMS, ""),
                kind,
                Channel.SMS,
                recipient,
                new PhoneNumber("+224620123456"),
                Locale.FRENCH,
                "",
                "a".repeat(characters),
                null,
                null));
    }

    @Test
    void allButTheHandOverIsTheCouriersOwn() throws InterruptedException {
        assertThat(courier)
                .returns(Channel.SMS, Courier::channel)
                .returns(4, Courier::maxConnections)
                .returns(Courier.Reach.THIS_MACHINE, Courier::reach)
                .returns(false, Courier::recognisesRepeats)
                .returns(Set.of(Courier.Placeholder.SENDER), Courier::placeholders);
        assertThat(courier.carries(Kind.of("reminder.absence"))).isTrue();
        assertThat(courier.carries(Kind.of("reminder.payment"))).isFalse();
        assertThat(courier.awaitTurn()).isFalse();
        paced = true;
        assertThat(courier.awaitTurn()).isTrue();
        courier.release();
        assertThat(releases).isOne();
    }

    @Test
    void aSpentBudgetPausesTheChannelUntilTheSchoolsNextDay() {
        assertThat(deliver(300)).isEqualTo(answer);
        assertThat(deliver(300)).isEqualTo(new Delivery.ChannelDown("BUDGET_SPENT: 3", Duration.ofMinutes(1410)));
        assertThat(deliver(100)).as("what still fits goes").isEqualTo(answer);
        assertThat(stores.smsBudget().used(DAY)).isEqualTo(3);

        clock.advance(Duration.ofDays(1));

        assertThat(deliver(300)).isEqualTo(answer);
    }

    @Test
    void whatMayHaveGoneCountsAndWhatCertainlyDidNotIsGivenBack() {
        answer = new Delivery.Unknown("lost");
        deliver(300);
        assertThat(stores.smsBudget().used(DAY)).isEqualTo(2);

        for (Delivery unsent : new Delivery[] {
            new Delivery.Refused("no"),
            new Delivery.TryLater("later"),
            new Delivery.ChannelDown("down", Duration.ZERO),
            new Delivery.Blocked("blocked", Duration.ZERO)
        }) {
            answer = unsent;
            assertThat(deliver(10)).isEqualTo(unsent);
            assertThat(stores.smsBudget().used(DAY)).isEqualTo(2);
        }
    }

    /** A budget whose store fails, when segments are reserved or when they are given back. */
    private record Failing(boolean reserves) implements SmsBudget {
        @Override
        public boolean reserve(Tx tx, LocalDate day, int segments, int most) {
            if (reserves) {
                return true;
            }
            throw new IllegalStateException("the store is away");
        }

        @Override
        public void giveBack(Tx tx, LocalDate day, int segments) {
            throw new IllegalStateException("the store is away");
        }

        @Override
        public int used(LocalDate day) {
            return 0;
        }
    }

    private Courier on(SmsBudget budget) {
        return new BudgetedCourier(new Answering(), stores.unitOfWork(), budget, 3, CAIRO, clock);
    }

    /** Not unknown: nothing has left, so that it goes later. */
    @Test
    void aStoreThatFailsBeforeTheHandOverLeavesTheMessageForLater() {
        assertThat(deliver(on(new Failing(false)), 10))
                .isEqualTo(new Delivery.ChannelDown("STORE_FAILED", Duration.ZERO));
    }

    @Test
    void aStoreThatFailsAfterTheHandOverDoesNotHideTheAnswer() {
        answer = new Delivery.ChannelDown("429", Duration.ofMinutes(7));

        assertThat(deliver(on(new Failing(true)), 10)).isEqualTo(answer);
    }

    @Test
    void aMessageThatIsLargerThanTheBudgetIsRefused() {
        assertThat(deliver(460)).isEqualTo(new Delivery.Refused("TOO_LONG: 4"));
        assertThat(deliver(459)).as("one that takes all of it").isEqualTo(answer);
    }
}
