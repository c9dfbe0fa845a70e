package dev.cartable.mail;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Logo;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notices to send in tests. */
final class Notices {
    static final String ADDRESS = "awa.diallo@example.org";

    private Notices() {}

    static RenderedNotice notice(int number) {
        return notice(
                number, ADDRESS, "Élève Çà", "Bonjour,\n\nVoici l’été.\n.\nFin\n", "<p>Bonjour, voici l’été.</p>\n");
    }

    static RenderedNotice to(String address) {
        return notice(1, address, "Bonjour", "Bonjour\n", null);
    }

    static RenderedNotice about(String subject) {
        return notice(1, ADDRESS, subject, "Bonjour\n", null);
    }

    static RenderedNotice notice(int number, String address, String subject, String text, @Nullable String html) {
        return notice(number, address, subject, text, html, null);
    }

    static RenderedNotice notice(
            int number, String address, String subject, String text, @Nullable String html, @Nullable Logo logo) {
        Kind kind = Kind.of("account.activation");
        Recipient recipient = new Recipient("account", "a" + number);
        Notice.Key key = Notice.Key.of(kind, new Subject("account", "a" + number), "1", recipient, Channel.EMAIL, "");
        return new RenderedNotice(
                new NoticeId(new UUID(7, number)),
                key,
                kind,
                Channel.EMAIL,
                recipient,
                Channel.EMAIL.address(address),
                Locale.FRENCH,
                subject,
                text,
                html,
                logo);
    }

    /** The headers of a notice with a link to decline it, or in a thread; without either where that is null. */
    static String headers(MessageComposer composer, int number, @Nullable URI unsubscribe, @Nullable String thread)
            throws MessagingException, IOException {
        RenderedNotice plain = notice(number, ADDRESS, "Hello", "Hello\n", null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        composer.compose(new RenderedNotice(
                        plain.id(),
                        plain.key(),
                        plain.kind(),
                        plain.channel(),
                        plain.recipient(),
                        plain.address(),
                        plain.language(),
                        plain.subject(),
                        plain.text(),
                        plain.html(),
                        plain.logo(),
                        plain.variables(),
                        unsubscribe,
                        Enclosures.NONE,
                        thread))
                .writeTo(bytes);
        String message = bytes.toString(StandardCharsets.ISO_8859_1);
        return message.substring(0, message.indexOf("\r\n\r\n") + 2);
    }
}
