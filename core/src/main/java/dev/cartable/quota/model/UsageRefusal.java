package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An event that was not counted, and why. Nothing of it was written.
 *
 * @param detail what happened and what to do, for a person
 * @param earlier the event that counts under the same key; only for {@link Why#CONFLICT}
 */
public record UsageRefusal(
        UsageEvent event, Why why, String detail, @Nullable UsageEvent earlier) {
    /** Why an event was not counted. */
    public enum Why {
        /** The host does not know the user. */
        UNKNOWN_USER,
        /** It claims to have happened later than our clock allows. */
        IN_THE_FUTURE,
        /** It happened longer ago than late events are taken. */
        TOO_LATE,
        /** Another event of the user, with other bytes or another time, counts under its id. */
        CONFLICT
    }

    public UsageRefusal {
        requireNonNull(event, "event");
        requireNonNull(why, "why");
        requireNonNull(detail, "detail");
        if ((why == Why.CONFLICT) != (earlier != null)) {
            throw new IllegalArgumentException("a refusal for " + why + " with the earlier event " + earlier);
        }
    }

    /** A refusal that no other event is the reason for. */
    public UsageRefusal(UsageEvent event, Why why, String detail) {
        this(event, why, detail, null);
    }

    /** The refusal of an event whose id already counts with other contents. */
    public static UsageRefusal conflict(UsageEvent event, UsageEvent earlier) {
        return new UsageRefusal(
                event,
                Why.CONFLICT,
                "event " + event.id() + " of user " + event.user() + " was counted with " + words(earlier)
                        + ", and is reported again with " + words(event)
                        + "; the first report stays counted, and nothing was added. Give each event an id of its own",
                earlier);
    }

    private static String words(UsageEvent event) {
        return event.traffic().up() + " bytes up and " + event.traffic().down() + " down at " + event.at();
    }
}
