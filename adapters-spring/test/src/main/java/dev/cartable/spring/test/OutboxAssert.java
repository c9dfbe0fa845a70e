package dev.cartable.spring.test;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about the messages of an application. A kind that the application does not know is a failure of each of them: a
 * misspelt one would not have been queued in any case.
 */
public final class OutboxAssert extends AbstractAssert<OutboxAssert, TestOutbox> {
    OutboxAssert(TestOutbox outbox) {
        super(outbox, OutboxAssert.class);
    }

    /** There are messages of this kind, whatever has become of them. The result narrows down which ones. */
    public MessagesAssert hasQueued(String kind) {
        return having(kind, "queued", entry -> true);
    }

    /** There are messages of this kind that a courier has taken. */
    public MessagesAssert hasSent(String kind) {
        return having(kind, "sent", entry -> entry.state() == NoticeState.SENT);
    }

    /** There is no message of this kind, whatever has become of it. */
    public OutboxAssert hasNotQueued(String kind) {
        return hasNone(kind, "", entry -> true);
    }

    /**
     * There is no message of this kind to a person.
     *
     * @param recipient the person's id, such as {@code G004}, or with its type, such as {@code guardian:G004}
     */
    public OutboxAssert hasNotQueued(String kind, String recipient) {
        return hasNone(kind, " to " + recipient, entry -> MessagesAssert.isTo(entry, recipient));
    }

    /** Nothing was queued. */
    public OutboxAssert isEmpty() {
        return hasSize(0);
    }

    /** So many messages were queued, of all kinds together. */
    public OutboxAssert hasSize(int size) {
        List<Notice.Entry> entries = entries();
        if (entries.size() != size) {
            throw failure(
                    "Expected %s messages, and there are %s: %s",
                    size, entries.size(), MessagesAssert.described(entries));
        }
        return this;
    }

    private MessagesAssert having(String kind, String what, Predicate<Notice.Entry> condition) {
        List<Notice.Entry> all = entries();
        List<Notice.Entry> found = ofKind(kind, all).stream().filter(condition).toList();
        if (found.isEmpty()) {
            throw failure("Expected that %s was %s, and there are: %s", kind, what, MessagesAssert.described(all));
        }
        return new MessagesAssert(found, what + " " + kind);
    }

    private OutboxAssert hasNone(String kind, String whose, Predicate<Notice.Entry> condition) {
        List<Notice.Entry> found =
                ofKind(kind, entries()).stream().filter(condition).toList();
        if (!found.isEmpty()) {
            throw failure(
                    "Expected that no %s was queued%s, and there are: %s",
                    kind, whose, MessagesAssert.described(found));
        }
        return this;
    }

    private List<Notice.Entry> ofKind(String kind, List<Notice.Entry> entries) {
        Kind wanted = Kind.of(kind);
        Set<String> known = actual.kinds();
        known.addAll(entries.stream().map(entry -> entry.notice().kind().name()).collect(Collectors.toSet()));
        if (!known.contains(kind)) {
            throw failure("The application has no messages of the kind %s. Its kinds are: %s", kind, known);
        }
        return entries.stream()
                .filter(entry -> entry.notice().kind().equals(wanted))
                .toList();
    }

    private List<Notice.Entry> entries() {
        isNotNull();
        return actual.entries();
    }
}
