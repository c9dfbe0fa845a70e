package dev.cartable.mail;

/** How the line to an SMTP server is protected. Nothing is ever downgraded: what is asked for is had, or no mail goes. */
public enum Security {
    /** TLS by STARTTLS (RFC 3207), required, on the submission port. The default, except for a server on this machine. */
    STARTTLS(587),
    /** TLS from the first byte, {@code smtps} (RFC 8314). */
    TLS(465),
    /** None: for a server on this machine; elsewhere only where it is expressly allowed. */
    PLAIN(25);

    private final int port;

    Security(int port) {
        this.port = port;
    }

    /** The port that such a server usually listens on. */
    public int port() {
        return port;
    }
}
