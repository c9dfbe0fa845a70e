package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Inbox;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Messages in the application, in memory. Safe for use by several threads. */
final class InMemoryInbox implements Inbox {
    private static final Comparator<Message> NEWEST_FIRST = Comparator.comparing(Message::arrivedAt)
            .thenComparing(message -> message.id().toString())
            .reversed();

    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<NoticeId, Message> messages;

    public InMemoryInbox(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.messages = new InMemoryTable<>(unitOfWork, Comparator.comparing(NoticeId::toString));
    }

    @Override
    public void put(Tx tx, Collection<Message> added) {
        added.forEach(message -> messages.putIfAbsent(tx, message.id(), message));
    }

    @Override
    public List<Message> of(Recipient recipient, int max) {
        return messages.all().stream()
                .filter(message -> message.recipient().equals(recipient))
                .sorted(NEWEST_FIRST)
                .limit(max)
                .toList();
    }

    @Override
    public boolean markRead(Tx tx, Recipient recipient, NoticeId id, Instant now) {
        unitOfWork.own(tx);
        Message known = messages.get(id);
        if (known == null || !known.recipient().equals(recipient)) {
            return false;
        }
        if (known.readAt() == null) {
            Message read =
                    new Message(id, recipient, known.subject(), known.text(), known.link(), known.arrivedAt(), now);
            messages.put(tx, id, read);
        }
        return true;
    }

    /** Changes the texts of all messages. */
    void redact(Tx tx, UnaryOperator<String> change) {
        for (Message message : messages.all()) {
            messages.put(
                    tx,
                    message.id(),
                    new Message(
                            message.id(),
                            message.recipient(),
                            change.apply(message.subject()),
                            change.apply(message.text()),
                            message.link(),
                            message.arrivedAt(),
                            message.readAt()));
        }
    }

    /** Removes all messages of a recipient. */
    void clear(Tx tx, Recipient recipient) {
        unitOfWork.own(tx);
        for (Message message : messages.all()) {
            if (message.recipient().equals(recipient)) {
                messages.remove(tx, message.id());
            }
        }
    }
}
