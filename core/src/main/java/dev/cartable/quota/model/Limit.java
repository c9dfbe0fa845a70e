package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

/**
 * How much of something may be used. Not set, unlimited and nothing at all are three different limits: what is not set is not
 * watched, what is unlimited is watched and never ends, and of {@code AtMost} zero nothing may be used.
 */
public sealed interface Limit {
    /** The profile says nothing about it. */
    record NotSet() implements Limit {}

    /** As much as one likes. */
    record Unlimited() implements Limit {}

    /** Up to this and no more. */
    record AtMost(DataSize size) implements Limit {
        public AtMost {
            requireNonNull(size, "size");
        }
    }

    static Limit notSet() {
        return new NotSet();
    }

    static Limit unlimited() {
        return new Unlimited();
    }

    static Limit atMost(DataSize size) {
        return new AtMost(size);
    }

    static Limit atMost(long bytes) {
        return new AtMost(DataSize.ofBytes(bytes));
    }

    /** Whether the profile says anything about it. */
    default boolean isSet() {
        return !(this instanceof NotSet);
    }
}
