package dev.cartable.notice.model;

/**
 * Why a notice was sent, waits or was not sent, where Cartable says so itself. It stands in the history as its name, followed by
 * {@code ": "} and the detail if it has one. A server's answer stands there in the server's words, and the reason of a host's own
 * {@code NoticeType} or courier in the host's words.
 */
public enum NoticeReason {
    /** No connection came about; the detail is the server and what went wrong. */
    NO_CONNECTION,
    /** The server hung up, or does not speak SMTP. */
    HUNG_UP,
    /** TLS failed; the detail is what went wrong. */
    TLS_FAILED,
    /** The server offers no login that can be used. */
    NO_LOGIN,
    /** The server does not offer STARTTLS, which is required. */
    NO_STARTTLS,
    /** The connection was lost; the detail is what went wrong, if that is known. */
    CONNECTION_LOST,
    /** The message was handed over, and the server's answer did not come. */
    NO_REPLY,
    /** The notice has no address that the courier can use; the detail is what is wrong with it. */
    BAD_ADDRESS,
    /** The subject has a line break or another control character in it. */
    BAD_SUBJECT,
    /** No e-mail can be made of the notice. */
    NO_MAIL,
    /** No request to the gateway can be made of the notice: a header would have a character that it cannot have. */
    NO_REQUEST,
    /** The address is no telephone number with a country code. */
    NO_NUMBER,
    /** The gateway takes no message for the number; the detail is its answer. */
    BAD_NUMBER,
    /** The text has more segments than one message may have; the detail is their number. */
    TOO_LONG,
    /** The gateway keeps no template for the kind, which is the detail. */
    NO_GATEWAY_TEMPLATE,
    /** The gateway's address is not allowed: it is in the local network or on this machine; the detail is its name. */
    FORBIDDEN_ADDRESS,
    /** The gateway gave no token for the credentials; the detail is the HTTP status. */
    NO_TOKEN,
    /** The gateway answered, but its answer was not understood; the message may have been sent. The detail is the HTTP status. */
    ODD_ANSWER,
    /** The day's budget of segments, which is the detail, is spent. */
    BUDGET_SPENT,
    /** The folder for messages cannot be written to; the detail is what went wrong. */
    FOLDER_UNWRITABLE,
    /** Written to a file; the detail is its name. */
    WRITTEN,
    /** In the application's own inbox. */
    IN_INBOX,
    /** The application's own inbox could not be written; the detail is what went wrong. */
    INBOX_FAILED,
    /** Sending was interrupted. */
    INTERRUPTED,
    /** Sending ended before the notice's turn. */
    ENDED_EARLY,
    /** The store failed before the notice was sent. */
    STORE_FAILED,
    /** The notice waits until the quiet hours are over. */
    QUIET_HOURS,
    /** The courier failed while it had the notice; the detail is the failure. */
    COURIER_FAILED,
    /** The notice may have arrived and is sent again; the detail is the answer. */
    SENT_AGAIN,
    /** The notice may have arrived and is not sent again; the detail is the answer. */
    NOT_SENT_AGAIN,
    /** A process died while it was sending the notice, which may have arrived and is not sent again. */
    DIED,
    /** All attempts are used up; the detail is their number. */
    GIVEN_UP,
    /** As {@link #GIVEN_UP}; in the last one, the process died while it was sending the notice. */
    GIVEN_UP_AFTER_DEATH,
    /** No {@code NoticeType} of this application has the kind, which is the detail; the notice stays queued. */
    NO_TYPE,
    /** Whether the notice is still true could not be found out; the detail is what went wrong. */
    NOT_CHECKED,
    /** The notice could not be put into words; the detail is what went wrong. */
    NOT_WORDED,
    /** The notice could not be prepared for a test delivery. */
    NOT_PREPARED,
    /** No courier of this process serves the channel, which is the detail; its notices stay queued. */
    NO_COURIER,
    /** The domain of the address is left alone, because it refuses everybody; the detail is the domain. */
    DOMAIN_PAUSED,
    /** The limit of the domain of the address is reached; the detail is the domain. */
    DOMAIN_LIMIT,
    /** A person has cancelled the notice. */
    CANCELLED,
    /** Another instance uses the database, too; the detail is the id of the one that the database belongs to. */
    OTHER_INSTANCE,
    /** The database was restored from a backup, after which the notice may have been sent. */
    RESTORED,
    /** The notice went to the one address of the setting {@code speak}; the detail is the answer. */
    REDIRECTED,
    /** A person has printed the letter; whether it arrives is not known. */
    PRINTED,
    /** The gateway's receipt says that the message has arrived; the detail is what it says. */
    ARRIVED,
    /** The gateway took the message, and its receipt says that it will not arrive; the detail is what it says. */
    NOT_DELIVERED,
    /** The gateway took the message, and its receipt did not come in time. */
    NO_RECEIPT,
    /** The e-mail was sent and came back; the detail is what the other server says. */
    CAME_BACK;

    /** As it stands in the history, with a detail that holds no secret. */
    public String with(Object detail) {
        return name() + ": " + detail;
    }
}
