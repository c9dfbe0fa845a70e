package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.notice.DispatchSettings.DomainLimits;
import dev.cartable.notice.ScriptedCourier.Death;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType.Verdict;
import dev.cartable.notice.port.Outbox;
import dev.cartable.work.Leases;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatchCrashTest {
    private final NoticeWorld world = new NoticeWorld();

    @Test
    void sendsAgainUnderTheSameKeyWhatADeadProcessMayHaveSent() {
        NoticeId notice = world.queue(AGAIN);
        die();
        assertThat(world.state(notice)).isEqualTo(NoticeState.SENDING);

        world.clock.advance(Duration.ofMinutes(10));
        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(1);
        assertThat(world.mail.handed)
                .extracting(RenderedNotice::key)
                .hasSize(2)
                .containsOnly(world.entry(notice).notice().key());
        assertThat(world.entry(notice).attempts()).isEqualTo(2);
    }

    @Test
    void leavesUncertainWhatADeadProcessMayHaveSentAndIsNotSentTwice() {
        NoticeId notice = world.queue(ONCE);
        die();

        world.clock.advance(Duration.ofMinutes(10));
        DispatchNotices.Report report = world.drain();

        assertThat(report.uncertain()).isEqualTo(1);
        assertThat(world.mail.handed).hasSize(1);
        assertThat(world.state(notice)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.entry(notice).reason()).isEqualTo("DIED");
    }

    @Test
    void takesOverAtOnceFromAProcessThatIsGone() {
        NoticeId notice = world.queue(AGAIN);
        NoticeId once = world.queue(ONCE);
        world.dieWhileSending();

        world.drain();

        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(once)).isEqualTo(NoticeState.UNCERTAIN);
    }

    @Test
    void leavesOneNoticeInDoubtAtMost() {
        List<NoticeId> notices =
                IntStream.range(0, 5).mapToObj(i -> world.queue(ONCE)).toList();
        world.mail.then(new Delivery.Sent("250")).then(new Delivery.Sent("250"));
        die();

        assertThat(notices)
                .extracting(world::state)
                .containsExactly(
                        NoticeState.SENT,
                        NoticeState.SENT,
                        NoticeState.SENDING,
                        NoticeState.QUEUED,
                        NoticeState.QUEUED);

        world.clock.advance(Duration.ofMinutes(10));
        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(2);
        assertThat(report.uncertain()).isEqualTo(1);
        assertThat(world.mail.handed).extracting(RenderedNotice::id).doesNotHaveDuplicates();
    }

    @Test
    void savesWhatWasSentThoughTheStoreRefusesToBeginTheNext() {
        NoticeId first = world.queue(AGAIN);
        NoticeId second = world.queue(AGAIN);
        int[] begun = {0};
        Outbox failing = (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, args) -> {
                    if (method.getName().equals("sending") && ++begun[0] == 2) {
                        throw new IllegalStateException("the table is locked");
                    }
                    method.setAccessible(true); // what it only reads is declared in a hidden interface
                    return method.invoke(world.stores.outbox(), args);
                });

        assertThatThrownBy(world.dispatcher(failing)::drain).hasMessage("the table is locked");

        assertThat(world.state(first)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(second)).isNotEqualTo(NoticeState.SENT);
        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactly(first);
    }

    @Test
    void endsANoticeThatKillsEveryProcess() {
        NoticeId poison = world.queue(AGAIN);
        int deaths = 0;
        for (int round = 0; round < 10; round++) {
            world.mail.then(notice -> {
                throw new Death();
            });
            try {
                world.drain();
            } catch (Death e) {
                deaths++;
            }
            world.clock.advance(Duration.ofMinutes(10));
        }

        assertThat(deaths).isEqualTo(4);
        assertThat(world.state(poison)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.entry(poison).attempts()).isEqualTo(4);
        assertThat(world.entry(poison).reason()).isEqualTo("GIVEN_UP_AFTER_DEATH: 4");
    }

    @Test
    void doesNotForgetThatANoticeMayHaveGoneOutWhenTheChannelIsDown() {
        NoticeId inDoubt = world.queue(ONCE);
        world.dieWhileSending();
        world.queue(AGAIN);
        world.mail.then(new Delivery.ChannelDown("421", Duration.ofMinutes(1)));

        world.drain();
        world.clock.advance(Duration.ofMinutes(1));
        world.drain();

        assertThat(world.state(inDoubt)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.mail.handed).extracting(RenderedNotice::id).doesNotContain(inDoubt);
    }

    @Test
    void doesNotSendByAnotherChannelWhatMayHaveArrivedThoughTheChannelWasDownMeanwhile() {
        world.settings = NoticeWorld.settings(1, 10);
        world.fallbacks = Fallbacks.NONE.with(Kind.of(AGAIN), Channel.SMS);
        ScriptedCourier sms = new ScriptedCourier(Channel.SMS);
        world.couriers.add(sms);
        NoticeId inDoubt = world.queue(AGAIN);
        world.dieWhileSending();
        world.mail.then(new Delivery.ChannelDown("421", Duration.ofMinutes(1)));
        world.drain();
        assertThat(world.state(inDoubt)).isEqualTo(NoticeState.SENDING);
        assertThat(world.entry(inDoubt).attempts()).as("those before").isEqualTo(1);
        world.clock.advance(Duration.ofHours(1));
        world.mail.then(new Delivery.Refused("550"));
        world.drain();
        world.again.answer = notice -> new Verdict.Send(Map.of(), Channel.SMS.address("+224620000001"));
        world.drain();

        assertThat(world.state(inDoubt)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(sms.handed).isEmpty();
    }

    @Test
    void doesNotForgetThatANoticeOfAnUnknownKindMayHaveGoneOut() {
        NoticeId inDoubt = world.queue(ONCE);
        world.dieWhileSending();
        world.types.remove(world.once);
        assertThat(world.drain().heldBack()).isEqualTo(1);

        world.types.add(world.once);
        world.clock.advance(Duration.ofMinutes(15));
        world.drain();

        assertThat(world.state(inDoubt)).isEqualTo(NoticeState.UNCERTAIN);
        assertThat(world.mail.handed).isEmpty();
    }

    @Test
    void doesNotSendWhatAnotherHasTakenMeanwhile() {
        NoticeId slow = world.queue(AGAIN);
        NoticeId stolen = world.queue(AGAIN);
        world.mail.then(notice -> {
            world.clock.advance(Duration.ofMinutes(11));
            world.stores
                    .unitOfWork()
                    .run(tx -> world.stores
                            .outbox()
                            .claim(
                                    tx,
                                    Channel.EMAIL,
                                    10,
                                    Leases.Holder.thisProcess(),
                                    Duration.ofMinutes(10),
                                    world.clock.instant()));
            return new Delivery.Sent("250");
        });

        world.drain();

        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactly(slow);
        assertThat(world.state(stolen)).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void writesWhatWasSentEvenIfTheStoreFailsOnce() {
        NoticeId sent = world.queue(ONCE);
        NoticeId next = world.queue(ONCE);
        UnitOfWork faulty = new Failing(world.stores.unitOfWork(), 3, 3);
        DispatchNotices dispatcher = world.dispatcher(faulty, world.stores.outbox(), true);

        assertThatIllegalStateException().isThrownBy(dispatcher::drain).withMessage("the store is away");

        assertThat(world.state(sent)).isEqualTo(NoticeState.SENT);
        assertThat(world.state(next)).isEqualTo(NoticeState.QUEUED);
        assertThat(world.entry(next).attempts()).isZero();
        assertThat(world.drain().sent()).isEqualTo(1);
    }

    @Test
    void namesBothFailuresWhereTheStoreFailsTwiceAndLeavesTheNoticeInDoubt() {
        NoticeId sent = world.queue(ONCE);
        NoticeId next = world.queue(ONCE);
        UnitOfWork faulty = new Failing(world.stores.unitOfWork(), 3, 4);
        DispatchNotices dispatcher = world.dispatcher(faulty, world.stores.outbox(), true);

        assertThatIllegalStateException()
                .isThrownBy(dispatcher::drain)
                .withMessage("the store is away")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("the store is away"));

        assertThat(world.state(sent)).isEqualTo(NoticeState.SENDING);
        assertThat(world.state(next)).isEqualTo(NoticeState.QUEUED);
    }

    @Test
    void freesTheConnectionsToADomainWhenALineBreaksOff() {
        world.settings = world.settings.withDomainLimits(DomainLimits.parse("example.org=:1"));
        world.queue(AGAIN);
        world.mail.then(notice -> {
            throw new Death();
        });
        DispatchNotices dispatcher = world.dispatcher();
        assertThatExceptionOfType(Death.class).isThrownBy(dispatcher::drain);
        world.clock.advance(Duration.ofMinutes(10));

        assertThat(dispatcher.drain(() -> world.nanos.get() > 0).sent()).isOne();
    }

    private void die() {
        world.mail.then(notice -> {
            throw new Death();
        });
        assertThatExceptionOfType(Death.class).isThrownBy(world::drain);
    }

    /** Fails from one transaction to another, counted from 1, and at no other. */
    private static final class Failing implements UnitOfWork {
        private final UnitOfWork real;
        private final int first;
        private final int last;
        private int begun;

        Failing(UnitOfWork real, int first, int last) {
            this.real = real;
            this.first = first;
            this.last = last;
        }

        @Override
        public <R> R call(Function<? super Tx, ? extends R> work) {
            begun++;
            if (begun >= first && begun <= last) {
                throw new IllegalStateException("the store is away");
            }
            return real.call(work);
        }

        @Override
        public boolean joins() {
            return real.joins();
        }
    }
}
