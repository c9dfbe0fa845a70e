package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.WellFormedText;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A message to one person by one channel, before it is put into words. It holds ids and variables that are no secret; words
 * and secrets are made when it is sent.
 *
 * @param revision which state of the subject it tells of
 * @param slot the occasion, for what is told again and again; otherwise empty
 * @param address where to send it: an e-mail address, a telephone number, or the recipient's own id in the application
 * @param language the language to write it in
 * @param variables what the template may use, none of it secret
 * @param dueAt not to be sent before this instant
 */
public record Notice(
        NoticeId id,
        Kind kind,
        Subject subject,
        String revision,
        Recipient recipient,
        Channel channel,
        String slot,
        String address,
        Locale language,
        Map<String, String> variables,
        Instant queuedAt,
        Instant dueAt) {

    public Notice {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(subject, "subject");
        WellFormedText.require("the revision of a notice", revision);
        requireNonNull(recipient, "recipient");
        requireNonNull(channel, "channel");
        WellFormedText.require("the slot of a notice", slot);
        WellFormedText.require("the address of a notice", address);
        requireNonNull(language, "language");
        variables = Map.copyOf(variables);
        variables.forEach((name, value) -> WellFormedText.require("the variable " + name + " of a notice", value));
        requireNonNull(queuedAt, "queuedAt");
        requireNonNull(dueAt, "dueAt");
    }

    /** The same about another occasion, so that it is another notice. */
    public Notice on(String occasion) {
        return new Notice(
                id, kind, subject, revision, recipient, channel, occasion, address, language, variables, queuedAt,
                dueAt);
    }

    /** What makes it the same notice. */
    public NoticeKey key() {
        return NoticeKey.of(kind, subject, revision, recipient, channel, slot);
    }

    /** The ids, without address and variables, which belong in no log. */
    @Override
    public String toString() {
        return "Notice[" + id + " " + kind + " about " + subject + " to " + recipient + " by " + channel + "]";
    }
}
