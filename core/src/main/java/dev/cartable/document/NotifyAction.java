package dev.cartable.document;

/** What is done about a document of which people are to be notified. */
public enum NotifyAction {
    /** At least one person is notified. */
    NOTIFY,
    /** Each person who can be reached has been notified. */
    KEEP,
    /** Of a report card: families may not see it yet. */
    UNRELEASED,
    /** Of an invoice: nothing has to be paid any more, or it is too old for this run. */
    SETTLED,
    /** No person can be reached, or the notices were dropped too often. */
    UNREACHED,
    /** Its notices could not be queued. */
    FAIL
}
