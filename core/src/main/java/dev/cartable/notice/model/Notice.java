package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Address;
import dev.cartable.work.internal.Sha256;
import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message to one person by one channel, before it is put into words. It holds ids and variables that are no secret; words
 * and secrets are made when it is sent.
 *
 * @param revision which state of the subject it is about
 * @param slot the occasion, for what is sent again and again; otherwise empty
 * @param address where to send it: an e-mail address, a telephone number, or the recipient's own id in the application
 * @param language the language to write it in
 * @param variables what the template may use, none of it secret
 * @param dueAt not to be sent before this instant
 * @param joinable whether it may go in one message with others of its kind and language to the same person; by e-mail and SMS alone
 */
public record Notice(
        NoticeId id,
        Kind kind,
        Subject subject,
        String revision,
        Recipient recipient,
        Channel channel,
        String slot,
        Address address,
        Locale language,
        Map<String, String> variables,
        Instant queuedAt,
        Instant dueAt,
        boolean joinable) {
    /** In an inbox, each message stands by itself, and is read by itself; a letter carries one document. */
    private static final Set<Channel> JOINING = Set.of(Channel.EMAIL, Channel.SMS);

    public Notice {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(subject, "subject");
        WellFormedText.require("the revision of a notice", revision);
        requireNonNull(recipient, "recipient");
        requireNonNull(channel, "channel");
        WellFormedText.require("the slot of a notice", slot);
        WellFormedText.require("the address of a notice", address.value());
        requireNonNull(language, "language");
        variables = Map.copyOf(variables);
        variables.forEach((name, value) -> WellFormedText.require("the variable " + name + " of a notice", value));
        requireNonNull(queuedAt, "queuedAt");
        requireNonNull(dueAt, "dueAt");
        joinable &= JOINING.contains(channel);
    }

    /** A notice that goes alone. */
    public Notice(
            NoticeId id,
            Kind kind,
            Subject subject,
            String revision,
            Recipient recipient,
            Channel channel,
            String slot,
            Address address,
            Locale language,
            Map<String, String> variables,
            Instant queuedAt,
            Instant dueAt) {
        this(
                id, kind, subject, revision, recipient, channel, slot, address, language, variables, queuedAt, dueAt,
                false);
    }

    /** The draft of a notice of the first revision, for no slot, without variables, queued now and due now, that goes alone. */
    public static Draft draft(Kind kind, Subject subject, Instant now) {
        return new Draft(kind, subject, "1", "", Map.of(), now, now, false);
    }

    /** This notice with another address and other variables; its key is the same. */
    public Notice with(Address newAddress, Map<String, String> newVariables) {
        return new Notice(
                id,
                kind,
                subject,
                revision,
                recipient,
                channel,
                slot,
                newAddress,
                language,
                newVariables,
                queuedAt,
                dueAt,
                joinable);
    }

    /**
     * What a notice says, before it is known to whom and by which channel. Immutable: each method returns another draft.
     *
     * @param now when it is queued
     */
    public record Draft(
            Kind kind,
            Subject subject,
            String revision,
            String slot,
            Map<String, String> variables,
            Instant now,
            Instant dueAt,
            boolean joinable) {
        public Draft {
            variables = Map.copyOf(variables);
        }

        /** Of another state of the subject, such as a credential's revision. */
        public Draft revision(String newRevision) {
            return new Draft(kind, subject, newRevision, slot, variables, now, dueAt, joinable);
        }

        /** For an occasion, such as a date: a notice that is sent again and again has a slot for each time. */
        public Draft slot(String newSlot) {
            return new Draft(kind, subject, revision, newSlot, variables, now, dueAt, joinable);
        }

        /** With values for the template, none of them secret. */
        public Draft variables(Map<String, String> newVariables) {
            return new Draft(kind, subject, revision, slot, newVariables, now, dueAt, joinable);
        }

        /** Not sent before this instant. */
        public Draft dueAt(Instant newDueAt) {
            return new Draft(kind, subject, revision, slot, variables, now, newDueAt, joinable);
        }

        /** Whether it may go in one message with others of its kind. */
        public Draft joinable(boolean newJoinable) {
            return new Draft(kind, subject, revision, slot, variables, now, dueAt, newJoinable);
        }

        /** The notice to a person, with a new id. */
        public Notice to(Recipient recipient, Channel channel, Address address, Locale language) {
            NoticeId id = NoticeId.next(now);
            return new Notice(
                    id, kind, subject, revision, recipient, channel, slot, address, language, variables, now, dueAt,
                    joinable);
        }
    }

    /** What makes it the same notice. */
    public Key key() {
        return Key.of(kind, subject, revision, recipient, channel, slot);
    }

    /** What the notices that may go in one message with this one have in common; empty if it goes alone. */
    public Optional<String> digestKey() {
        return joinable
                ? Optional.of(Sha256.hex(
                        List.of("digest", kind.name(), recipient.toString(), channel.name(), language.toLanguageTag())))
                : Optional.empty();
    }

    /** The ids, without address and variables, which belong in no log. */
    @Override
    public String toString() {
        return "Notice[" + id + " " + kind + " about " + subject + " to " + recipient + " by " + channel + "]";
    }

    /**
     * What makes a notice the same notice: kind, subject, revision, recipient, channel and slot. A second one with the same key
     * is not queued. The e-mail's Message-ID is made of the notice's id, so that a mail sent twice after a crash is seen as one.
     *
     * @param hex SHA-256 (FIPS 180-4) of the parts, as 64 lower-case hexadecimal digits
     */
    public record Key(String hex) {
        public Key {
            requireNonNull(hex, "hex");
            if (hex.length() != 64) {
                throw new IllegalArgumentException("a notice key has 64 hexadecimal digits, not " + hex.length());
            }
        }

        /**
         * The key of a notice.
         *
         * @param revision which state of the subject the notice is about, such as a credential's revision
         * @param slot the occasion, such as a date, for what is sent again and again; empty for what is sent once
         */
        public static Key of(
                Kind kind, Subject subject, String revision, Recipient recipient, Channel channel, String slot) {
            return new Key(Sha256.hex(
                    List.of(kind.name(), subject.toString(), revision, recipient.toString(), channel.name(), slot)));
        }

        @Override
        public String toString() {
            return hex;
        }
    }

    /**
     * A line of the history of notices.
     *
     * @param attempts how often it was tried, crashes included
     * @param reason why it failed, waits or was suppressed: a code such as those of {@link NoticeReason}, or the server's own answer
     * @param changedAt when it came into this state
     * @param text what was handed over; null if nothing was, or if it is not kept
     */
    public record Entry(
            Notice notice,
            NoticeState state,
            int attempts,
            @Nullable String reason,
            Instant changedAt,
            @Nullable SentText text) {
        /** An entry without the words. */
        public Entry(Notice notice, NoticeState state, int attempts, @Nullable String reason, Instant changedAt) {
            this(notice, state, attempts, reason, changedAt, null);
        }

        public Entry {
            requireNonNull(notice, "notice");
            requireNonNull(state, "state");
            requireNonNull(changedAt, "changedAt");
        }
    }

    /**
     * The words of a notice as they were handed over. Kept only for kinds whose type says so, and for as long as the details of messages.
     *
     * @param subject one line; empty where the channel has no subject
     * @param text the plain text, with LF between lines
     */
    public record SentText(String subject, String text) {
        public SentText {
            requireNonNull(subject, "subject");
            requireNonNull(text, "text");
        }

        /** Nothing of the words, which belong in no log. */
        @Override
        public String toString() {
            return "SentText[" + text.length() + " characters]";
        }
    }
}
