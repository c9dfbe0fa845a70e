package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.NoticeKey;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.school.model.EmailAddress;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an e-mail of a notice: MIME with text and HTML, headers in any script (RFC 2047), one recipient. */
final class MessageComposer {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final Pattern NEEDS_ENCODING = Pattern.compile("\\p{ASCII}*(=\\?|[^ ]{60})\\p{ASCII}*");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Sender sender;
    private final @Nullable EmailAddress replyTo;
    private final String messageIdDomain;
    private final InstantSource clock;

    MessageComposer(Sender sender, @Nullable EmailAddress replyTo, String messageIdDomain, InstantSource clock) {
        this.sender = requireNonNull(sender, "sender");
        this.replyTo = replyTo;
        this.messageIdDomain = requireNonNull(messageIdDomain, "messageIdDomain");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Why no e-mail can be made of it; null where one can. */
    static @Nullable String objection(RenderedNotice notice) {
        if (Headers.holdsControls(notice.subject())) {
            return "the subject has a line break or another control character in it";
        }
        return Headers.objection(notice.address());
    }

    /** The name that all copies of a message share: 128 bits of its key. */
    static String nameOf(NoticeKey key) {
        return key.hex().substring(0, 32);
    }

    /** The e-mail; another one made of the same notice has the same Message-ID. */
    MimeMessage compose(RenderedNotice notice) throws MessagingException {
        MimeMessage message = new NamedMessage("<" + nameOf(notice.key()) + "@" + messageIdDomain + ">");
        message.setFrom(address(sender));
        if (replyTo != null) {
            message.setReplyTo(new InternetAddress[] {new InternetAddress(replyTo.value())});
        }
        message.setRecipient(
                Message.RecipientType.TO,
                new InternetAddress(EmailAddress.of(notice.address()).value()));
        if (NEEDS_ENCODING.matcher(notice.subject()).matches()) {
            message.setHeader("Subject", encoded(notice.subject()));
        } else {
            message.setSubject(notice.subject(), UTF_8);
        }
        message.setHeader("Date", DATE.format(clock.instant()));
        message.setHeader("Content-Language", notice.language().toLanguageTag());
        // RFC 3834: no robot answers a robot.
        message.setHeader("Auto-Submitted", "auto-generated");
        if (notice.html() == null) {
            message.setText(lines(notice.text()), UTF_8);
        } else {
            message.setContent(alternatives(notice.text(), notice.html()));
        }
        message.saveChanges();
        return message;
    }

    private static MimeMultipart alternatives(String text, String html) throws MessagingException {
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(lines(text), UTF_8);
        MimeBodyPart rich = new MimeBodyPart();
        rich.setText(lines(html), UTF_8, "html");
        return new MimeMultipart("alternative", plain, rich);
    }

    /**
     * ASCII, which Jakarta Mail leaves as it is: but readers would decode what looks like an encoded word (RFC 2047), and a
     * long word could not be folded.
     */
    private static String encoded(String ascii) {
        StringJoiner words = new StringJoiner("\r\n ");
        for (int start = 0; start < ascii.length(); start += 36) {
            String part = ascii.substring(start, Math.min(start + 36, ascii.length()));
            words.add(
                    "=?UTF-8?B?" + Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.US_ASCII)) + "?=");
        }
        return words.toString();
    }

    /** RFC 2045, 6.8: lines end in CRLF before they are encoded, also within base64. */
    private static String lines(String text) {
        return LINE_END.matcher(text).replaceAll("\r\n");
    }

    private static InternetAddress address(Sender sender) throws MessagingException {
        InternetAddress address = new InternetAddress(sender.address().value());
        try {
            if (!sender.name().isEmpty()) {
                address.setPersonal(sender.name(), UTF_8);
            }
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("this Java has no UTF-8, which every Java must have", e);
        }
        return address;
    }

    /** A message that keeps the Message-ID it was given; Jakarta Mail would make a new one for each copy. */
    private static final class NamedMessage extends MimeMessage {
        private final String id;

        NamedMessage(String id) {
            super((Session) null);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
