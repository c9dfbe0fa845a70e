package dev.cartable.task.model;

import dev.cartable.CartableException;
import java.util.Map;

/** A text is no schedule. Nothing was changed. */
public class InvalidScheduleException extends CartableException {
    private static final long serialVersionUID = 1L;

    /**
     * No schedule could be read.
     *
     * @param text what was given
     */
    public InvalidScheduleException(String text, Throwable cause) {
        super(
                "INVALID_SCHEDULE",
                Map.of("schedule", text),
                "'" + text + "' is no schedule; nothing was changed. Write it as one of these: daily 08:00 18:30;"
                        + " weekly sunday 09:00; monthly 1 00:00; every 15m; or five cron fields such as 30 7 * * 1-5",
                cause);
    }
}
