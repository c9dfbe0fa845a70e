package dev.cartable.jdbc;

/** What a database keeps of an acknowledged commit when its process is killed. */
public enum Durability {
    /** All of it. */
    EVERY_COMMIT,
    /**
     * Not the last ones: they are in memory for a while. On H2, the user has no admin right and so cannot set
     * {@code WRITE_DELAY 0}; on PostgreSQL, {@code synchronous_commit} or {@code fsync} is off. A message that was sent in
     * that time is sent again.
     */
    DELAYED,
    /** Nothing: the database is in memory. */
    IN_MEMORY
}
