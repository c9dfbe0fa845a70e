package dev.cartable.alert;

/** Why a notice of an alert or a summary is suppressed, as the history has it; {@code Addressing.Reason} has the others. */
enum SuppressReason {
    /** The user is gone or inactive. */
    USER_GONE,
    /** The alert is no longer active. */
    ALERT_INACTIVE,
    /** Use is no longer at the alert's threshold, or the window that it fired in is over. */
    BELOW_THRESHOLD,
    /** The supervisor or the promotion is gone or inactive. */
    SUPERVISOR_GONE,
    /** The user no longer supervises the promotion. */
    NOT_SUPERVISOR,
    /** None of the day's alerts is the promotion's any more. */
    NO_ALERT_LEFT
}
