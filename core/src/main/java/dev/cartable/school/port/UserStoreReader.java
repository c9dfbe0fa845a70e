package dev.cartable.school.port;

/** Says whether users can be saved. Safe for use by several threads. */
interface UserStoreReader {
    /** Whether the relation can be written; false where the host defined it as a view over its own tables. */
    boolean writable();
}
