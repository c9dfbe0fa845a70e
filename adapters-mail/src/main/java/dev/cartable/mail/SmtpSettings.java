package dev.cartable.mail;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where and how e-mail is handed over: an SMTP server (RFC 5321, RFC 6409), a sender, limits. Immutable; its text form shows
 * neither login nor addresses.
 *
 * @param plainAllowed whether {@link Security#PLAIN} is allowed to a server that is not this machine
 * @param login null where the server asks for none
 * @param replyTo where answers go; null for the sender
 * @param connectTimeout for the connection to be made
 * @param readTimeout for each answer of the server
 * @param writeTimeout for each write to take effect
 * @param connections how many at the same time at most; 1 to 20
 * @param messagesPerConnection after how many messages a connection is replaced
 * @param maxIdle after how long without a message a connection is replaced
 * @param messagesPerMinute at most so many on all connections together, evenly spaced; 0 for no limit
 * @param localHost what to call this machine in EHLO; null for its full name or, where it knows none, its address in
 *     brackets
 * @param messageIdDomain the domain that Message-IDs end in
 * @param tls whom to trust; null for Java's own list
 */
public record SmtpSettings(
        String host,
        int port,
        Security security,
        boolean plainAllowed,
        @Nullable Login login,
        Sender sender,
        @Nullable EmailAddress replyTo,
        Duration connectTimeout,
        Duration readTimeout,
        Duration writeTimeout,
        int connections,
        int messagesPerConnection,
        Duration maxIdle,
        int messagesPerMinute,
        @Nullable String localHost,
        String messageIdDomain,
        @Nullable SSLContext tls) {

    private static final int MOST_CONNECTIONS = 20;
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|(0{0,4}:){2,7}0{0,3}1");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");
    private static final Pattern HAS_LETTER = Pattern.compile(".*[A-Za-z].*");

    public SmtpSettings {
        requireNonNull(host, "host");
        requireNonNull(security, "security");
        requireNonNull(sender, "sender");
        check(HOST.matcher(host).matches(), "HOST", "the SMTP host is not a host name or an IP address");
        check(
                security != Security.PLAIN || plainAllowed || isLoopback(host),
                "PLAIN_TO_OTHERS",
                "plain SMTP to a server that is not this machine would show every message to the network:"
                        + " choose STARTTLS or TLS, or allow plain expressly");
        check(
                port >= 1 && port <= 65535,
                "PORT",
                Map.of("port", Integer.toString(port)),
                "the SMTP port " + port + " is not between 1 and 65535");
        check(
                isTimeout(connectTimeout),
                "TIMEOUT",
                Map.of("what", "connect-timeout"),
                "the connect timeout " + connectTimeout + " is not between 1 ms and 1 hour");
        check(
                isTimeout(readTimeout),
                "TIMEOUT",
                Map.of("what", "read-timeout"),
                "the read timeout " + readTimeout + " is not between 1 ms and 1 hour");
        check(
                isTimeout(writeTimeout),
                "TIMEOUT",
                Map.of("what", "write-timeout"),
                "the write timeout " + writeTimeout + " is not between 1 ms and 1 hour");
        check(
                connections >= 1 && connections <= MOST_CONNECTIONS,
                "CONNECTIONS",
                Map.of("most", Integer.toString(MOST_CONNECTIONS)),
                connections + " connections are not 1 to " + MOST_CONNECTIONS);
        check(
                messagesPerConnection >= 1,
                "TOO_FEW",
                Map.of("what", "per-connection", "least", "1"),
                messagesPerConnection + " messages per connection are not at least 1");
        check(
                !maxIdle.isNegative(),
                "TOO_FEW",
                Map.of("what", "max-idle", "least", "0"),
                "the longest idle time " + maxIdle + " is negative");
        check(
                messagesPerMinute >= 0,
                "TOO_FEW",
                Map.of("what", "per-minute", "least", "0"),
                messagesPerMinute + " messages per minute are not at least 0");
        check(
                localHost == null || localHost.matches("[A-Za-z0-9.:\\[\\]-]{1,255}"),
                "LOCAL_HOST",
                "the local host is no host name");
        check(
                DOMAIN.matcher(messageIdDomain).matches(),
                "MESSAGE_ID_DOMAIN",
                "the domain for Message-IDs is no domain name");
    }

    /** A server with every default: STARTTLS, and a sender {@code no-reply@} the server's domain. */
    public static SmtpSettings of(String host) {
        return builder(host).build();
    }

    /** Settings for a server, to be changed from their defaults. */
    public static Builder builder(String host) {
        return new Builder(host);
    }

    /**
     * Reads {@code smtp://user:password@host:587?from=school@example.org&name=The%20School}, or {@code smtps://…} for TLS
     * from the first byte; {@code host} or {@code host:port} alone is read as {@code smtp://host:port}. User, password
     * and values are percent-encoded UTF-8 (RFC 3986); a plus sign is a plus sign.
     *
     * <p>Further parameters: {@code reply-to}, {@code security} (starttls, tls or plain), {@code allow-plain} (true),
     * {@code connections}, {@code per-connection}, {@code per-minute}, {@code connect-timeout}, {@code read-timeout},
     * {@code write-timeout}, {@code max-idle} (seconds), {@code local-host}, {@code message-id-domain}.
     *
     * @throws SmtpSettingsException if it cannot be read; the message repeats no part of the text that may be secret
     */
    public static SmtpSettings parse(String url) {
        return SmtpUrl.parse(url);
    }

    /** Whether a name or address is this machine's own by its form alone, without asking a name server. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + " " + security + "]";
    }

    private static boolean isTimeout(Duration duration) {
        return duration.toMillis() >= 1 && duration.compareTo(Duration.ofHours(1)) <= 0;
    }

    private static void check(boolean holds, String code, String message) {
        check(holds, code, Map.of(), message);
    }

    private static void check(boolean holds, String code, Map<String, String> facts, String message) {
        if (!holds) {
            throw new SmtpSettingsException(code, facts, message);
        }
    }

    /** Builds {@link SmtpSettings}. The defaults are given first in each method's description. */
    public static final class Builder {
        private final String host;
        private int port;
        private @Nullable Security security;
        private boolean plainAllowed;
        private @Nullable Login login;
        private @Nullable Sender sender;
        private @Nullable EmailAddress replyTo;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration readTimeout = Duration.ofSeconds(30);
        private Duration writeTimeout = Duration.ofSeconds(30);
        private int connections = 2;
        private int messagesPerConnection = 100;
        private Duration maxIdle = Duration.ofSeconds(30);
        private int messagesPerMinute;
        private @Nullable String localHost;
        private @Nullable String messageIdDomain;
        private @Nullable SSLContext tls;

        private Builder(String host) {
            String text = requireNonNull(host, "host").strip();
            this.host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        }

        /** 587, 465 or 25, as {@link #security} has it. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** {@link Security#STARTTLS}; {@link Security#PLAIN} for a server on this machine. */
        public Builder security(Security value) {
            security = requireNonNull(value, "security");
            return this;
        }

        /** Not allowed. Lets messages, login and secrets cross a network in clear where {@link Security#PLAIN} is chosen. */
        public Builder allowPlain() {
            plainAllowed = true;
            return this;
        }

        /** None. */
        public Builder login(String user, String password) {
            login = new Login(user, password);
            return this;
        }

        /** {@code no-reply@} the host's domain, without a name. */
        public Builder sender(Sender value) {
            sender = requireNonNull(value, "sender");
            return this;
        }

        /** The sender. */
        public Builder replyTo(String address) {
            replyTo = Headers.address("reply-to", address);
            return this;
        }

        /** 10 s. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = requireNonNull(value, "connectTimeout");
            return this;
        }

        /** 30 s. */
        public Builder readTimeout(Duration value) {
            readTimeout = requireNonNull(value, "readTimeout");
            return this;
        }

        /** 30 s. */
        public Builder writeTimeout(Duration value) {
            writeTimeout = requireNonNull(value, "writeTimeout");
            return this;
        }

        /**
         * 2: while one waits, the other sends; and of the three at a time that Exchange Online allows a mailbox, one is left for
         * the application's own mail. Say 1 where the server refuses a second one. Each uses a database connection as well.
         */
        public Builder connections(int value) {
            connections = value;
            return this;
        }

        /** 100. */
        public Builder messagesPerConnection(int value) {
            messagesPerConnection = value;
            return this;
        }

        /** 30 s. */
        public Builder maxIdle(Duration value) {
            maxIdle = requireNonNull(value, "maxIdle");
            return this;
        }

        /** 0: no limit. */
        public Builder messagesPerMinute(int value) {
            messagesPerMinute = value;
            return this;
        }

        /** This machine's full name or, where it knows none, its address in brackets. */
        public Builder localHost(String value) {
            localHost = requireNonNull(value, "localHost");
            return this;
        }

        /** The domain of the sender's address. */
        public Builder messageIdDomain(String value) {
            messageIdDomain = requireNonNull(value, "messageIdDomain");
            return this;
        }

        /** Java's own list of authorities. Another one trusts, for instance, a school's own; host names are checked all the same. */
        public Builder tls(SSLContext value) {
            tls = requireNonNull(value, "tls");
            return this;
        }

        /**
         * The settings.
         *
         * @throws SmtpSettingsException if they cannot work, or if messages would cross a network in clear unallowed
         */
        public SmtpSettings build() {
            boolean loopback = isLoopback(host);
            Security chosen = security != null ? security : loopback ? Security.PLAIN : Security.STARTTLS;
            Sender from = sender != null ? sender : defaultSender(loopback);
            String address = from.address().value();
            return new SmtpSettings(
                    host,
                    port != 0 ? port : chosen.port(),
                    chosen,
                    plainAllowed,
                    login,
                    from,
                    replyTo,
                    connectTimeout,
                    readTimeout,
                    writeTimeout,
                    connections,
                    messagesPerConnection,
                    maxIdle,
                    messagesPerMinute,
                    localHost,
                    messageIdDomain != null ? messageIdDomain : address.substring(address.indexOf('@') + 1),
                    tls);
        }

        /** A mail server is mostly called smtp.school.example: its domain is what follows the first dot. */
        private Sender defaultSender(boolean loopback) {
            if (loopback) {
                return Sender.of("no-reply@localhost.localdomain");
            }
            String domain = host.substring(host.indexOf('.') + 1);
            check(
                    domain.contains(".") && HAS_LETTER.matcher(domain).matches() && !host.contains(":"),
                    "NO_SENDER",
                    "give a sender's address: the SMTP host's name has no domain to take one from");
            return Sender.of("no-reply@" + domain);
        }
    }
}
