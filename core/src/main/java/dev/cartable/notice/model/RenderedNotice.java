package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Address;
import java.net.URI;
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
        Enclosures enclosures) {

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
        this(id, key, kind, channel, recipient, address, language, subject, text, html, logo, Map.of(), null, Enclosures.NONE);
    }

    /** The same, with these beside its words. */
    public RenderedNotice enclosing(Enclosures others) {
        return new RenderedNotice(
                id, key, kind, channel, recipient, address, language, subject, text, html, logo, variables, unsubscribe,
                others);
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "RenderedNotice[" + id + " " + kind + " to " + recipient + " by " + channel + "]";
    }
}
