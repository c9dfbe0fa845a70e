package dev.cartable.mail;

import dev.cartable.mail.SmtpConversation.Stage;
import dev.cartable.notice.model.NoticeReason;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens conversations as the settings have it, and says in plain words why one did not come about. */
final class SmtpConnector {
    private final SmtpSettings settings;
    private final Session session;
    private final Answers answers;

    SmtpConnector(SmtpSettings settings) {
        this.settings = settings;
        this.session = Session.getInstance(properties(settings));
        this.answers = new Answers(settings);
    }

    Answers answers() {
        return answers;
    }

    /** A conversation that has not begun. */
    SmtpConversation prepare() {
        SmtpConversation conversation =
                new SmtpConversation(session, new URLName("smtp", settings.host(), settings.port(), null, null, null));
        String localHost = settings.localHost();
        conversation.setLocalHost(localHost == null ? LocalName.find() : localHost);
        return conversation;
    }

    /** Connects, greets, starts TLS and logs in. */
    void connect(SmtpConversation conversation) throws SmtpFaultException {
        Login login = settings.login();
        try {
            conversation.connect(
                    settings.host(),
                    settings.port(),
                    login == null ? null : login.user(),
                    login == null ? null : login.password());
        } catch (MessagingException | RuntimeException e) {
            close(conversation);
            throw fault(conversation, e);
        }
        if (login != null && conversation.stage() != Stage.LOGGING_IN) {
            close(conversation);
            throw new SmtpFaultException(Fault.NO_LOGIN_OFFERED, NoticeReason.NO_LOGIN.name());
        }
    }

    /** Says goodbye if there is someone to say it to. What was sent stays sent, so that a failure here is none. */
    static void close(SmtpConversation conversation) {
        try {
            conversation.close();
        } catch (MessagingException | RuntimeException e) {
            // The line is gone, which was the wish.
        }
    }

    private SmtpFaultException fault(SmtpConversation conversation, Exception e) {
        if (conversation.code() >= 400) {
            return new SmtpFaultException(refusal(conversation), answers.line(conversation.said(), ""));
        }
        if (has(e, SSLException.class)) {
            return new SmtpFaultException(Fault.TLS_FAILED, NoticeReason.TLS_FAILED.with(words(e)));
        }
        if (e instanceof AuthenticationFailedException && conversation.stage() == Stage.GREETED) {
            return new SmtpFaultException(Fault.NO_LOGIN_OFFERED, NoticeReason.NO_LOGIN.name());
        }
        if (conversation.code() != 0 && settings.security() == Security.STARTTLS && !conversation.offersStartTls()) {
            return new SmtpFaultException(Fault.NO_STARTTLS, NoticeReason.NO_STARTTLS.name());
        }
        return conversation.stage() == Stage.CONNECTING
                ? new SmtpFaultException(
                        Fault.NO_CONNECTION,
                        NoticeReason.NO_CONNECTION.with(settings.host() + " port " + settings.port() + ": " + words(e)))
                : new SmtpFaultException(Fault.LINE_LOST, NoticeReason.CONNECTION_LOST.with(words(e)));
    }

    private static Fault refusal(SmtpConversation conversation) {
        if (conversation.saidGoodbye()) {
            return Fault.BUSY;
        }
        return switch (conversation.stage()) {
            case LOGGING_IN -> Fault.LOGIN_REFUSED;
            case STARTING_TLS -> Fault.NO_STARTTLS;
            default -> conversation.code() < 500 ? Fault.BUSY : Fault.GREETING_REFUSED;
        };
    }

    private static boolean has(@Nullable Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The innermost cause, by its kind where it has no words; it comes from a socket and holds no secret. */
    private String words(Throwable e) {
        Throwable innermost = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        if (innermost instanceof MessagingException) {
            return NoticeReason.HUNG_UP.name();
        }
        String message = innermost.getMessage();
        String kind = innermost.getClass().getSimpleName();
        boolean speaks = innermost instanceof IOException || innermost instanceof CertificateException;
        return answers.line(speaks && message != null ? kind + ": " + message : kind, "");
    }

    private static Properties properties(SmtpSettings settings) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", millis(settings.connectTimeout()));
        properties.setProperty("mail.smtp.timeout", millis(settings.readTimeout()));
        properties.setProperty("mail.smtp.writetimeout", millis(settings.writeTimeout()));
        properties.setProperty("mail.smtp.auth", String.valueOf(settings.login() != null));
        properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(settings.security() == Security.STARTTLS));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(settings.security() == Security.STARTTLS));
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(settings.security() == Security.TLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.mime.allowutf8", "false");
        // A TLS handshake that failed is not tried again with other trust.
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.executor.writetimeout", watchdog());
        if (settings.tls() != null) {
            properties.put("mail.smtp.ssl.socketFactory", settings.tls().getSocketFactory());
        }
        return properties;
    }

    /** Angus would start a thread per connection that keeps the process alive until the connection is closed. */
    private static ScheduledExecutorService watchdog() {
        ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "cartable-mail-write-timeout");
            thread.setDaemon(true);
            return thread;
        });
        watchdog.setRemoveOnCancelPolicy(true);
        watchdog.setKeepAliveTime(10, TimeUnit.SECONDS);
        watchdog.allowCoreThreadTimeOut(true);
        return watchdog;
    }

    private static String millis(Duration timeout) {
        return String.valueOf(timeout.toMillis());
    }
}
