package dev.cartable.mail;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Logo;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
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
}
