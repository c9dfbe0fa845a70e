package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Types that read for several notices at once. */
class ChecksAheadTest {
    private final NoticeWorld world = new NoticeWorld();
    private final Ledger ledger = new Ledger();

    ChecksAheadTest() {
        world.settings = NoticeWorld.settings(3, 10);
        world.nanos.set(Duration.ofHours(1).toNanos());
        world.again.checks = ledger::read;
        world.again.answer = ledger.read(List.of());
    }

    /** What the notices are about: all of them are due, except those that were paid. */
    private static final class Ledger {
        private final Set<NoticeId> paid = new HashSet<>();
        private final List<Integer> reads = new ArrayList<>();

        Function<Notice, Verdict> read(Collection<Notice> notices) {
            if (!notices.isEmpty()) {
                reads.add(notices.size());
            }
            Set<NoticeId> known = notices.isEmpty() ? paid : Set.copyOf(paid);
            return notice -> known.contains(notice.id())
                    ? new Verdict.Suppress("paid")
                    : new Verdict.Send(Map.of("token", ScriptedNoticeType.SECRET));
        }
    }

    @Test
    void readsOnceForThoseThatGoNext() {
        queue(25);

        assertThat(world.drain().sent()).isEqualTo(25);

        assertThat(ledger.reads).as("once for each claim").containsExactly(10, 10, 5);
        assertThat(world.again.asked).as("none for itself").isZero();
    }

    @Test
    void whatWasReadServesForAQuarterOfASecond() {
        List<NoticeId> notices = queue(3);
        payWhileTheFirstIsHandedOver(notices.get(1), ChecksAhead.FRESH);

        assertThat(world.drain().suppressed()).isOne();

        assertThat(world.state(notices.get(1))).isEqualTo(NoticeState.SUPPRESSED);
        assertThat(world.state(notices.get(2))).isEqualTo(NoticeState.SENT);
        assertThat(ledger.reads).containsExactly(3, 2);
        assertThat(world.again.asked).as("none for itself").isZero();
    }

    /** No change is noticed that is younger than the check could be, if the hand-over alone took as long. */
    @Test
    void whatChangesInThisTimeIsNotSeen() {
        List<NoticeId> notices = queue(2);
        payWhileTheFirstIsHandedOver(notices.get(1), ChecksAhead.FRESH.minusNanos(1));

        assertThat(world.drain().sent()).isEqualTo(2);
    }

    @Test
    void whatASlowReadHasFoundServesNobody() {
        List<NoticeId> notices = queue(2);
        world.again.checks = some -> {
            Function<Notice, Verdict> read = ledger.read(some);
            ledger.paid.add(notices.get(0));
            world.nanos.addAndGet(ChecksAhead.FRESH.toNanos());
            return read;
        };

        assertThat(world.drain().suppressed()).isOne();

        assertThat(world.state(notices.get(0))).isEqualTo(NoticeState.SUPPRESSED);
    }

    private void payWhileTheFirstIsHandedOver(NoticeId paid, Duration time) {
        world.mail.then(notice -> {
            ledger.paid.add(paid);
            world.nanos.addAndGet(time.toNanos());
            return new Delivery.Sent("250");
        });
    }

    @Test
    void aNoticeThatThePaceMadeWaitIsAskedAboutAgain() {
        List<NoticeId> notices = queue(2);
        world.mail.pace = () -> {
            ledger.paid.add(notices.get(1));
            return true;
        };

        assertThat(world.drain().suppressed()).isOne();

        assertThat(world.state(notices.get(0))).isEqualTo(NoticeState.SENT);
        assertThat(world.state(notices.get(1))).isEqualTo(NoticeState.SUPPRESSED);
    }

    @Test
    void whereMessagesTakeLongFewAreReadForTogether() {
        queue(10);
        IntStream.range(0, 10)
                .forEach(i -> world.mail.then(notice -> {
                    world.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                    return new Delivery.Sent("250");
                }));

        assertThat(world.drain().sent()).isEqualTo(10);

        assertThat(ledger.reads).startsWith(10).hasSize(10);
        assertThat(ledger.reads.subList(1, 9))
                .as("those that went in the time, twice")
                .containsOnly(2);
    }

    @Test
    void aTypeThatCannotReadForAllIsAskedAboutEach() {
        List<NoticeId> notices = queue(3);
        world.again.checks = some -> {
            throw new IllegalStateException("the store is away");
        };
        ledger.paid.add(notices.get(1));

        assertThat(world.drain().sent()).isEqualTo(2);

        assertThat(world.again.asked).isEqualTo(3);
        assertThat(world.state(notices.get(1))).isEqualTo(NoticeState.SUPPRESSED);
    }

    @Test
    void eachKindIsReadForByItsOwnType() {
        queue(2);
        world.queue(NoticeWorld.ONCE);

        assertThat(world.drain().sent()).isEqualTo(3);

        assertThat(ledger.reads).containsExactly(2);
        assertThat(world.once.asked).isOne();
        assertThat(world.once.kind()).isEqualTo(Kind.of(NoticeWorld.ONCE));
    }

    private List<NoticeId> queue(int count) {
        return IntStream.range(0, count).mapToObj(i -> world.queue(AGAIN)).toList();
    }
}
