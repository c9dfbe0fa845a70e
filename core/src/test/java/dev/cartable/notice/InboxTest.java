package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Inbox.Message;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.Address;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxTest {
    private static final Recipient AWA = new Recipient("guardian", "g1");

    private final NoticeWorld world = new NoticeWorld();
    private final InAppCourier courier = new InAppCourier(world.stores.unitOfWork(), world.stores.inbox(), world.clock);
    private final ReadInbox inbox = new ReadInbox(world.stores.unitOfWork(), world.stores.inbox(), world.clock);

    @Test
    void putsANoticeIntoTheInbox() {
        world.couriers.add(courier);
        NoticeId notice = world.queue(AGAIN, Channel.IN_APP);

        assertThat(world.drain().sent()).isEqualTo(1);

        assertThat(world.state(notice)).isEqualTo(NoticeState.SENT);
        assertThat(inbox.read(AWA, 10))
                .containsExactly(new Message(
                        notice,
                        AWA,
                        "About test.again",
                        "Token " + ScriptedNoticeType.SECRET,
                        null,
                        world.clock.instant(),
                        null));
    }

    @Test
    void holdsANoticeOnceHoweverOftenItComes() {
        NoticeId notice = world.queue(AGAIN, Channel.IN_APP);
        RenderedNotice words = new RenderedNotice(
                notice,
                world.entry(notice).notice().key(),
                world.entry(notice).notice().kind(),
                Channel.IN_APP,
                AWA,
                new Address.Opaque("g1"),
                Locale.FRENCH,
                "Subject",
                "Text",
                null,
                null);

        assertThat(courier.deliver(words)).isInstanceOf(Delivery.Sent.class);
        assertThat(courier.deliver(words)).isInstanceOf(Delivery.Sent.class);

        assertThat(inbox.read(AWA, 10)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://ecole.example/sessions/s1, https://ecole.example/sessions/s1",
                "HTTP://ecole.example, HTTP://ecole.example",
                "javascript:alert(1), -",
                "data:text/html;base64;PHNjcmlwdD4=, -",
                "no address at all, -",
                "'', -"
            })
    void leadsToPagesOfTheWebAlone(String variable, @Nullable URI link) {
        NoticeId notice = world.queue(AGAIN, Channel.IN_APP);
        RenderedNotice words = new RenderedNotice(
                notice,
                world.entry(notice).notice().key(),
                world.entry(notice).notice().kind(),
                Channel.IN_APP,
                AWA,
                new Address.Opaque("g1"),
                Locale.FRENCH,
                "Subject",
                "Text",
                null,
                null,
                Map.of(NoticeType.LINK, variable),
                null,
                Enclosures.NONE,
                null);

        courier.deliver(words);

        assertThat(inbox.read(AWA, 10)).extracting(Message::link).containsExactly(link);
    }

    @Test
    void remembersTheFirstReading() {
        world.couriers.add(courier);
        NoticeId notice = world.queue(AGAIN, Channel.IN_APP);
        world.drain();
        Instant read = world.clock.instant();

        assertThat(inbox.markRead(AWA, notice)).isTrue();
        world.clock.advance(Duration.ofHours(1));
        assertThat(inbox.markRead(AWA, notice)).isTrue();

        assertThat(inbox.read(AWA, 10)).extracting(Message::readAt).containsExactly(read);
    }

    @Test
    void letsNobodyMarkAnothersMessage() {
        world.couriers.add(courier);
        NoticeId notice = world.queue(AGAIN, Channel.IN_APP);
        world.drain();

        assertThat(inbox.markRead(new Recipient("guardian", "other"), notice)).isFalse();
        assertThat(inbox.read(AWA, 10)).extracting(Message::readAt).containsOnlyNulls();
    }

    @Test
    void refusesToReadNoneOrTooMany() {
        assertThat(inbox.read(AWA, 1)).isEmpty();
        assertThat(inbox.read(AWA, 500)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inbox.read(AWA, 0))
                .withMessageContaining("0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inbox.read(AWA, 501))
                .withMessageContaining("501");
    }
}
