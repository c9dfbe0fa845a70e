package dev.cartable.notice.port;

import dev.cartable.CartableException;
import java.util.Map;

/** The mailbox for bounces cannot be read. What was read before is kept, and the rest is read the next time. */
public final class BounceMailboxException extends CartableException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code a stable word for programs
     * @param facts what the message names; no secret
     */
    public BounceMailboxException(String code, Map<String, String> facts, String message) {
        super(code, facts, message);
    }
}
