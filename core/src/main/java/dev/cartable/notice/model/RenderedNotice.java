package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Address;
import dev.cartable.work.internal.Sha256;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notice put into words, ready to be handed over. It may hold a secret, so it is never stored or logged.
 *
 * @param id what the Message-ID is made of
 * @param key what makes it the same notice
 * @param address where it goes
 * @param subject one line without CR or LF; empty where the channel has no subject
 * @param text the plain text, with LF between lines
 * @param html the same as an HTML document, for channels that show it
 * @param logo the picture that the document refers to as {@code cid:}{@link Logo#CONTENT_ID}; null if to none
 * @param variables the values that the words were made from, for channels whose server fills a template of its own
 * @param unsubscribe where the recipient declines others like it with one click (RFC 8058); null if that cannot be done
 * @param enclosures what an e-mail carries beside its words; other channels leave them out
 * @param thread what its thread in the recipient's mail program is called, in hexadecimal digits; null if it begins one of its own
 */
public record RenderedNotice(
        NoticeId id,
        Notice.Key key,
        Kind kind,
        Channel channel,
        Recipient recipient,
        Address address,
        Locale language,
        String subject,
        String text,
        @Nullable String html,
        @Nullable Logo logo,
        Map<String, String> variables,
        @Nullable URI unsubscribe,
        Enclosures enclosures,
        @Nullable String thread) {

    public RenderedNotice {
        requireNonNull(id, "id");
        requireNonNull(key, "key");
        requireNonNull(kind, "kind");
        requireNonNull(channel, "channel");
        requireNonNull(recipient, "recipient");
        requireNonNull(address, "address");
        requireNonNull(language, "language");
        requireNonNull(subject, "subject");
        requireNonNull(text, "text");
        variables = Map.copyOf(variables);
        requireNonNull(enclosures, "enclosures");
        if (subject.indexOf('\r') >= 0 || subject.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the subject of notice " + id + " has a line break in it");
        }
    }

    /** A notice without variables, which cannot be declined. */
    public RenderedNotice(
            NoticeId id,
            Notice.Key key,
            Kind kind,
            Channel channel,
            Recipient recipient,
            Address address,
            Locale language,
            String subject,
            String text,
            @Nullable String html,
            @Nullable Logo logo) {
        this(
                id,
                key,
                kind,
                channel,
                recipient,
                address,
                language,
                subject,
                text,
                html,
                logo,
                Map.of(),
                null,
                Enclosures.NONE,
                null);
    }

    /** The same, with these beside its words. */
    public RenderedNotice enclosing(Enclosures others) {
        return new RenderedNotice(
                id,
                key,
                kind,
                channel,
                recipient,
                address,
                language,
                subject,
                text,
                html,
                logo,
                variables,
                unsubscribe,
                others,
                thread);
    }

    /** The same words in a message with another id, as when it had more to say the first time. */
    public RenderedNotice in(NoticeId message) {
        return saying(message, kind, subject, text, html, logo, variables, thread)
                .enclosing(enclosures);
    }

    /** A message with other words to the same person, in place of several. It carries nothing beside them. */
    public RenderedNotice saying(
            NoticeId message,
            Kind newKind,
            String newSubject,
            String newText,
            @Nullable String newHtml,
            @Nullable Logo newLogo,
            Map<String, String> newVariables,
            @Nullable String newThread) {
        return new RenderedNotice(
                message,
                keyOf(message),
                newKind,
                channel,
                recipient,
                address,
                language,
                newSubject,
                newText,
                newHtml,
                newLogo,
                newVariables,
                unsubscribe,
                Enclosures.NONE,
                newThread);
    }

    /** The same each time that the message is handed over, whatever of it is no longer true. */
    private static Notice.Key keyOf(NoticeId message) {
        return new Notice.Key(Sha256.hex(List.of("message", message.toString())));
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "RenderedNotice[" + id + " " + kind + " to " + recipient + " by " + channel + "]";
    }
}
