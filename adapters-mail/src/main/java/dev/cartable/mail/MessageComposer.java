package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Enclosures.CalendarEvent;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.school.model.Address;
import dev.cartable.school.model.EmailAddress;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Makes an e-mail of a notice: MIME with text and HTML, headers in any script (RFC 2047), one recipient. */
final class MessageComposer {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
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
            return NoticeReason.BAD_SUBJECT.name();
        }
        return notice.address() instanceof EmailAddress
                ? null
                : Headers.objection(notice.address().value());
    }

    /** The name that all copies of a message share: 128 bits of its key. */
    static String nameOf(Notice.Key key) {
        return key.hex().substring(0, 32);
    }

    /** The e-mail; another one made of the same notice has the same Message-ID. */
    MimeMessage compose(RenderedNotice notice) throws MessagingException {
        EncodedMessage message = new EncodedMessage(notice.subject(), content(notice));
        message.setFrom(from);
        if (replyTo != null) {
            message.setReplyTo(new InternetAddress[] {new InternetAddress(replyTo.value())});
        }
        message.setRecipient(
                Message.RecipientType.TO,
                new InternetAddress(recipient(notice.address()).value()));
        message.setHeader("Message-ID", "<" + NoticeIds.write(notice.id()) + "@" + messageIdDomain + ">");
        // Providers that put a Message-ID of their own in its place leave this one as it is.
        message.setHeader(NoticeIds.HEADER, NoticeIds.write(notice.id()));
        if (notice.thread() != null) {
            // RFC 5322, 3.6.4: all answer one message that never was, so that their order and their losses do not
            // matter.
            String root = "<thread-" + notice.thread() + "@" + messageIdDomain + ">";
            message.setHeader("In-Reply-To", root);
            message.setHeader("References", root);
        }
        message.setHeader("Subject", header(notice.subject()));
        message.setHeader("Date", DATE.format(clock.instant()));
        message.setHeader("Content-Language", notice.language().toLanguageTag());
        // RFC 3834: no robot answers a robot.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("MIME-Version", "1.0");
        if (notice.unsubscribe() != null) {
            // RFC 8058: each of the two once, on one line, so that a server's DKIM signature covers both as they are.
            message.setHeader("List-Unsubscribe", "<" + notice.unsubscribe().toASCIIString() + ">");
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return message;
    }

    /** An address that no one has read yet may have a domain in any script. */
    private static EmailAddress recipient(Address address) {
        return address instanceof EmailAddress known ? known : EmailAddress.of(address.value());
    }

    private MimeContent content(RenderedNotice notice) {
        MimeContent words = words(notice);
        List<MimeContent> files = new ArrayList<>();
        CalendarEvent event = notice.enclosures().event();
        if (event != null) {
            files.add(MimeContent.event(CalendarFile.of(event, from.getAddress(), from.getPersonal())));
        }
        notice.enclosures().attachments().forEach(one -> files.add(MimeContent.file(one)));
        return files.isEmpty() ? words : MimeContent.mixed("=_" + nameOf(notice.key()) + "_m", words, files);
    }

    private static MimeContent words(RenderedNotice notice) {
        MimeContent plain = MimeContent.text(notice.text(), "plain");
        if (notice.html() == null) {
            return plain;
        }
        String boundary = "=_" + nameOf(notice.key());
        MimeContent document = MimeContent.text(notice.html(), "html");
        return MimeContent.alternative(
                boundary + "_a",
                plain,
                notice.logo() == null ? document : MimeContent.related(boundary + "_r", document, notice.logo()));
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

    /** A message with its content already encoded. It knows its subject, which is asked for when it is sent. */
    private static final class EncodedMessage extends MimeMessage {
        private final String subject;
        private final MimeContent body;

        EncodedMessage(String subject, MimeContent body) throws MessagingException {
            super((Session) null);
            this.subject = subject;
            this.body = body;
            addHeaderLines(body.headers());
            this.content = body.bytes();
            this.modified = false;
            this.saved = true;
        }

        private void addHeaderLines(String lines) throws MessagingException {
            for (String line : lines.split("\r\n(?! )", -1)) {
                if (!line.isEmpty()) {
                    addHeaderLine(line);
                }
            }
        }

        @Override
        public String getSubject() {
            return subject;
        }

        @Override
        public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException, MessagingException {
            StringBuilder headers = new StringBuilder(1_024);
            Enumeration<String> lines = getNonMatchingHeaderLines(ignored);
            while (lines.hasMoreElements()) {
                headers.append(lines.nextElement()).append("\r\n");
            }
            out.write(headers.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            out.write(body.bytes());
            out.flush();
        }
    }
}
