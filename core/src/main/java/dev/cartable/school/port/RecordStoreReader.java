package dev.cartable.school.port;

/** Says what can be imported. Safe for use by several threads. */
interface RecordStoreReader {
    /** Whether a relation can be written; false where the host defined it as a view over its own tables. */
    boolean writable(RecordStore.Relation relation);
}
