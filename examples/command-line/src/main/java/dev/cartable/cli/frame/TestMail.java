package dev.cartable.cli.frame;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.EmailAddress;
import java.time.Instant;
import java.util.Locale;

/** A mail that is handed over once for a look at it. It is in no outbox and no statistics. */
public final class TestMail {
    private TestMail() {}

    /**
     * The mail.
     *
     * @param recipient the person that it would go to
     * @param to where it goes instead
     * @param mark what its subject begins with
     */
    public static RenderedNotice of(
            Instant now, Kind kind, Recipient recipient, EmailAddress to, Locale language, String mark, Words words) {
        NoticeId id = NoticeId.next(now);
        return new RenderedNotice(
                id,
                Notice.Key.of(
                        kind,
                        new Subject("test-delivery", recipient.id()),
                        id.toString(),
                        recipient,
                        Channel.EMAIL,
                        ""),
                kind,
                Channel.EMAIL,
                recipient,
                to,
                language,
                mark + words.subject(),
                words.text(),
                words.html(),
                words.logo());
    }
}
