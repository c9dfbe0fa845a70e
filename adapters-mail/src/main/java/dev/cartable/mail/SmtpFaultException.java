package dev.cartable.mail;

/** No conversation with the server came about. The message is one line without secrets. */
final class SmtpFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    SmtpFaultException(Fault fault, String answer) {
        super(answer, null, false, false);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }

    /** The server's own words, or what went wrong. */
    String answer() {
        return String.valueOf(getMessage());
    }
}
