package dev.cartable.spring.web;

/**
 * Something that an endpoint needs its caller to be allowed. About whom is the second question, which {@link AccessPolicy} answers, too.
 */
public enum Right {
    /** Open to callers who are not signed in: what proves their right is in the request itself, such as the token of a link. */
    ANYONE,
    /** What is about the caller themselves, and about those whom they may see. */
    SELF,
    /** Reads the profiles that there are, and who holds them. */
    READ_PROFILES,
    /** Reads how many people use a profile and how much. */
    READ_STATISTICS,
    /** Makes, changes and deactivates profiles. */
    EDIT_PROFILES,
    /** Gives people and promotions a profile, and takes it away. */
    ASSIGN_PROFILES,
    /** Sets counters to zero. */
    RESET_USAGE,
    /** Adds use to a counter. */
    ADD_USAGE,
    /** Reads the alerts that there are. */
    READ_ALERTS,
    /** Makes and changes alerts. */
    EDIT_ALERTS,
    /** Reads which alerts would fire now. */
    CHECK_ALERTS,
    /** Reads who uses the network. */
    READ_USERS,
    /** Reads why people were reminded about a pupil, or were not. */
    EXPLAIN_REMINDERS,
    /** Writes to one's own child. */
    REMIND_CHILD,
    /** Reads what a held run of reminders holds, lets it go on, or discards it. */
    DECIDE_REMINDERS,
    /** Has a reminder with made-up values sent to oneself. */
    TEST_REMINDERS,
    /** Reads the accounts of parents. */
    READ_ACCOUNTS,
    /** Closes and opens single accounts, and writes to their parents. */
    EDIT_ACCOUNTS,
    /** Plans and starts bulk work on accounts. */
    RUN_ACCOUNTS,
    /** Plans and starts the making of documents. */
    RUN_DOCUMENTS,
    /** Reads to whom messages went, and what became of them. */
    READ_MESSAGES,
    /** Sends messages again, and ends those that wait. */
    EDIT_MESSAGES,
    /** Reads which task runs when. */
    READ_TASKS,
    /** Switches tasks on and off. */
    EDIT_TASKS,
    /** Runs tasks now. */
    RUN_TASKS,
    /** Reads which backups there are. */
    READ_BACKUPS,
    /** Reads who did what. */
    READ_AUDIT,
    /** Has backups verified, and restored for a trial. */
    CHECK_BACKUPS,
    /** Accepts a degraded backup. */
    ACCEPT_BACKUPS
}
