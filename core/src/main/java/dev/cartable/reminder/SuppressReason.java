package dev.cartable.reminder;

/** Why a candidate is not reminded of, or a queued reminder is not sent. The names are stable: programs may rely on them. */
enum SuppressReason {
    /** The thing is gone, or was settled. */
    NO_LONGER_TRUE,
    /** The thing has changed since; a later run reminds of its present state. */
    CHANGED,
    /** It is a day of the school's holidays, on which the rule is silent. */
    HOLIDAY,
    /** The pupil has left. */
    PUPIL_LEFT,
    /** No guardian is linked to the pupil. */
    NO_GUARDIAN,
    /** The person may not be notified about the pupil any more. */
    NOT_ENTITLED,
    /** The person has entered the fact. */
    ENTERED_BY_RECIPIENT,
    /** The session was cancelled. */
    CANCELLED,
    /** The session was held. */
    DONE,
    /** The session has begun. */
    BEGUN,
    /** The session was entered after the rule's time and begins within half an hour. */
    TOO_SOON,
    /** The day that the reminder speaks of is over. */
    OUTDATED
}
