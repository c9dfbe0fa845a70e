package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.mail.Pace.Sleeper;
import dev.cartable.mail.SmtpConversation.Stage;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Delivery;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Hands e-mail over to an SMTP server (RFC 5321), many messages on one connection.
 *
 * <p>Until the recipient is named, a failure is the server's or the settings' ({@link Delivery.ChannelDown}: other messages
 * would fare the same); from then on it is the message's own: 4xx {@link Delivery.TryLater}, 5xx {@link Delivery.Refused}, a
 * lost line {@code TryLater} before the final dot and {@link Delivery.Unknown} after it. 421 is always the server's. A message
 * is {@link Delivery.Sent} with the 250 after the dot, whatever becomes of the connection then. A message that fits into the
 * send buffer leaves together with its dot: if the line drops at that moment, it is {@code Unknown}.
 *
 * <p>Threads wait for each other. Every step has a timeout, but for the pace of {@link SmtpSettings#messagesPerMinute}.
 */
public final class JakartaMailCourier implements Courier, AutoCloseable {
    private final SmtpSettings settings;
    private final InstantSource clock;
    private final SmtpConnector connector;
    private final MessageComposer composer;
    private final Pace pace;
    private @Nullable SmtpConversation line;
    private Instant lastUsed = Instant.MIN;
    private int messagesOnLine;

    JakartaMailCourier(SmtpSettings settings, InstantSource clock, Sleeper sleeper) {
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
        this.connector = new SmtpConnector(settings);
        this.composer = new MessageComposer(settings.sender(), settings.replyTo(), settings.messageIdDomain(), clock);
        this.pace = new Pace(settings.messagesPerMinute(), clock, requireNonNull(sleeper, "sleeper"));
    }

    /** A courier for a server, with the defaults of {@link SmtpSettings#of}. */
    public static JakartaMailCourier smtp(String host) {
        return smtp(SmtpSettings.of(host));
    }

    /** A courier with these settings. */
    public static JakartaMailCourier smtp(SmtpSettings settings) {
        return smtp(settings, InstantSource.system());
    }

    /**
     * A courier with these settings.
     *
     * @param clock what the Date header, the pace and the idle time go by
     */
    public static JakartaMailCourier smtp(SmtpSettings settings, InstantSource clock) {
        return new JakartaMailCourier(settings, clock, duration -> Thread.sleep(duration.toMillis()));
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    @Override
    public synchronized Delivery deliver(RenderedNotice notice) {
        String objection = MessageComposer.objection(notice);
        if (objection != null) {
            return new Delivery.Refused(objection);
        }
        try {
            MimeMessage message = composer.compose(notice);
            pace.await();
            return deliver(message, notice.address());
        } catch (MessagingException e) {
            return new Delivery.Refused("no e-mail can be made of it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.ChannelDown("interrupted while a message waited for its turn", Duration.ofSeconds(1));
        }
    }

    private Delivery deliver(MimeMessage message, String address) {
        try {
            boolean used = isUsable(line);
            SmtpConversation conversation = used ? requireNonNull(line) : open();
            handOver(conversation, message);
            if (used && wasGoneBefore(conversation)) {
                conversation = open();
                handOver(conversation, message);
            }
            return SmtpVerdict.of(conversation, connector.answers(), address).delivery();
        } catch (SmtpFaultException e) {
            return new Delivery.ChannelDown(e.answer(), e.fault().pause());
        }
    }

    private boolean isUsable(@Nullable SmtpConversation conversation) {
        return conversation != null
                && conversation.isInStep()
                && messagesOnLine < settings.messagesPerConnection()
                && Duration.between(lastUsed, clock.instant()).compareTo(settings.maxIdle()) <= 0;
    }

    private SmtpConversation open() throws SmtpFaultException {
        rest();
        SmtpConversation conversation = connector.prepare();
        connector.connect(conversation);
        line = conversation;
        return conversation;
    }

    private void handOver(SmtpConversation conversation, MimeMessage message) {
        messagesOnLine++;
        conversation.send(message);
        lastUsed = clock.instant();
        if (!conversation.isInStep()) {
            rest();
        }
    }

    /** The server hung up while the connection was idle: nothing of this message was sent. */
    private static boolean wasGoneBefore(SmtpConversation conversation) {
        return conversation.stage() == Stage.SENDER && (conversation.code() == 0 || conversation.saidGoodbye());
    }

    /** Closes the connection, after a goodbye (QUIT). */
    @Override
    public synchronized void rest() {
        if (line != null) {
            SmtpConnector.close(line);
            line = null;
        }
        messagesOnLine = 0;
    }

    /** The same as {@link #rest}: a courier holds nothing else. */
    @Override
    public void close() {
        rest();
    }
}
