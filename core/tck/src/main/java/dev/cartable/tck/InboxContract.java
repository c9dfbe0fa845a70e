package dev.cartable.tck;

import static dev.cartable.tck.Samples.NOW;
import static dev.cartable.tck.Samples.message;
import static dev.cartable.tck.Samples.noticeId;
import static dev.cartable.tck.Samples.recipient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Inbox.Message;
import dev.cartable.notice.port.NoticeStores;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an {@link Inbox} promises. */
public abstract class InboxContract extends StoresContract<NoticeStores> {
    private final Recipient reader = recipient(1);

    @Test
    void anInboxIsEmptyAtFirst() {
        assertThat(inbox().of(reader, 10)).isEmpty();
    }

    @Test
    void theNewestMessagesComeFirst() {
        put(message(2, 1), message(1, 1), message(3, 1));

        assertThat(inbox().of(reader, 10)).containsExactly(message(3, 1), message(2, 1), message(1, 1));
        assertThat(inbox().of(reader, 2)).containsExactly(message(3, 1), message(2, 1));
    }

    @Test
    void nobodyReadsTheMessagesOfAnother() {
        put(message(1, 1), message(2, 2));

        assertThat(inbox().of(recipient(2), 10)).containsExactly(message(2, 2));
    }

    @Test
    void aMessageThatIsThereIsNotPutInAgain() {
        put(message(1, 1));
        write(tx -> inbox().markRead(tx, reader, noticeId(1), NOW));
        Message again = new Message(noticeId(1), reader, "Autre", "Autre", null, NOW.plusSeconds(99), null);
        put(again);

        assertThat(inbox().of(reader, 10)).singleElement().satisfies(message -> {
            assertThat(message.subject()).isEqualTo(message(1, 1).subject());
            assertThat(message.readAt()).isEqualTo(NOW);
        });
    }

    @Test
    void messagesArePutInTogetherSaveThoseThatAreThere() {
        put(message(2, 1));
        write(tx -> inbox().markRead(tx, reader, noticeId(2), NOW));

        put(message(3, 1), message(2, 1), message(1, 1), message(3, 1));
        put();

        assertThat(inbox().of(reader, 10))
                .extracting(Message::id, Message::readAt)
                .containsExactlyInAnyOrder(tuple(noticeId(1), null), tuple(noticeId(2), NOW), tuple(noticeId(3), null));
    }

    @Test
    void threadsThatPutTheSameMessageInLeaveOne() {
        Together.run(
                10,
                i -> call(tx -> {
                    inbox().put(tx, List.of(message(1, 1)));
                    return i;
                }));

        assertThat(inbox().of(reader, 10)).hasSize(1);
    }

    @Test
    void theFirstReadingCounts() {
        put(message(1, 1), message(2, 1));

        assertThat(markRead(reader, noticeId(1), NOW)).isTrue();
        assertThat(markRead(reader, noticeId(1), NOW.plusSeconds(60))).isTrue();

        assertThat(inbox().of(reader, 10)).extracting(Message::readAt).containsExactly(null, NOW);
    }

    @Test
    void nobodyMarksTheMessageOfAnother() {
        put(message(1, 1));

        assertThat(markRead(recipient(2), noticeId(1), NOW)).isFalse();
        assertThat(markRead(reader, noticeId(7), NOW)).isFalse();
        assertThat(inbox().of(reader, 10)).extracting(Message::readAt).containsOnlyNulls();
    }

    @Test
    void aMessageInAnyScriptComesBackAsItWas() {
        Message message = new Message(
                noticeId(1),
                reader,
                "Élève Çà 👩‍🏫 مرحبا",
                "« Bonjour »\u202F!\r\n\n\tO'Brien ".repeat(1_000),
                URI.create("https://ecole.example/s%C3%A9ances/" + "7".repeat(1_000)),
                NOW.plusNanos(123_456_000),
                null);
        put(message);

        assertThat(inbox().of(reader, 1)).containsExactly(message);
    }

    private Inbox inbox() {
        return stores().inbox();
    }

    private void put(Message... messages) {
        write(tx -> inbox().put(tx, List.of(messages)));
    }

    private boolean markRead(Recipient recipient, NoticeId id, Instant now) {
        return call(tx -> inbox().markRead(tx, recipient, id, now));
    }
}
