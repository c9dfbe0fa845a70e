package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.DispatchNotices.Silence.Reason;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.InstanceGuard.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Whether notices may leave this process, and to whom. */
class SendingGateTest {
    private static final Instant NOW = NoticeWorld.START;

    private State state = new State.Unknown();
    private int asked;

    private SendingGate gate(SendingMode mode) {
        return new SendingGate(
                mode,
                () -> {
                    asked++;
                    return state;
                },
                () -> state);
    }

    @Test
    void aLookSaysWhyNothingMayLeave() {
        SendingGate gate = gate(SendingMode.everyone());

        assertThat(gate.look()).isEmpty();
        state = new State.Held("prod", "copy", NOW);
        assertThat(gate.look()).map(Silence::reason).contains(Reason.INSTANCE_HELD);
        state = new State.Silent("prod", "copy");
        assertThat(gate.look()).map(Silence::reason).contains(Reason.INSTANCE_SILENT);
        assertThat(gate(SendingMode.nobody()).look()).map(Silence::reason).contains(Reason.SPEAK_OFF);
        assertThat(asked).as("it holds no notices").isZero();
    }

    @Test
    void aLongDispatchAsksAgainAfterFiveSeconds() {
        SendingGate.Pass pass = gate(SendingMode.everyone()).pass();
        assertThat(pass.silence(NOW)).isEmpty();
        state = new State.Silent("prod", "copy");

        assertThat(pass.silence(NOW.plusMillis(4_999))).isEmpty();
        assertThat(pass.silence(NOW.plusSeconds(5))).map(Silence::reason).contains(Reason.INSTANCE_SILENT);
    }

    @Test
    void aClockThatWasPutBackHidesNothing() {
        SendingGate.Pass pass = gate(SendingMode.everyone()).pass();
        assertThat(pass.silence(NOW)).isEmpty();
        state = new State.Silent("prod", "copy");

        assertThat(pass.silence(NOW.minusMillis(1))).map(Silence::reason).contains(Reason.INSTANCE_SILENT);
    }

    @Test
    void onlyWhatTheServerTakesCountsAsRedirected() {
        ScriptedCourier mail = new ScriptedCourier(Channel.EMAIL);
        EmailAddress chief = EmailAddress.of("chief@example.org");
        Courier courier = gate(SendingMode.only(chief)).couriers(List.of(mail)).get(0);
        Delivery refused = new Delivery.Refused("550 no such user");
        mail.then(new Delivery.Sent("250 ok"))
                .then(new Delivery.Accepted("202 taken", "ref-1"))
                .then(refused);

        assertThat(courier.deliver(notice())).isEqualTo(new Delivery.Sent("REDIRECTED: 250 ok"));
        assertThat(courier.deliver(notice())).isEqualTo(new Delivery.Sent("REDIRECTED: 202 taken"));
        assertThat(courier.deliver(notice())).isEqualTo(refused);
        assertThat(mail.handed).extracting(RenderedNotice::address).containsOnly(chief);
    }

    static RenderedNotice notice() {
        Kind kind = Kind.of(NoticeWorld.AGAIN);
        Recipient recipient = new Recipient("guardian", "g1");
        return new RenderedNotice(
                NoticeId.next(NOW),
                Notice.Key.of(kind, new Subject("account", "a1"), "1", recipient, Channel.EMAIL, ""),
                kind,
                Channel.EMAIL,
                recipient,
                EmailAddress.of("g1@example.org"),
                Locale.FRENCH,
                "Words",
                "text",
                null,
                null);
    }
}
