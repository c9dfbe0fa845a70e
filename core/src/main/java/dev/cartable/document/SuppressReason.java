package dev.cartable.document;

/** Why a notice of a document is not sent. The names are stable: programs may rely on them. */
enum SuppressReason {
    /** The document is gone. */
    WITHDRAWN,
    /** A newer revision has replaced it; people are notified of that one. */
    REPLACED,
    /** The release was taken back or moved to a later time, at which people are notified. */
    NOT_RELEASED,
    /** Nothing of the invoice has to be paid any more. */
    SETTLED,
    /** The pupil has left. */
    PUPIL_LEFT,
    /** The person may not be notified about the pupil any more. */
    NOT_ENTITLED
}
