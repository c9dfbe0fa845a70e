package dev.cartable.alert.model;

import java.util.Locale;

/** What an alert watches. Written in lower case: {@code quota_warning}. */
public enum AlertType {
    /** A limit is used up to the threshold. */
    QUOTA_WARNING,
    /** A limit is used up; the threshold is 100 or more. */
    QUOTA_EXCEEDED,
    /**
     * If use goes on as it did since the window began, the threshold will be reached before it ends. Told from the third day
     * with use on, of windows that are longer than a day and end; linear, over the time since the first of those days.
     */
    QUOTA_FORECAST,
    /** The validity of the profile has passed up to the threshold. */
    VALIDITY_EXPIRING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
