package dev.cartable.spring.test;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions about some messages. Each call leaves those that meet its condition, and fails if there are none. */
public final class MessagesAssert extends AbstractAssert<MessagesAssert, List<Notice.Entry>> {
    private final String what;

    MessagesAssert(List<Notice.Entry> entries, String what) {
        super(entries, MessagesAssert.class);
        this.what = what;
    }

    /** Those to a person: the id, such as {@code G004}, or with its type, such as {@code guardian:G004}. */
    public MessagesAssert to(String recipient) {
        return where(entry -> isTo(entry, recipient), "to " + recipient);
    }

    /** Those to a person. */
    public MessagesAssert to(Recipient recipient) {
        return where(entry -> entry.notice().recipient().equals(recipient), "to " + recipient);
    }

    /** Those by a channel, such as {@code SMS}. */
    public MessagesAssert by(String channel) {
        Channel wanted = Channel.of(channel);
        return where(entry -> entry.notice().channel().equals(wanted), "by " + wanted);
    }

    /** Those at an address, as it is written. */
    public MessagesAssert at(String address) {
        return where(entry -> entry.notice().address().value().equals(address), "at " + address);
    }

    /** Those about something: its id, such as {@code F17}, or with its type, such as {@code invoice:F17}. */
    public MessagesAssert about(String subject) {
        return where(
                entry -> entry.notice().subject().id().equals(subject)
                        || entry.notice().subject().toString().equals(subject),
                "about " + subject);
    }

    /** Those with a variable of this value. */
    public MessagesAssert with(String variable, String value) {
        return where(
                entry -> Objects.equals(entry.notice().variables().get(variable), value),
                "with " + variable + "=" + value);
    }

    /** Those that are not sent before this instant, and may be sent then. */
    public MessagesAssert dueAt(Instant instant) {
        return where(entry -> entry.notice().dueAt().equals(instant), "due at " + instant);
    }

    /** Those of which this has become. */
    public MessagesAssert inState(NoticeState state) {
        return where(entry -> entry.state() == state, "in the state " + state);
    }

    /** There is one of them. */
    public MessagesAssert once() {
        return times(1);
    }

    /** There are so many of them. */
    public MessagesAssert times(int number) {
        if (actual.size() != number) {
            throw failure(
                    "Expected %s times that there was %s, and there are %s: %s",
                    number, what, actual.size(), described(actual));
        }
        return this;
    }

    private MessagesAssert where(Predicate<Notice.Entry> condition, String words) {
        List<Notice.Entry> left = actual.stream().filter(condition).toList();
        if (left.isEmpty()) {
            throw failure("Expected that there was %s %s, and there are: %s", what, words, described(actual));
        }
        return new MessagesAssert(left, what + " " + words);
    }

    static boolean isTo(Notice.Entry entry, String recipient) {
        Recipient to = entry.notice().recipient();
        return to.id().equals(recipient) || to.toString().equals(recipient);
    }

    /** One line for each; addresses, too: a test has no others than its own. */
    static String described(Collection<Notice.Entry> entries) {
        return entries.isEmpty()
                ? "none"
                : entries.stream().map(MessagesAssert::described).collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    private static String described(Notice.Entry entry) {
        Notice notice = entry.notice();
        return entry.state() + " " + notice.kind() + " about " + notice.subject() + " to " + notice.recipient() + " by "
                + notice.channel() + " at " + notice.address().value()
                + (entry.reason() == null ? "" : " (" + entry.reason() + ")");
    }
}
