package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

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
