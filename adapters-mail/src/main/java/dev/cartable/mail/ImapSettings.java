package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.port.BounceMailbox.BounceMailboxException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a mailbox is read by IMAP (RFC 9051). Each step has a timeout of a minute.
 *
 * @param security how the line is protected; {@link Security#PLAIN} only for a server on this machine
 * @param folder the folder in the mailbox, such as {@code INBOX}
 * @param timeout for each step
 * @param tls whom to trust; null for the authorities that Java trusts
 */
public record ImapSettings(
        String host,
        int port,
        Security security,
        Login login,
        String folder,
        Duration timeout,
        @Nullable SSLContext tls) {
    private static final int TLS_PORT = 993;
    private static final int PORT = 143;

    public ImapSettings {
        requireNonNull(host, "host");
        requireNonNull(security, "security");
        requireNonNull(login, "login");
        requireNonNull(folder, "folder");
        requireNonNull(timeout, "timeout");
        if (security == Security.PLAIN && !SmtpSettings.isLoopback(host)) {
            throw unusable("IMAP_PLAIN", "without TLS, a password goes to a server on this machine only");
        }
    }

    /**
     * Reads {@code imaps://user@host/INBOX}. {@code imaps} is TLS from the first byte, on port 993; {@code imap} is STARTTLS, on port
     * 143, and no protection for a server on this machine. A password in the URL is refused: others see it.
     *
     * @throws BounceMailboxException if the URL cannot be used; the message does not repeat it
     */
    public static ImapSettings of(String url, String password) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw unusable("IMAP_URL", "it is no URL");
        }
        String scheme = uri.getScheme();
        String user = uri.getUserInfo();
        if (!"imaps".equals(scheme) && !"imap".equals(scheme)) {
            throw unusable("IMAP_URL", "it begins with neither imaps:// nor imap://");
        }
        if (uri.getHost() == null || user == null || user.isEmpty()) {
            throw unusable("IMAP_URL", "it names no user or no host");
        }
        if (uri.getRawUserInfo().contains(":")) {
            throw unusable("IMAP_PASSWORD_IN_URL", "it holds a password, which others can see");
        }
        if (uri.getQuery() != null || uri.getFragment() != null) {
            throw unusable("IMAP_URL", "it has a ? or a # in it");
        }
        if (password.isEmpty() || password.chars().anyMatch(c -> c == 0 || c == '\r' || c == '\n')) {
            throw unusable("IMAP_PASSWORD", "the password is empty or has a line break in it");
        }
        boolean tls = scheme.equals("imaps");
        Security security =
                tls ? Security.TLS : SmtpSettings.isLoopback(uri.getHost()) ? Security.PLAIN : Security.STARTTLS;
        String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        return new ImapSettings(
                uri.getHost(),
                uri.getPort() < 0 ? (tls ? TLS_PORT : PORT) : uri.getPort(),
                security,
                new Login(user, password),
                path.isEmpty() ? "INBOX" : path,
                Duration.ofMinutes(1),
                null);
    }

    private static BounceMailboxException unusable(String code, String words) {
        return new BounceMailboxException(
                code, Map.of(), "the mailbox's URL cannot be used: " + words + ". Its form is imaps://user@host/INBOX");
    }

    /** The host alone. */
    @Override
    public String toString() {
        return "ImapSettings[" + host + ":" + port + " " + security + "]";
    }
}
