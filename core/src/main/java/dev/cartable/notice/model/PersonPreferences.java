package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one person wants.
 *
 * @param declined the notices that the person does not want, each with when it was declined; all others are wanted
 * @param language what to write in; null for what the host says
 * @param quietHours when the person is not disturbed with what can wait, beside the school's own quiet hours; null for never
 * @param digest whether several notices of one kind that are due at the same time come in one message; null for what the school says
 */
public record PersonPreferences(
        Recipient person,
        Map<Topic, Instant> declined,
        @Nullable Locale language,
        @Nullable QuietHours quietHours,
        @Nullable Boolean digest) {
    public PersonPreferences {
        requireNonNull(person, "person");
        declined = Collections.unmodifiableMap(new TreeMap<>(declined));
    }

    /** Those of a person who leaves it to the school whether notices come in one message. */
    public PersonPreferences(
            Recipient person,
            Map<Topic, Instant> declined,
            @Nullable Locale language,
            @Nullable QuietHours quietHours) {
        this(person, declined, language, quietHours, null);
    }

    /** Those of a person who has chosen nothing. */
    public static PersonPreferences none(Recipient person) {
        return new PersonPreferences(person, Map.of(), null, null, null);
    }

    /** Whether the person has chosen nothing. */
    public boolean isEmpty() {
        return declined.isEmpty() && language == null && quietHours == null && digest == null;
    }

    /** Whether the person does not want these notices. */
    public boolean declines(Category category, Channel channel) {
        return declined.containsKey(new Topic(category, channel));
    }

    /** What a person can decline: the notices of a category by a channel. Written {@code PAYMENTS:EMAIL}. */
    public record Topic(Category category, Channel channel) implements Comparable<Topic> {
        private static final Comparator<Topic> ORDER =
                Comparator.comparing(Topic::category).thenComparing(Topic::channel);

        public Topic {
            requireNonNull(category, "category");
            requireNonNull(channel, "channel");
        }

        /**
         * Reads what {@link #toString()} wrote, in upper or lower case.
         *
         * @throws IllegalArgumentException if it is written otherwise
         */
        public static Topic parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("'" + text + "' is not CATEGORY:CHANNEL, such as study:email");
            }
            return new Topic(Category.of(text.substring(0, colon)), Channel.of(text.substring(colon + 1)));
        }

        @Override
        public int compareTo(Topic other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return category + ":" + channel;
        }
    }
}
