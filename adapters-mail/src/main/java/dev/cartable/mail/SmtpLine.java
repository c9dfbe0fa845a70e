package dev.cartable.mail;

import dev.cartable.mail.SmtpConversation.Stage;
import dev.cartable.notice.port.Courier.Delivery;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One line to the server: a connection at a time, for many messages. Used by one thread at a time. */
final class SmtpLine {
    private final SmtpSettings settings;
    private final InstantSource clock;
    private final SmtpConnector connector;
    private @Nullable SmtpConversation current;
    private Instant lastUsed = Instant.MIN;
    private int messages;

    SmtpLine(SmtpSettings settings, InstantSource clock, SmtpConnector connector) {
        this.settings = settings;
        this.clock = clock;
        this.connector = connector;
    }

    /** @param clearance whether the content may follow; asked once the server has accepted the recipient */
    Delivery deliver(MimeMessage message, String address, BooleanSupplier clearance) {
        try {
            SmtpConversation kept = current;
            boolean used = kept != null && isUsable(kept);
            SmtpConversation conversation = kept != null && used ? kept : open();
            handOver(conversation, message, clearance);
            if (used && wasGoneBefore(conversation)) {
                conversation = open();
                handOver(conversation, message, clearance);
            }
            return SmtpVerdict.of(conversation, connector.answers(), address).delivery();
        } catch (SmtpFaultException e) {
            return new Delivery.ChannelDown(e.answer(), e.fault().pause());
        }
    }

    private boolean isUsable(SmtpConversation conversation) {
        return conversation.isInStep()
                && messages < settings.messagesPerConnection()
                && Duration.between(lastUsed, clock.instant()).compareTo(settings.maxIdle()) <= 0;
    }

    private SmtpConversation open() throws SmtpFaultException {
        close();
        SmtpConversation conversation = connector.prepare();
        connector.connect(conversation);
        current = conversation;
        return conversation;
    }

    private void handOver(SmtpConversation conversation, MimeMessage message, BooleanSupplier clearance) {
        messages++;
        conversation.send(message, clearance);
        lastUsed = clock.instant();
        if (!conversation.isInStep()) {
            close();
        }
    }

    /** The server hung up while the connection was idle: nothing of this message was sent. */
    private static boolean wasGoneBefore(SmtpConversation conversation) {
        return conversation.stage() == Stage.SENDER && (conversation.code() == 0 || conversation.saidGoodbye());
    }

    /** Closes the connection, after a goodbye (QUIT). The next message makes another one. */
    void close() {
        if (current != null) {
            SmtpConnector.close(current);
            current = null;
        }
        messages = 0;
    }
}
