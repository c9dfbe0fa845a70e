package dev.cartable.reminder;

/** Why a candidate is not reminded of, or a queued reminder is not sent. The names are stable: programs may rely on them. */
enum SuppressReason {
    /** The thing is gone, or was settled. */
    NO_LONGER_TRUE,
    /** The thing has changed since; a later run reminds of its present state. */
    CHANGED,
    /** The person was notified of a higher dunning level before: a clock has gone back. */
    OVERTAKEN,
    /** It is a day of the school's holidays, on which the rule is silent. */
    HOLIDAY,
    /** The pupil has left. */
    PUPIL_LEFT,
    /** No guardian is linked to the pupil, or nobody supervises the pupil's promotion. */
    NO_GUARDIAN,
    /** The person may not be notified about the pupil any more. */
    NOT_ENTITLED,
    /** The person has entered the fact. */
    ENTERED_BY_RECIPIENT,
    /** Others were notified some days ago, before the person could be. */
    OLD_NEWS,
    /** The session was cancelled. */
    CANCELLED,
    /** The session was held. */
    DONE,
    /** The session has begun. */
    BEGUN,
    /** The session was entered after the rule's time and begins within half an hour. */
    TOO_SOON,
    /** The day that the reminder speaks of is over. */
    OUTDATED,
    /** The subscription has ended, or has not begun. */
    NO_SUBSCRIPTION,
    /** The pupil has been active again. */
    ACTIVE_AGAIN,
    /** There is nothing to say. */
    EMPTY,
    /** The instalment was paid, or the invoice was cancelled. */
    SETTLED,
    /** The instalment is not due yet. */
    NOT_DUE,
    /** A payment was promised, and its day is not over. */
    PROMISED,
    /** The family disputes the invoice. */
    DISPUTED,
    /** The day of the fact is still to come. */
    FUTURE,
    /** The fact was recorded, or the threshold was reached, before the rule went live. */
    BEFORE_LIVE,
    /** The fact was recorded more than a week late. */
    RECORDED_LATE,
    /** The absence is excused, and the school does not notify of such. */
    EXCUSED,
    /** The absences of the day are held until a person decides. */
    ABSENCES_HELD,
    /** A run has failed on it, and a later one has decided about it. */
    RETRIED
}
