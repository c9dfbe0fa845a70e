package dev.cartable.alert.model;

import java.util.Arrays;
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

    /**
     * Reads a type as it is written.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static AlertType of(String name) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there are no alerts of type '" + name + "'; there are " + Arrays.toString(values())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
