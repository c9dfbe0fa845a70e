package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static dev.cartable.notice.NoticeWorld.ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.WhenUncertain;
import dev.cartable.work.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What a dispatch sends, and when it refuses to begin. */
class DispatchNoticesTest {
    private final NoticeWorld world = new NoticeWorld();

    @Test
    void theWordsOfAKindAreKeptOnlyWhereItsTypeSaysSo() {
        world.again.keepsWords = true;
        NoticeId kept = world.queue(AGAIN);
        NoticeId secret = world.queue(ONCE);
        NoticeId refused = world.queue(AGAIN);
        world.mail
                .then(new Delivery.Sent("250"))
                .then(new Delivery.Sent("250"))
                .then(new Delivery.Refused("550 unknown"));

        world.drain();

        Notice.SentText text = new Notice.SentText("About " + AGAIN, "Token " + ScriptedNoticeType.SECRET);
        assertThat(world.entry(kept).text()).isEqualTo(text);
        assertThat(world.entry(secret).text()).isNull();
        assertThat(world.entry(refused).text())
                .as("how it ended is in the state")
                .isEqualTo(text);
    }

    @Test
    void noWordsAreKeptOfWhatWasNotHandedOver() {
        world.again.keepsWords = true;
        world.again.answer = notice -> new NoticeType.Verdict.Suppress("paid");
        NoticeId notice = world.queue(AGAIN);

        world.drain();

        assertThat(world.entry(notice).text()).isNull();
    }

    @Test
    void sendsWhatIsDueOnce() {
        NoticeId notice = world.queue(AGAIN);

        assertThat(world.drain().sent()).isEqualTo(1);
        assertThat(world.drain().sent()).isZero();

        assertThat(world.mail.handed).extracting(RenderedNotice::id).containsExactly(notice);
        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
        assertThat(world.entry(notice).reason()).isEqualTo("250 2.0.0 Ok");
    }

    @Test
    void queuesTheSameNoticeOnce() {
        NoticeId first = world.queue(AGAIN);
        Notice same = world.entry(first).notice();

        world.stores
                .unitOfWork()
                .run(tx ->
                        assertThat(world.stores.outbox().add(tx, List.of(same))).isEmpty());

        assertThat(world.drain().sent()).isEqualTo(1);
    }

    @Test
    void sendsMoreThanOneClaimHolds() {
        world.settings = new DispatchSettings(
                Duration.ofSeconds(60), 3, List.of(), 2, Duration.ofMinutes(10), Duration.ofMinutes(15));
        IntStream.range(0, 7).forEach(i -> world.queue(AGAIN));

        DispatchNotices.Report report = world.drain();

        assertThat(report.sent()).isEqualTo(7);
        assertThat(report.isClean()).isTrue();
        assertThat(world.mail.rests).isEqualTo(1);
    }

    @Test
    void leavesAChannelQueuedThatNobodyServes() {
        NoticeId first = world.queue(AGAIN, Channel.SMS);
        NoticeId second = world.queue(AGAIN, Channel.SMS);

        DispatchNotices.Report report = world.drain();

        assertThat(report.halts())
                .extracting(DispatchNotices.Report.Halt::channel)
                .containsExactly(Channel.SMS);
        assertThat(report.halts().get(0).reason()).isEqualTo("NO_COURIER: SMS");
        assertThat(world.entry(first).reason()).isEqualTo("NO_COURIER: SMS");

        world.couriers.add(new ScriptedCourier(Channel.SMS));
        assertThat(world.drain().sent()).isEqualTo(2);
        assertThat(world.state(second)).isEqualTo(NoticeState.SENT);
    }

    @Test
    void keepsAddressAndSecretOutOfWhatTheServerSaid() {
        NoticeId notice = world.queue(AGAIN);
        String address = world.entry(notice).notice().address().value();
        world.mail.then(words -> new Delivery.Refused(
                "550 <" + words.address().value().toUpperCase(Locale.ROOT) + "> blocked:\r\n " + words.text()));

        DispatchNotices.Report report = world.drain();

        String reason = report.problems().get(0).reason();
        assertThat(reason).isEqualTo("550 <<recipient>> blocked: Token <hidden>");
        assertThat(world.entry(notice).reason()).isEqualTo(reason);
        assertThat(report.toString()).doesNotContain(address).doesNotContain(ScriptedNoticeType.SECRET);
    }

    @Test
    void refusesToSendInsideSomebodyElsesTransaction() {
        world.queue(AGAIN);

        assertThatIllegalStateException()
                .isThrownBy(() -> world.stores.unitOfWork().run(tx -> world.drain()))
                .withMessageContaining("sending notices");
        assertThat(world.mail.handed).isEmpty();
    }

    @Test
    void isNeverInsideATransactionWhileItHandsOver() {
        world.queue(AGAIN);
        List<Boolean> inside = new ArrayList<>();
        world.mail.then(notice -> {
            inside.add(world.stores.unitOfWork().joins());
            return new Delivery.Sent("250");
        });

        world.drain();

        assertThat(inside).containsExactly(false);
    }

    @Test
    void refusesTwoCouriersForAChannelAndTwoAnswersForAKind() {
        world.couriers.add(new ScriptedCourier(Channel.EMAIL));
        assertThatIllegalArgumentException().isThrownBy(world::dispatcher).withMessageContaining("EMAIL");

        world.couriers.remove(1);
        world.types.add(new ScriptedNoticeType(AGAIN, WhenUncertain.LEAVE));
        assertThatIllegalArgumentException().isThrownBy(world::dispatcher).withMessageContaining(AGAIN);
    }

    @Test
    void saysWhichSettingIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchSettings(
                        Duration.ZERO, 3, List.of(), 50, Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .withMessageContaining("retryBase");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchSettings(
                        Duration.ofSeconds(1), 3, List.of(), 0, Duration.ofMinutes(1), Duration.ofMinutes(1)))
                .withMessageContaining("claimSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchSettings.defaults().withLongTail(List.of(Duration.ofMillis(1))))
                .withMessageContaining("longTail");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchSettings.defaults().withReceiptPatience(Duration.ofMillis(999)))
                .withMessageContaining("receiptPatience");
    }

    @Test
    void aListenerLearnsTheOutcomeOfEachAttempt() {
        List<Tuple> outcomes = new ArrayList<>();
        world.listener = (channel, kind, state) -> outcomes.add(tuple(channel, kind.name(), state));
        world.once.answer = notice -> new NoticeType.Verdict.Suppress("paid");
        world.mail
                .then(new Delivery.Sent("250"))
                .then(new Delivery.TryLater("451"))
                .then(new Delivery.Refused("550"));
        IntStream.range(0, 3).forEach(i -> world.queue(AGAIN));
        world.queue(ONCE);

        world.drain();

        assertThat(outcomes)
                .containsExactly(
                        tuple(Channel.EMAIL, AGAIN, NoticeState.SENT),
                        tuple(Channel.EMAIL, AGAIN, NoticeState.QUEUED),
                        tuple(Channel.EMAIL, AGAIN, NoticeState.FAILED),
                        tuple(Channel.EMAIL, ONCE, NoticeState.SUPPRESSED));
    }

    @Test
    void aListenerThatFailsChangesNothing() {
        world.listener = (channel, kind, state) -> {
            throw new IllegalStateException("no metrics");
        };
        NoticeId first = world.queue(AGAIN);
        NoticeId second = world.queue(AGAIN);

        assertThat(world.drain().sent()).isEqualTo(2);

        assertThat(List.of(world.state(first), world.state(second))).containsOnly(NoticeState.SENT);
    }

    @Test
    void connectionsThatADispatchHasLeftOpenAreReleasedAndTheNextDispatchBegins() throws Exception {
        DispatchNotices dispatcher = world.dispatcher();
        world.queue(AGAIN);
        dispatcher.drain(() -> false, false);
        assertThat(world.mail.rests).isZero();

        dispatcher.release();

        assertThat(world.mail.rests).isOne();
        world.queue(AGAIN);
        // On another thread: the lock that the first dispatch holds is open to its own.
        assertThat(CompletableFuture.supplyAsync(dispatcher::drain)
                        .get(1, TimeUnit.MINUTES)
                        .sent())
                .isOne();
    }

    @Test
    void whatAnotherNodeIsSendingIsNotReportedAsWaiting() {
        world.queue(ONCE, Channel.SMS);
        Leases.Holder elsewhere = new Leases.Holder("elsewhere", 1, 1);
        world.stores
                .unitOfWork()
                .run(tx -> world.stores
                        .outbox()
                        .claim(tx, Channel.SMS, 10, elsewhere, Duration.ofMinutes(10), world.clock.instant()));

        assertThat(world.drain().halts()).isEmpty();
    }

    @Test
    void settingsMayBeTheLeastAndTheMost() {
        for (int retries : new int[] {0, 20}) {
            assertThat(NoticeWorld.settings(retries, 50).retries()).isEqualTo(retries);
        }
        for (int claimSize : new int[] {1, 1_000}) {
            assertThat(NoticeWorld.settings(3, claimSize).claimSize()).isEqualTo(claimSize);
        }
        for (int retries : new int[] {-1, 21}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NoticeWorld.settings(retries, 50))
                    .withMessageContaining("retries is " + retries);
        }
        for (int claimSize : new int[] {0, 1_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NoticeWorld.settings(3, claimSize))
                    .withMessageContaining("claimSize is " + claimSize);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchSettings(
                        Duration.ofSeconds(1), 3, List.of(), 50, Duration.ZERO, Duration.ofMinutes(1)))
                .withMessageContaining("lease");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchSettings(
                        Duration.ofSeconds(1), 3, List.of(), 50, Duration.ofMinutes(1), Duration.ZERO))
                .withMessageContaining("pause");
    }
}
