package dev.cartable.notice;

import static dev.cartable.notice.NoticeWorld.AGAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Inbox.Message;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.School;
import dev.cartable.work.Tx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxTest {
    private static final Recipient AWA = new Recipient("guardian", "g1");
    private static final Delivery LATER = new Delivery.TryLater("INBOX_FAILED: IllegalStateException");

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
        RenderedNotice words = words();

        assertThat(courier.deliver(words)).isInstanceOf(Delivery.Sent.class);
        assertThat(courier.deliver(words)).isInstanceOf(Delivery.Sent.class);

        assertThat(inbox.read(AWA, 10)).hasSize(1);
    }

    private RenderedNotice words() {
        Notice notice = world.notice(AGAIN, Channel.IN_APP);
        return new RenderedNotice(
                notice.id(),
                notice.key(),
                notice.kind(),
                Channel.IN_APP,
                AWA,
                new Address.Opaque("g1"),
                Locale.FRENCH,
                "Subject",
                "Text",
                null,
                null);
    }

    /** An inbox that fails for some messages. */
    private static final class Failing implements Inbox {
        private final Predicate<Message> bad;
        private int tries;

        Failing(Predicate<Message> bad) {
            this.bad = bad;
        }

        @Override
        public void put(Tx tx, Collection<Message> messages) {
            tries++;
            if (messages.stream().anyMatch(bad)) {
                throw new IllegalStateException("the store is away");
            }
        }

        @Override
        public boolean markRead(Tx tx, Recipient recipient, NoticeId id, Instant now) {
            return false;
        }

        @Override
        public List<Message> of(Recipient recipient, int max) {
            return List.of();
        }
    }

    private List<Delivery> deliverAll(List<RenderedNotice> notices, Failing store) {
        return new InAppCourier(world.stores.unitOfWork(), store, world.clock).deliverAll(notices);
    }

    @Test
    void aMessageThatCannotBeWrittenCostsItselfAlone() {
        List<RenderedNotice> notices = Stream.generate(this::words).limit(5).toList();
        Failing store =
                new Failing(message -> message.id().equals(notices.get(0).id()));
        Delivery sent = new Delivery.Sent("IN_INBOX");

        assertThat(deliverAll(notices, store)).containsExactly(LATER, sent, sent, sent, sent);
        assertThat(store.tries).isEqualTo(6);
    }

    @Test
    void aStoreThatIsAwayIsNotTriedForEachMessage() {
        List<RenderedNotice> notices = Stream.generate(this::words).limit(5).toList();
        Failing store = new Failing(message -> true);

        assertThat(deliverAll(notices, store)).containsExactly(LATER, LATER, LATER, LATER, LATER);
        assertThat(store.tries).as("all at once, and then three").isEqualTo(4);
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

    @Test
    void worksWithTheSettingsOfAFirstTry() {
        School unnamed = new School("Cartable", ZoneOffset.UTC, Locale.FRENCH);

        assertThat(Placeholders.of(unnamed, URI.create("http://localhost:8080/activate"), List.of(courier)))
                .isEqualTo(new Placeholders(Set.of(), false));
    }
}
