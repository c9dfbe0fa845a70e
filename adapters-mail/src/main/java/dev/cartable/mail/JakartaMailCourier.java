package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.internal.pace.Pace;
import dev.cartable.internal.pace.Pace.Sleeper;
import dev.cartable.notice.Placeholders;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Placeholder;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Hands e-mail over to an SMTP server (RFC 5321), many messages on each of a few connections.
 *
 * <p>Until the recipient is named, a failure is the server's or the settings' ({@link Delivery.ChannelDown}: other messages
 * would fare the same); from then on it is the message's own: 4xx {@link Delivery.TryLater}, 5xx {@link Delivery.Refused}, a
 * lost line {@code TryLater} before the final dot and {@link Delivery.Unknown} after it; a 421, and a login that is asked for
 * only then, {@link Delivery.Blocked}. A message
 * is {@link Delivery.Sent} with the 250 after the dot, whatever becomes of the connection then. A message that fits into the
 * send buffer leaves together with its dot: if the line drops at that moment, it is {@code Unknown}.
 *
 * <p>Safe for use by several threads: as many as there are {@link SmtpSettings#connections} send at the same time, the others
 * wait. Each connection has its own cap and idle time, and all share the pace of {@link SmtpSettings#messagesPerMinute}. Every
 * step has a timeout, but for that pace.
 */
public final class JakartaMailCourier implements Courier, AutoCloseable {
    private final SmtpSettings settings;
    private final MessageComposer composer;
    private final Pace pace;
    private final AtomicInteger turns = new AtomicInteger();
    private final Semaphore free;
    private final Deque<SmtpLine> lines = new ConcurrentLinkedDeque<>();

    JakartaMailCourier(SmtpSettings settings, InstantSource clock, Sleeper sleeper) {
        this.settings = requireNonNull(settings, "settings");
        this.composer = new MessageComposer(settings.sender(), settings.replyTo(), settings.messageIdDomain(), clock);
        this.pace = new Pace(settings.messagesPerMinute(), clock, requireNonNull(sleeper, "sleeper"));
        this.free = new Semaphore(settings.connections(), true);
        SmtpConnector connector = new SmtpConnector(settings);
        for (int i = 0; i < settings.connections(); i++) {
            lines.push(new SmtpLine(settings, requireNonNull(clock, "clock"), connector));
        }
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

    /** As {@link SmtpSettings#connections} has it. */
    @Override
    public int maxConnections() {
        return settings.connections();
    }

    /** A server whose name or address is this machine's own may keep the messages, as one for tests does, or pass them on. */
    @Override
    public Reach reach() {
        return SmtpSettings.isLoopback(settings.host()) ? Reach.THIS_MACHINE : Reach.PEOPLE;
    }

    @Override
    public Set<Placeholder> placeholders() {
        String address = settings.sender().address().value();
        return Placeholders.isThisMachine(address.substring(address.indexOf('@') + 1))
                ? Set.of(Placeholder.SENDER)
                : Set.of();
    }

    @Override
    public boolean awaitTurn() throws InterruptedException {
        boolean waited = pace.await();
        turns.incrementAndGet();
        return waited;
    }

    /** Whether {@link #awaitTurn} has waited for a message that has not gone yet. */
    private boolean takeTurn() {
        return turns.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Sender and recipient are named before it is asked whether the message may go. */
    @Override
    public boolean preparesDelivery() {
        return true;
    }

    @Override
    public Delivery deliver(RenderedNotice notice) {
        return deliver(notice, () -> true);
    }

    @Override
    public Delivery deliver(RenderedNotice notice, BooleanSupplier clearance) {
        String objection = MessageComposer.objection(notice);
        if (objection != null) {
            return new Delivery.Refused(objection);
        }
        try {
            MimeMessage message = composer.compose(notice);
            if (!takeTurn()) {
                pace.await();
            }
            return onFreeLine(message, notice.address().value(), clearance);
        } catch (MessagingException e) {
            return new Delivery.Refused(NoticeReason.NO_MAIL.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.ChannelDown(NoticeReason.INTERRUPTED.name(), Duration.ofSeconds(1));
        }
    }

    /** The line that was used last, so that the others fall idle and one thread makes do with one connection. */
    private Delivery onFreeLine(MimeMessage message, String address, BooleanSupplier clearance) {
        free.acquireUninterruptibly();
        SmtpLine line = lines.pop();
        try {
            return line.deliver(message, address, clearance);
        } finally {
            lines.push(line);
            free.release();
        }
    }

    /** Closes all connections, each after a goodbye (QUIT), when the messages under way have been answered. */
    @Override
    public void release() {
        free.acquireUninterruptibly(settings.connections());
        try {
            lines.forEach(SmtpLine::close);
        } finally {
            free.release(settings.connections());
        }
    }

    /** The same as {@link #release}: a courier holds nothing else. */
    @Override
    public void close() {
        release();
    }
}
