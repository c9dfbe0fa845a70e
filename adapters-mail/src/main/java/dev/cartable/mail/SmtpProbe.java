package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.EmailAddress;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Proves SMTP settings by the server's own answers: connects, greets, starts TLS, logs in, and then either only asks for a
 * sign of life or sends one test message. Each call is a connection of its own. Safe for use by several threads.
 */
public final class SmtpProbe {
    /** The kind of the test message, which has a template of its own. */
    public static final Kind KIND = Kind.of("mail.test");

    private final SmtpSettings settings;
    private final InstantSource clock;

    public SmtpProbe(SmtpSettings settings, InstantSource clock) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Goes as far as the login, and says NOOP. No message is sent. */
    public ProbeResult greet() {
        return talk((conversation, answers) -> {
            conversation.simpleCommand("NOOP");
            boolean alive = conversation.code() >= 200 && conversation.code() < 300;
            return new SmtpVerdict(
                    alive ? null : conversation.code() == 0 ? Fault.LINE_LOST : Fault.BUSY,
                    false,
                    answers.line(conversation.said(), ""));
        });
    }

    /**
     * Sends one test message.
     *
     * @param words what it says, in this language
     */
    public ProbeResult send(EmailAddress to, Locale language, Words words) {
        MessageComposer composer =
                new MessageComposer(settings.sender(), settings.replyTo(), settings.messageIdDomain(), clock);
        return talk((conversation, answers) -> {
            conversation.send(composer.compose(testMessage(to, language, words)));
            return SmtpVerdict.of(conversation, answers, to.value());
        });
    }

    private interface Talk {
        SmtpVerdict talk(SmtpConversation conversation, Answers answers) throws MessagingException;
    }

    private ProbeResult talk(Talk talk) {
        SmtpConnector connector = new SmtpConnector(settings);
        SmtpConversation conversation = connector.prepare();
        try {
            connector.connect(conversation);
            SmtpVerdict verdict = talk.talk(conversation, connector.answers());
            return result(verdict.fault(), verdict.answer(), conversation);
        } catch (SmtpFaultException e) {
            return result(e.fault(), e.answer(), conversation);
        } catch (MessagingException e) {
            return result(Fault.LINE_LOST, "the connection was lost after the login", conversation);
        } finally {
            SmtpConnector.close(conversation);
        }
    }

    private static ProbeResult result(@Nullable Fault fault, String answer, SmtpConversation conversation) {
        SmtpOffer offer = SmtpOffer.of(conversation);
        return fault == null ? new ProbeResult.Works(answer, offer) : new ProbeResult.Fails(fault, answer, offer);
    }

    private RenderedNotice testMessage(EmailAddress to, Locale language, Words words) {
        String now = clock.instant().toString();
        Recipient recipient = new Recipient("mail-test", now);
        Notice.Key key = Notice.Key.of(KIND, new Subject("mail-test", to.folded()), now, recipient, Channel.EMAIL, "");
        return new RenderedNotice(
                new NoticeId(UUID.nameUUIDFromBytes(key.hex().getBytes(StandardCharsets.US_ASCII))),
                key,
                KIND,
                Channel.EMAIL,
                recipient,
                to,
                language,
                words.subject(),
                words.text(),
                words.html(),
                words.logo());
    }
}
