package dev.cartable.reminder;

import dev.cartable.CartableException;
import java.util.Map;

/** The study sessions are a view over the host's own tables, or are not there, so none can be programmed. */
public final class SessionsNotWritableException extends CartableException {
    private static final long serialVersionUID = 1L;

    SessionsNotWritableException() {
        super(
                "SESSIONS_NOT_WRITABLE",
                Map.of(),
                "the study sessions are a view over the host's own tables, so that none can be programmed; nothing was written."
                        + " Program them in the host's own application");
    }
}
