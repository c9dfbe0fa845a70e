package dev.cartable.document;

/** What is done about a document that a run looks at. */
public enum DocumentAction {
    /** The first one is made. */
    CREATE,
    /** Another revision is made, since the contents have changed. */
    REVISE,
    /** The stored one is what would be made, and its file was lost: it is made again. */
    REMAKE,
    /** The stored one is what would be made. */
    KEEP,
    /** None is made, since the pupil or the payer was erased. */
    SKIP,
    /** It could not be made or stored. */
    FAIL
}
