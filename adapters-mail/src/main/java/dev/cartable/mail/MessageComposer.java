package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.NoticeKey;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.school.model.EmailAddress;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
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
    private static final int LONGEST_PLAIN_SUBJECT = 60;
    private static final int BYTES_IN_A_WORD = 42;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final InternetAddress from;
    private final @Nullable EmailAddress replyTo;
    private final String messageIdDomain;
    private final InstantSource clock;

    MessageComposer(Sender sender, @Nullable EmailAddress replyTo, String messageIdDomain, InstantSource clock) {
        this.from = address(requireNonNull(sender, "sender"));
        this.replyTo = replyTo;
        this.messageIdDomain = requireNonNull(messageIdDomain, "messageIdDomain");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Why no e-mail can be made of it; null where one can. */
    static @Nullable String objection(RenderedNotice notice) {
        if (Headers.holdsControls(notice.subject())) {
            return "the subject has a line break or another control character in it";
        }
        return notice.address() instanceof EmailAddress
                ? null
                : Headers.objection(notice.address().value());
    }

    /** The name that all copies of a message share: 128 bits of its key. */
    static String nameOf(NoticeKey key) {
        return key.hex().substring(0, 32);
    }

    /** The e-mail; another one made of the same notice has the same Message-ID. */
    MimeMessage compose(RenderedNotice notice) throws MessagingException {
        MimeMessage message =
                new NamedMessage("<" + nameOf(notice.key()) + "@" + messageIdDomain + ">", notice.subject());
        message.setFrom(from);
        if (replyTo != null) {
            message.setReplyTo(new InternetAddress[] {new InternetAddress(replyTo.value())});
        }
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(notice.address().value()));
        message.setHeader("Subject", header(notice.subject()));
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
     * A text as the value of a header: as it is if it is short, all ASCII and looks like no encoded word, which readers would
     * decode; otherwise as encoded words (RFC 2047), each on a line of its own and none with half a character in it. Jakarta
     * Mail's own way looks for its encoders on the whole class path each time.
     */
    private static String header(String text) {
        if (text.length() <= LONGEST_PLAIN_SUBJECT
                && text.chars().allMatch(character -> character < 0x80)
                && !text.contains("=?")) {
            return text;
        }
        StringJoiner words = new StringJoiner("\r\n ");
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        text.codePoints()
                .mapToObj(point -> Character.toString(point).getBytes(StandardCharsets.UTF_8))
                .forEach(character -> {
                    if (word.size() + character.length > BYTES_IN_A_WORD) {
                        words.add(encoded(word));
                        word.reset();
                    }
                    word.writeBytes(character);
                });
        return words.add(encoded(word)).toString();
    }

    private static String encoded(ByteArrayOutputStream word) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(word.toByteArray()) + "?=";
    }

    /** RFC 2045, 6.8: lines end in CRLF before they are encoded, also within base64. */
    private static String lines(String text) {
        return LINE_END.matcher(text).replaceAll("\r\n");
    }

    private static InternetAddress address(Sender sender) {
        try {
            InternetAddress address = new InternetAddress(sender.address().value());
            if (!sender.name().isEmpty()) {
                address.setPersonal(sender.name(), UTF_8);
            }
            return address;
        } catch (AddressException e) {
            throw new IllegalArgumentException("no e-mail can come from " + sender.address(), e);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("this Java has no UTF-8, which every Java must have", e);
        }
    }

    /**
     * A message that keeps the Message-ID it was given, since Jakarta Mail would make a new one for each copy, and knows its
     * subject, which is asked for when it is sent and would be decoded from its header.
     */
    private static final class NamedMessage extends MimeMessage {
        private final String id;
        private final String subject;

        NamedMessage(String id, String subject) {
            super((Session) null);
            this.id = id;
            this.subject = subject;
        }

        @Override
        public String getSubject() {
            return subject;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
